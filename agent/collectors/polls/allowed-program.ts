import { readFileSync, realpathSync, statSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import type { PollCommand } from '../../../core/agents/protocol/configuration.ts'

/**
 * Status programs of licence managers, and the arguments with which they only look. The console can order nothing else: many of these
 * programs can also stop servers and take licences away. A machine's own admin allows more in `allowed-programs.txt` of the agent's folder, a
 * full path a line.
 */
const programs: Readonly<Record<string, (values: readonly string[]) => boolean>> = {
  lmutil: ([first]) => first === 'lmstat',
  lmstat: () => true,
  rlmutil: ([first]) => first === 'rlmstat',
  rlmstat: () => true,
  lmxendutil: (values) => values.includes('-licstat') || values.includes('-licstatxml'),
  lsmon: () => true,
  lstc_qrun: () => true,
  i4blt: ([first]) => first === '-lp',
  cmu: looksAtDongles,
  cmu32: looksAtDongles,
  dslicsrv: looksAtUsage,
}

function looksAtDongles(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => /^(--list[a-z-]*|--all-servers|--serial\S*|-[lnxs])$/.test(value))
}

/** `-admin -run "connect lic09 4084; getLicenseUsage -all; quit"` */
function looksAtUsage(values: readonly string[]): boolean {
  const [admin, run, script, ...rest] = values
  if (admin !== '-admin' || run !== '-run' || script === undefined || rest.length > 0) return false
  const steps = script.split(/[;\n]/).map((step) => step.trim())
  return steps.every((step) => step === '' || /^(connect|c|getLicenseUsage|glu|quit|exit)(\s|$)/i.test(step))
}

/** Full path of the program that the command names. @throws an Error that says why it is not run */
export const allowedProgram = ({ command, arguments: values }: PollCommand, dataFolder: string): string => {
  const path = isAbsolute(command) ? command : foundOnPath(command)
  if (listedHere(dataFolder).has(path)) return path
  const name = (path.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '')
  const allows = Object.hasOwn(programs, name) ? programs[name] : undefined
  if (!allows)
    throw new Error(
      `“${name}” is none of the status programs that the agent runs, and ${listOf(dataFolder)} does not name it.`,
    )
  if (!allows(values))
    throw new Error(`“${name}” is run to look at licences only, and these arguments ask for something else.`)
  refuseReplaceable(path, dataFolder)
  return path
}

const listOf = (dataFolder: string): string => join(dataFolder, 'allowed-programs.txt')

const listedHere = (dataFolder: string): ReadonlySet<string> => {
  try {
    const lines = readFileSync(listOf(dataFolder), 'utf8').split(/\r?\n/)
    return new Set(lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')))
  } catch {
    return new Set()
  }
}

const foundOnPath = (name: string): string => {
  if (/[\\/]/.test(name)) throw new Error('A program is named by its full path or its name alone.')
  const endings = process.platform === 'win32' && !/\.exe$/i.test(name) ? ['.exe'] : ['']
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending)
      if (isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile()) return path
    }
  }
  throw new Error(`There is no program “${name}” where this machine looks for programs.`)
}

/** Whoever may replace the program could run anything with the agent's rights. */
const refuseReplaceable = (path: string, dataFolder: string): void => {
  if (process.platform === 'win32') {
    const folders = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.SystemRoot]
    if (folders.some((folder) => folder && path.toLowerCase().startsWith(`${folder.toLowerCase()}\\`))) return
    throw new Error(`The program lies outside of Program Files, and ${listOf(dataFolder)} does not name it.`)
  }
  const own = process.getuid?.() ?? 0
  const real = realpathSync(path)
  for (const part of [path, dirname(path), real, dirname(real)]) {
    const { uid, mode } = statSync(part)
    if ((uid !== 0 && uid !== own) || (mode & 0o022) !== 0)
      throw new Error(`${part} can be changed by others than the administrator of this machine.`)
  }
}
