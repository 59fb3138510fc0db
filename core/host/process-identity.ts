import { readFile } from 'node:fs/promises'

/** What tells one process from a later one with the same number. The last two are `null` where the system does not say. */
export interface ProcessIdentity {
  readonly pid: number
  /** Clock ticks from boot to the start of the process. */
  readonly processStart: string | null
  readonly bootId: string | null
}

export const identityOf = async (pid: number): Promise<ProcessIdentity> => ({
  pid,
  processStart: await startOf(pid),
  bootId: await bootId(),
})

/** Whether the process still runs. Without start and boot, any process of that number counts. */
export const isAlive = async ({ pid, processStart, bootId: boot }: ProcessIdentity): Promise<boolean> => {
  if (processStart === null) return exists(pid)
  return boot === (await bootId()) && processStart === (await startOf(pid))
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Field 22 of `1234 (name, may hold ) and blanks) S 1 1234 ... 8052177 ...`; `null` for a zombie, which holds nothing. */
const startOf = async (pid: number): Promise<string | null> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? null : (fields[18] ?? null)
}

const bootId = async (): Promise<string | null> =>
  (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim() || null
