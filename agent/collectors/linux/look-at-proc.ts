import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BriefProcess, ProcessSource, StatedExit, StatedModule, StatedProcess } from '../process-source.ts'
import { createAccounts } from './accounts.ts'
import { createBootClock } from './boot-instant.ts'
import {
  elfArchitecture,
  exitStatusOf,
  type ProcStat,
  parseMaps,
  parseProcIo,
  parseProcStat,
  parseUserId,
} from './parse-proc.ts'

/** What is read once of a process, and again when its name changes: another program took its place (exec). */
interface ReadOnce {
  readonly name: string
  readonly startedAfterBoot: number
  readonly stated: Omit<StatedProcess, 'parent' | 'cpuSeconds' | 'ioBytes'>
  readonly parent: number
}

/** What glances noted since the last look. */
interface Glances {
  /** Epoch milliseconds of the last one. */
  at: number
  readonly exits: StatedExit[]
  readonly brief: BriefProcess[]
}

/** With one of these as process 1 a machine tells services from people; without, it is a container, where people start what runs. */
const serviceManagers = new Set(['systemd', 'init', 'openrc-init', 'runit', 's6-svscan', 'dinit'])
const isGoneOrHidden = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM'])
/** Whose architecture is remembered. */
const mostPrograms = 5000
const noLogin = '4294967295'
/** Only root is told how processes of others ended; anybody else reads a 0. */
const isRoot = process.getuid?.() === 0

/** Reads `/proc` (proc(5)). `folder` of the agent keeps the boot's instant. Synchronous: these files are memory, and threads would cost more. */
export const createProcSource = (folder: string, domain: string, architecture: string): ProcessSource => {
  const boot = createBootClock(folder)
  const accounts = createAccounts()
  const hasServices = serviceManagers.has(ofProcess(1, 'comm')?.trim() ?? '')
  const architectures = new Map<string, string>()
  const known = new Map<number, ReadOnce>()
  /** Not looked at by glances. */
  const kernelThreads = new Set<number>()
  /** Ids that the last look told of; what `known` holds beyond them was found by a glance. */
  let told = new Set<number>()
  let glances: Glances = { at: 0, exits: [], brief: [] }

  const isOfUser = (pid: number, user: number): boolean => {
    if (accounts.isPerson(user)) return true
    if (user !== 0) return false
    const login = ofProcess(pid, 'loginuid')?.trim()
    return !hasServices || (login !== undefined && login !== noLogin)
  }

  const architectureOf = (pid: number, path: string): string => {
    const before = architectures.get(path)
    if (before !== undefined) return before
    const found = elfArchitecture(headOf(`/proc/${pid}/exe`)) ?? architecture
    if (architectures.size >= mostPrograms) architectures.clear()
    if (path !== '') architectures.set(path, found)
    return found
  }

  const readOnce = ({ pid, name, startedAfterBoot, parent }: ProcStat): ReadOnce | undefined => {
    const user = parseUserId(ofProcess(pid, 'status') ?? '')
    if (user === undefined) return undefined
    const path = programOf(pid)
    const stated = {
      pid,
      start: boot.startOf(startedAfterBoot),
      user: accounts.nameOf(user),
      domain,
      isOfUser: isOfUser(pid, user),
      executable: path === '' ? nameOf(pid, name) : basename(path),
      path,
      version: '',
      publisher: '',
      architecture: architectureOf(pid, path),
    }
    return { name, startedAfterBoot, stated, parent }
  }

  /** `undefined` for what is gone, and for the kernel's own threads. */
  const statOf = (pid: number): ProcStat | undefined => {
    const stat = parseProcStat(ofProcess(pid, 'stat') ?? '')
    if (!stat?.isKernelThread) return stat
    kernelThreads.add(pid)
    return undefined
  }

  /** It counts until the last glance that saw it. */
  const noteGone = (pid: number, exitStatus: string | undefined): void => {
    const once = known.get(pid)
    if (!once) return
    known.delete(pid)
    const { stated, parent } = once
    const end = Math.max(stated.start, glances.at)
    if (told.delete(pid)) glances.exits.push({ pid, start: stated.start, end, exitStatus })
    else glances.brief.push({ ...stated, parent, cpuSeconds: undefined, ioBytes: undefined, end, exitStatus })
  }

  return {
    async look(wantsBytes) {
      if (boot.hasMoved()) {
        known.clear()
        told.clear()
      }
      // Before a start is told: after a restart it must be the same.
      await boot.remembered
      const processes: StatedProcess[] = []
      const ids = new Set<number>()
      kernelThreads.clear()
      for (const pid of processIds()) {
        const stat = statOf(pid)
        if (!stat) continue
        let once = known.get(pid)
        if (once && once.startedAfterBoot !== stat.startedAfterBoot) {
          noteGone(pid, undefined)
          once = undefined
        }
        if (isOver(stat)) {
          noteGone(pid, isRoot ? exitStatusOf(stat.exitCode) : undefined)
          continue
        }
        if (once?.name !== stat.name) once = readOnce(stat)
        if (!once) continue
        known.set(pid, once)
        ids.add(pid)
        const io = wantsBytes(once.stated) ? ofProcess(pid, 'io') : undefined
        processes.push({
          ...once.stated,
          parent: stat.parent,
          cpuSeconds: stat.cpuSeconds,
          ioBytes: io === undefined ? undefined : parseProcIo(io),
        })
      }
      for (const pid of known.keys()) if (!ids.has(pid)) noteGone(pid, undefined)
      const { exits, brief } = glances
      told = ids
      glances = { at: Date.now(), exits: [], brief: [] }
      return { processes, exits, brief }
    },
    glance() {
      const ids = new Set(processIds())
      for (const pid of known.keys()) if (!ids.has(pid)) noteGone(pid, undefined)
      for (const pid of ids) {
        if (known.has(pid) || kernelThreads.has(pid)) continue
        const stat = statOf(pid)
        const once = stat && !isOver(stat) ? readOnce(stat) : undefined
        if (once) known.set(pid, once)
      }
      glances.at = Date.now()
    },
    async modules(pid) {
      const maps = await readFile(`/proc/${pid}/maps`, 'utf8').catch(() => undefined)
      if (!maps) return undefined
      const program = programOf(pid)
      return parseMaps(maps)
        .filter((path) => path !== program)
        .map((path): StatedModule => ({ path, version: versionInName(path) }))
    },
    close: async () => {},
  }
}

