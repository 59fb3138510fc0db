import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { callConsole } from './call-console.ts'

/** A console that agents connect to: a process of its own, as `lictor serve` makes it. */
export interface ServedConsole {
  readonly socket: string
  /** `https://NAME:PORT`; empty where it was not asked for. */
  readonly address: string
  /** Undefined where the system does not tell. */
  used(): ProcessUse | undefined
  /** As a power cut does. */
  kill(): Promise<void>
  close(): Promise<void>
}

export interface ProcessUse {
  /** Of all its threads, since it began. */
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly peakBytes: number
}

const main = fileURLToPath(new URL('../../core/cli/main.ts', import.meta.url))

/** @param database is created */
export const serveConsole = async (
  database: string,
  options: { readonly tls?: boolean } = {},
): Promise<ServedConsole> => {
  const lan = options.tls ? ['--agent-port', '0'] : []
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'serve', '--db', database, '--no-open', ...lan],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-10_000)
  })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(`The console did not begin:\n${errors}`)
    }),
  ])
  const { socket, lan: reached } = await callConsole(database, (call) => call('agents.gateway', {}))
  return {
    socket,
    address: reached.address,
    used: () => useOf(child.pid as number),
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100

const useOf = (pid: number): ProcessUse | undefined => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1])
    // 123 (node) S 1 …: user and system time are the 12th and 13th number after the name.
    const numbers = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return {
      cpuSeconds: (Number(numbers[11]) + Number(numbers[12])) / ticksPerSecond,
      residentBytes: kilobytes('VmRSS') * 1024,
      peakBytes: kilobytes('VmHWM') * 1024,
    }
  } catch {
    return undefined
  }
}
