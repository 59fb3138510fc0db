import { execFile } from 'node:child_process'

export interface RunOptions {
  /** As another account; only root may. */
  readonly uid?: number
  readonly gid?: number
  readonly env?: NodeJS.ProcessEnv
  /** Milliseconds, after which it is ended. Left out: it may take as long as it likes. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** How a program ended. `status`: its exit status; `undefined` when it was ended from outside, `missing` when there is no such program. */
export interface ProgramRun {
  readonly status: number | undefined
  readonly missing: boolean
  readonly stdout: string
  readonly stderr: string
  /** What it said last, or why it could not be started. */
  readonly why: string
}

/** Runs a program of the system, without a shell, and tells how it ended. Never throws. */
export const runProgram = (command: string, args: readonly string[], options: RunOptions = {}): Promise<ProgramRun> =>
  new Promise((resolve) => {
    const told = {
      encoding: 'utf8',
      maxBuffer: 1_048_576,
      windowsHide: true,
      killSignal: 'SIGKILL',
      ...options,
    } as const
    try {
      execFile(command, [...args], told, (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined
        const why = stderr.trim().slice(-500) || (error?.message ?? '').slice(0, 500)
        resolve({ status, missing: error?.code === 'ENOENT', stdout, stderr, why })
      })
    } catch (error) {
      // An account that may not be taken (EPERM) is thrown at once on some systems.
      resolve({
        status: undefined,
        missing: false,
        stdout: '',
        stderr: '',
        why: error instanceof Error ? error.message : String(error),
      })
    }
  })