/** `libgear.so.2.1`: `2.1`. */
const versionInName = (path: string): string => /\.so\.(\d[\w.]*)$/.exec(path)?.[1] ?? ''

const processIds = (): readonly number[] => readdirSync('/proc').map(Number).filter(Number.isInteger)

/** It only waits for its parent to ask how it ended. */
const isOver = ({ state }: ProcStat): boolean => state === 'Z' || state === 'X'

const ofProcess = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    // Too many open files and the like: then nobody knows who is gone, and the look fails as a whole.
    if (!isGoneOrHidden.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    return undefined
  }
}

/** Empty for a process of somebody else, unless we are root, and for programs that were never a file. One that was replaced on the disk is ` (deleted)`. */
const programOf = (pid: number): string => {
  try {
    const path = readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')
    return path.startsWith('/memfd:') ? '' : path
  } catch {
    return ''
  }
}

/** The kernel cuts names after 15 bytes, and has none for what was never a file; how the program was called may hold more. */
const nameOf = (pid: number, name: string): string => {
  const called = basename(ofProcess(pid, 'cmdline')?.split('\0')[0] ?? '')
  return called.startsWith(name) || (called !== '' && name.startsWith('memfd:')) ? called : name
}

const headOf = (path: string): Buffer => {
  const head = Buffer.alloc(20)
  try {
    const file = openSync(path, 'r')
    try {
      return head.subarray(0, readSync(file, head, 0, 20, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return Buffer.alloc(0)
  }
}
