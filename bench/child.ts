import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A process of its own in which the functions of one module run: fresh memory, nothing loaded before, nothing left behind. */
export interface Child {
  call<Result>(name: string, params: unknown): Promise<Result>
  close(): Promise<void>
}

const nodeFlags = ['--disable-warning=ExperimentalWarning']

/** @param module file beside this one whose exported functions are called by name; params and results are plain data */
export const startChild = (module: string): Child => {
  const child = fork(fileURLToPath(new URL('./child-main.ts', import.meta.url)), [module], { execArgv: nodeFlags })
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  return {
    call: (name, params) =>
      new Promise((resolve, reject) => {
        const onExit = (code: number | null) => reject(new Error(`The process of ${module} ended with ${code}.`))
        child.once('exit', onExit)
        child.once('message', (message: { result?: unknown; failure?: string }) => {
          child.off('exit', onExit)
          if (message.failure === undefined) resolve(message.result as never)
          else reject(new Error(message.failure))
        })
        child.send({ name, params })
      }),
    close: async () => {
      if (ended) return
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

/** One call in a fresh process. */
export const callFresh = async <Result>(module: string, name: string, params: unknown): Promise<Result> => {
  const child = startChild(module)
  try {
    return await child.call<Result>(name, params)
  } finally {
    await child.close()
  }
}

export interface CommandRun {
  /** From its start to its exit. */
  readonly milliseconds: number
  /** Most memory the process held at any time, all its threads included; undefined where the system does not tell. */
  readonly peakBytes: number | undefined
  /** Processor time of all its threads; undefined where the system does not tell. */
  readonly cpuSeconds: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs `lictor ARGS` as a process of its own. @throws Error when it ends with anything but `status` */
export const runLictor = (args: readonly string[], status = 0): Promise<CommandRun> =>
  runNode([fileURLToPath(new URL('../core/cli/main.ts', import.meta.url)), ...args], status)

const runNode = async (args: readonly string[], status: number): Promise<CommandRun> => {
  const began = performance.now()
  const child = spawn(process.execPath, [...nodeFlags, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  let milliseconds = 0
  child.once('exit', () => {
    milliseconds = performance.now() - began
  })
  // The system keeps both figures until the process is gone, so the last look has them.
  let peakBytes: number | undefined
  let cpuSeconds: number | undefined
  const look = setInterval(() => {
    const seen = statusOf(child.pid as number)
    if (seen) ({ peakBytes, cpuSeconds } = seen)
  }, 20)
  const [code] = await once(child, 'close')
  clearInterval(look)
  if (code !== status) throw new Error(`lictor ${args.slice(1).join(' ')} ended with ${code}:\n${stderr}${stdout}`)
  return { milliseconds, peakBytes, cpuSeconds, stdout, stderr }
}

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100

const statusOf = (pid: number): { peakBytes: number; cpuSeconds: number } | undefined => {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    // 123 (node) S 1 …: user and system time are the 12th and 13th number after the name.
    const numbers = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')
    if (!peak || !numbers) return undefined
    return {
      peakBytes: Number(peak[1]) * 1024,
      cpuSeconds: (Number(numbers[11]) + Number(numbers[12])) / ticksPerSecond,
    }
  } catch {
    return undefined
  }
}
