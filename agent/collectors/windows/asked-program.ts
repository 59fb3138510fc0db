import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A program of ours that goes on running: it is asked with a line and answers with one. Starting it takes longer than a look. */
export interface AskedProgram {
  /** One question at a time, in order. @throws an Error when it does not answer in time or ended; the next question starts it anew */
  ask(line: string): Promise<string>
  close(): Promise<void>
}

const answerWithin = 60_000

export const createAskedProgram = (command: string, values: readonly string[]): AskedProgram => {
  let child: ChildProcess | undefined
  let answer: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void } | undefined
  let last: Promise<unknown> = Promise.resolve()

  const start = (): ChildProcess => {
    const begun = spawn(command, [...values], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true })
    const failed = (reason: string) => {
      if (child !== begun) return
      child = undefined
      answer?.reject(new Error(reason))
      answer = undefined
    }
    begun.on('error', (error) => failed(error.message))
    begun.on('close', (code) => failed(`${command} ended with ${code ?? 'a signal'}.`))
    // Told by `close` too.
    begun.stdin?.on('error', () => {})
    if (begun.stdout)
      createInterface({ input: begun.stdout }).on('line', (line) => {
        answer?.resolve(line)
        answer = undefined
      })
    return begun
  }
  const askNow = async (line: string): Promise<string> => {
    child ??= start()
    const asked = child
    const timer = setTimeout(() => asked.kill('SIGKILL'), answerWithin)
    try {
      return await new Promise<string>((resolve, reject) => {
        answer = { resolve, reject }
        asked.stdin?.write(`${line}\n`)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    ask(line) {
      const asked = last.then(
        () => askNow(line),
        () => askNow(line),
      )
      last = asked
      return asked
    },
    async close() {
      await last.catch(() => {})
      child?.stdin?.end()
      child?.kill()
      child = undefined
    },
  }
}
