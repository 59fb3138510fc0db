import { spawn } from 'node:child_process'

export interface ProgramOutput {
  readonly output: Buffer
  /** First lines of what it said to its error stream. */
  readonly complaint: string
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined
}

const mostOutput = 8_388_608
const mostComplaint = 2000

/** Runs a program without a shell, its input closed. @throws an Error when it does not start, does not end in `timeout` milliseconds, or says more than 8 MB; it is ended then. */
export const runStatusProgram = (
  path: string,
  values: readonly string[],
  { timeout, folder, signal }: { readonly timeout: number; readonly folder: string; readonly signal?: AbortSignal },
): Promise<ProgramOutput> =>
  new Promise((resolve, reject) => {
    const child = spawn(path, [...values], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    const chunks: Buffer[] = []
    let length = 0
    let complaint = ''
    let failure: Error | undefined
    const giveUp = (reason: Error): void => {
      failure ??= reason
      child.kill('SIGKILL')
      // Its own children may hold the streams open.
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const timer = setTimeout(
      () => giveUp(new Error(`It did not end within ${timeout / 1000} seconds and was stopped.`)),
      timeout,
    )
    const abort = () => giveUp(new Error('The agent ended.'))
    signal?.addEventListener('abort', abort)
    const finish = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > mostOutput) giveUp(new Error('It said more than 8 MB and was stopped.'))
      else chunks.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < mostComplaint) complaint += chunk.toString('utf8').slice(0, mostComplaint)
    })
    child.on('error', (error) => {
      finish()
      reject(error)
    })
    child.on('close', (code) => {
      finish()
      if (failure) reject(failure)
      else resolve({ output: Buffer.concat(chunks), complaint: complaint.trim(), exitCode: code ?? undefined })
    })
  })
