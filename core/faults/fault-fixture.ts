import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atEnd } from '../database/database-fixture.ts'

/** `npm run test:faults` runs every case at its full size; `npm test` a small form of it. */
export const isFullSize = process.env.LICTOR_FAULTS === '1'
export const sized = <T>(small: T, full: T): T => (isFullSize ? full : small)

const has = (command: string): boolean => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
const isLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0

/** Why a case cannot run here, for its title; empty where it can. */
export const lacks = {
  tmpfs: !isLinux ? 'not run: tmpfs is of Linux' : !isRoot ? 'not run: mounting a small disk needs root' : '',
  strace: !isLinux || !has('strace') ? 'not run: strace is not installed' : '',
  permissions: !isLinux || (isRoot && !has('setpriv')) ? 'not run: needs Linux and, for root, setpriv' : '',
  linux: isLinux ? '' : 'not run: needs Linux',
  windows: process.platform === 'win32' ? '' : 'not run: such paths are of Windows',
}
export const titled = (title: string, lack: string): string => (lack === '' ? title : `${title} (${lack})`)

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
/** The process says at its end how much memory it had at its peak, all its threads together. */
const tellPeak =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak-kb:"+process.resourceUsage().maxRSS+"\\n"))'

export interface LictorRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** Largest resident size of the process, megabytes; 0 when it was killed. */
  readonly peakMegabytes: number
}

/** For tests: the command line as a process of its own, perhaps under another program, with limits. */
export const lictorProcess = (
  args: readonly string[],
  {
    under = [],
    heapMegabytes,
    env = {},
  }: {
    readonly under?: readonly string[]
    readonly heapMegabytes?: number
    readonly env?: { readonly [name: string]: string }
  } = {},
) => {
  const [command, ...rest] = [
    ...under,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    ...(heapMegabytes === undefined ? [] : [`--max-old-space-size=${heapMegabytes}`]),
    '--import',
    tellPeak,
    main,
    ...args,
  ] as [string, ...string[]]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  const ended = new Promise<LictorRun>((resolve) =>
    child.on('close', (status) => {
      const peak = /peak-kb:(\d+)/.exec(stderr)?.[1]
      const told = stderr.replace(/\n?peak-kb:\d+\n/g, '')
      resolve({ status, stdout, stderr: told, peakMegabytes: Math.round(Number(peak ?? 0) / 1024) })
    }),
  )
  atEnd(() => void child.kill('SIGKILL'))
  return { child, ended, told: () => stderr }
}

export const lictor = (...args: readonly string[]): Promise<LictorRun> => lictorProcess(args).ended

/** For tests: a disk of so many megabytes, in memory; `undefined` where it cannot be had. Goes with the test. */
export const smallDisk = (megabytes: number): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lictor-disk-'))
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  atEnd(() => {
    spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  if (status !== 0) throw new Error(`No small disk could be mounted: ${stderr}`)
  return folder
}

/** For tests: system calls on a file fail, from the `from`-th on. One thread does all file work, so that they can be counted. */
export const failing = (call: string, path: string | undefined, error: string, from: number, until?: number) => ({
  under: [
    'strace',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    ...(path === undefined ? [] : ['-P', path]),
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:error=${error}:when=${from}${until === undefined ? '+' : `..${until}`}`,
  ],
  env: { UV_THREADPOOL_SIZE: '1' },
})

/** For tests as root: read-only files and folders count for it as for anybody. */
export const withoutPrivileges: readonly string[] = isRoot
  ? ['setpriv', '--inh-caps=-dac_override,-dac_read_search', '--bounding-set=-dac_override,-dac_read_search']
  : []

/** For tests: resolves when `holds` does; polls, because what is waited for happens in another process. */
export const until = async (holds: () => boolean | Promise<boolean>, seconds = 20): Promise<void> => {
  const began = performance.now()
  while (!(await holds())) {
    if (performance.now() - began > seconds * 1000) throw new Error(`It did not happen within ${seconds} s: ${holds}`)
    await new Promise((done) => setTimeout(done, 4))
  }
}
