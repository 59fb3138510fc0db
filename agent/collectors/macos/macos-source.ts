import { type ProgramRun, runProgram } from '../../run-program.ts'
import type { ProcessSource, StatedProcess } from '../process-source.ts'
import { parseLsof, parsePs, parseSignature, psColumns } from './parse-macos.ts'

interface ProgramFile {
  readonly version: string
  readonly publisher: string
}

/** Programs whose version and signature are asked for at one look; each takes a moment. */
const askedAtOnce = 10

/** Asks macOS by its own programs: `ps`, `lsof`, and `defaults` and `codesign` once for each program that lies in an application. */
export const createMacosSource = (domain: string, architecture: string): ProcessSource => {
  const files = new Map<string, ProgramFile>()

  const learn = async (processes: readonly StatedProcess[]): Promise<void> => {
    const paths = new Set(processes.map(({ path }) => path).filter((path) => bundleOf(path) !== '' && !files.has(path)))
    for (const path of [...paths].slice(0, askedAtOnce)) {
      const [version, signature] = await Promise.all([
        runProgram('/usr/bin/defaults', ['read', `${bundleOf(path)}/Contents/Info`, 'CFBundleShortVersionString'], {
          timeout: 5000,
        }),
        // It answers on its error stream.
        runProgram('/usr/bin/codesign', ['-dv', '--verbose=2', path], { timeout: 5000 }),
      ])
      files.set(path, {
        version: version.status === 0 ? version.stdout.trim() : '',
        publisher: parseSignature(signature.stderr),
      })
    }
  }

  return {
    async look() {
      const listed = await runProgram('/bin/ps', ['-axww', '-o', psColumns], {
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
        timeout: 30_000,
      })
      const processes = parsePs(answered(listed), domain, architecture)
      await learn(processes)
      return {
        processes: processes.map((process) => ({ ...process, ...files.get(process.path) })),
        exits: [],
        brief: [],
      }
    },
    async modules(pid) {
      const listed = await runProgram('/usr/sbin/lsof', ['-w', '-a', '-p', String(pid), '-d', 'txt', '-F', 'n'], {
        timeout: 30_000,
      })
      if (listed.stdout === '') return undefined
      return parseLsof(listed.stdout)
    },
    close: async () => {},
  }
}

/** `/Applications/Gear.app` of a program inside of it, else empty. */
const bundleOf = (path: string): string => /^(.+?\.app)\/Contents\//.exec(path)?.[1] ?? ''

const answered = ({ status, stdout, why }: ProgramRun): string => {
  if (status !== 0) throw new Error(`ps: ${why}`)
  return stdout
}
