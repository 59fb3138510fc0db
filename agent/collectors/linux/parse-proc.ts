/** USER_HZ: what the kernel counts in towards programs is 100 a second on every architecture that this agent runs on. */
const ticksPerSecond = 100
/** PF_KTHREAD of the kernel's include/linux/sched.h. */
const kernelThread = 0x0020_0000

/** One line of `/proc/PID/stat`, see proc(5). */
export interface ProcStat {
  readonly pid: number
  /** First 15 bytes of the program's name. */
  readonly name: string
  readonly state: string
  readonly parent: number
  /** Device number of its terminal, 0 without. */
  readonly terminal: number
  readonly isKernelThread: boolean
  readonly cpuSeconds: number
  /** Milliseconds after the machine was booted. */
  readonly startedAfterBoot: number
  /** As `wait` states it, only for a process that is over (and told to its user and root only). */
  readonly exitCode: number
}

/** `4242 (a (b) c) S 1 4242 4242 34816 ...`: the name may hold blanks and brackets. `undefined` for a line that is not one. */
export const parseProcStat = (line: string): ProcStat | undefined => {
  const nameFrom = line.indexOf('(')
  const nameTo = line.lastIndexOf(')')
  if (nameFrom < 0 || nameTo < nameFrom) return undefined
  // fields[0] is the third field of the manual page, the state.
  const fields = line.slice(nameTo + 2).split(' ')
  const pid = Number(line.slice(0, nameFrom))
  const startedAfterBoot = (Number(fields[19]) / ticksPerSecond) * 1000
  if (!Number.isInteger(pid) || Number.isNaN(startedAfterBoot)) return undefined
  return {
    pid,
    name: line.slice(nameFrom + 1, nameTo),
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    terminal: Number(fields[4]),
    isKernelThread: (Number(fields[6]) & kernelThread) !== 0,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    startedAfterBoot,
    exitCode: Number(fields[49] ?? 0),
  }
}

/** Bytes that a process read and wrote, of `/proc/PID/io`: through files, pipes and sockets alike. */
export const parseProcIo = (text: string): number => {
  const read = /^rchar: (\d+)/m.exec(text)
  const written = /^wchar: (\d+)/m.exec(text)
  return Number(read?.[1] ?? 0) + Number(written?.[1] ?? 0)
}

/** The real user id of `/proc/PID/status`: `Uid:\t1000\t1000\t1000\t1000`. */
export const parseUserId = (status: string): number | undefined => {
  const found = /^Uid:\s+(\d+)/m.exec(status)
  return found ? Number(found[1]) : undefined
}

/** `0` to `255`, or the signal that ended it as `SIGKILL` is told by a shell: 128 and its number. */
export const exitStatusOf = (waitStatus: number): string => {
  const signal = waitStatus & 0x7f
  return String(signal === 0 ? (waitStatus >> 8) & 0xff : 128 + signal)
}

/** `7f12a000-7f12b000 r-xp 00001000 08:01 131 /usr/lib/libgear.so.2.1`: the libraries among what a process has mapped, each once. */
export const parseMaps = (text: string): readonly string[] => {
  const libraries = new Set<string>()
  for (const line of text.split('\n')) {
    const from = line.indexOf('/')
    if (from < 0) continue
    const path = line.slice(from).replace(/ \(deleted\)$/, '')
    // A library may be mapped without the right to execute in one piece and with it in the next; data files are never.
    if (line.charAt(line.indexOf(' ') + 3) === 'x') libraries.add(path)
  }
  return [...libraries]
}

const machines: Readonly<Record<number, string>> = {
  3: 'i386',
  40: 'arm',
  62: 'x86_64',
  183: 'aarch64',
  21: 'ppc64',
  22: 's390x',
  243: 'riscv64',
}

/** Architecture that a program was built for, of the first 20 bytes of its file (`e_machine`, elf(5)). `undefined` when it is none that we know. */
export const elfArchitecture = (head: Buffer): string | undefined => {
  if (head.length < 20 || head.readUInt32BE(0) !== 0x7f_45_4c_46) return undefined
  const isBigEndian = head[5] === 2
  return machines[isBigEndian ? head.readUInt16BE(18) : head.readUInt16LE(18)]
}
