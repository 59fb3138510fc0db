import { spawn } from 'node:child_process'
import { systemReason } from '../agent-problem.ts'
import { type Installation, installationVariable, programOf } from '../update/installation.ts'

export interface AgentProcess {
  /** How it ended, to follow "it": `ended with status 1`, `was ended by SIGKILL`, `could not be started (EACCES)`. */
  readonly ended: Promise<string>
  /** Ends it, after so many milliseconds by force. */
  end(patience: number): Promise<void>
}

/** Starts a version. It ends by itself when this process is gone: its input is a pipe from here. */
export const startAgentProcess = (
  installation: Installation,
  version: string,
  data: string,
  args: readonly string[] = [],
): AgentProcess => {
  let child: ReturnType<typeof begin>
  try {
    child = begin(installation, version, data, args)
  } catch (error) {
    // Some errors are told later, others (no memory, another processor's program) are thrown: nobody but us would start it again.
    return { ended: Promise.resolve(notStarted(error)), end: () => Promise.resolve() }
  }
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(notStarted(error)))
    child.once('exit', (status, signal) =>
      resolve(signal === null ? `ended with status ${status}` : `was ended by ${signal}`),
    )
  })
  return {
    ended,
    async end(patience) {
      // The end of its input says the same. Windows would not ask, but end it at once.
      child.stdin?.end()
      if (process.platform !== 'win32') child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), patience)
      await ended
      clearTimeout(timer)
    },
  }
}

const begin = (installation: Installation, version: string, data: string, args: readonly string[]) =>
  spawn(programOf(installation, version), ['run', '--data', data, ...args], {
    env: { ...process.env, [installationVariable]: installation.path },
    stdio: ['pipe', 'inherit', 'inherit'],
  })

const notStarted = (error: unknown): string => `could not be started (${systemReason(error)})`
