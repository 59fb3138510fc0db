import { readFileSync } from 'node:fs'
import { desktopOf, runOnDesktop } from '../../collectors/idle/linux-session.ts'
import { runProgram } from '../../run-program.ts'
import type { ProcessControl, ProcessName } from './process-control.ts'

/** Starts are stated to the second by `ps`, and by the clock's rate elsewhere. */
const tolerance = 2500

export const createPosixControl = (system: 'linux' | 'macos'): ProcessControl => {
  const isSame = system === 'linux' ? isSameOnLinux() : isSameByPs
  const signal = async (process: ProcessName, name: NodeJS.Signals): Promise<'done' | 'gone'> => {
    if (!(await isSame(process))) return 'gone'
    try {
      globalThis.process.kill(process.pid, name)
      return 'done'
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone'
      throw error
    }
  }
  return {
    async close(process) {
      if (!(await isSame(process))) return 'gone'
      // A window that is closed lets its program ask whether to save; a signal does not.
      if (system === 'linux' && (await closeWindows(process))) return 'done'
      return signal(process, 'SIGTERM')
    },
    force: (process) => signal(process, 'SIGKILL'),
    suspend: (process) => signal(process, 'SIGSTOP'),
    resume: (process) => signal(process, 'SIGCONT'),
    isRunning: isSame,
  }
}

/** By the start that the kernel states, as it was when the process was first asked about. */
const isSameOnLinux = () => {
  const stated = new Map<string, string>()
  return async ({ pid, start }: ProcessName): Promise<boolean> => {
    const found = startOf(pid)
    if (found === undefined) return false
    const key = `${pid}@${start}`
    const before = stated.get(key)
    if (before !== undefined) return before === found
    if (stated.size > 10_000) stated.clear()
    stated.set(key, found)
    return true
  }
}

/** Field 22 of proc_pid_stat(5), of processes that are not over: `4711 (modeler) S 1 ...`. The name may hold anything, brackets too. */
const startOf = (pid: number): string | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

// Sun Nov 22 07:01:33 2026
const isSameByPs = async ({ pid, start }: ProcessName): Promise<boolean> => {
  const run = await runProgram('ps', ['-o', 'lstart=', '-p', String(pid)], {
    timeout: 5000,
    env: { ...process.env, LC_ALL: 'C' },
  })
  return Math.abs(Date.parse(run.stdout.trim()) - start) < tolerance
}

/** wmctrl(1), where it is installed; Wayland lets nobody do this. */
const closeWindows = async ({ pid }: ProcessName): Promise<boolean> => {
  const desktop = desktopOf(pid)
  if (!desktop?.env.DISPLAY) return false
  const listed = await runOnDesktop(desktop, 'wmctrl', ['-l', '-p'], { timeout: 5000 })
  const windows = windowsOf(listed.stdout, pid)
  let closed = false
  for (const window of windows) {
    closed = (await runOnDesktop(desktop, 'wmctrl', ['-i', '-c', window], { timeout: 5000 })).status === 0 || closed
  }
  return closed
}

/** `0x03a00007  0 4711   workstation Bracket.prt - Modeler` */
export const windowsOf = (text: string, pid: number): string[] =>
  text.split('\n').flatMap((line) => {
    const found = /^(0x[0-9a-f]+)\s+-?\d+\s+(\d+)\s/.exec(line)
    return found?.[1] && Number(found[2]) === pid ? [found[1]] : []
  })
