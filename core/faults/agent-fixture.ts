import { spawn } from 'node:child_process'
import { connect as connectSocket, createServer, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { openSpool } from '../../agent/spool/spool.ts'
import type { ProcessRecord } from '../agents/protocol/records.ts'
import { atEnd } from '../database/database-fixture.ts'

const main = fileURLToPath(new URL('../../agent/main.ts', import.meta.url))

/** For tests: the agent's command line as a process of its own, perhaps under another program. Killed with the test. */
export const agentProcess = (
  args: readonly string[],
  { under = [], flags = [] }: { readonly under?: readonly string[]; readonly flags?: readonly string[] } = {},
) => {
  const [command = '', ...rest] = [
    ...under,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    ...flags,
    main,
    ...args,
  ]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (data) => (text += data))
  child.stderr.on('data', (data) => (text += data))
  atEnd(() => void child.kill('SIGKILL'))
  const ended = new Promise<{ readonly status: number | null; readonly text: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, text })),
  )
  return { child, ended, told: () => text }
}

/** For tests: one command of the agent. @throws Error with what it said unless it went well */
export const agent = async (...args: readonly string[]): Promise<string> => {
  const { status, text } = await agentProcess(args).ended
  if (status !== 0) throw new Error(`lictor-agent ${args.join(' ')}: ${status}: ${text}`)
  return text
}

/** For tests: when the last full hour began. A run that goes on into another hour counts in both. */
export const lastHour = (): number => (Math.floor(Date.now() / 3_600_000) - 1) * 3_600_000

/** For tests: puts runs of `gear-N` into the spool of an agent that does not run; each of them once, and over. */
export const spoolRuns = async (
  data: string,
  host: string,
  from: number,
  count: number,
  at: number = lastHour(),
): Promise<void> => {
  const spool = await openSpool(`${data}/spool`, { quotaMegabytes: 64, whenFull: 'pause' })
  const lines = Array.from({ length: count }, (_, i): string => {
    const start = at + (from + i) * 10
    const executable = `gear-${from + i}`
    const record: ProcessRecord = {
      record: 'process',
      start,
      end: start + 60_000,
      pid: 100_000 + from + i,
      host,
      executable,
    }
    return `${JSON.stringify(record)}\n`
  })
  await spool.append(lines)
  await spool.close()
}

/** What a connection through `faultyWay` may suffer. */
export interface Fault {
  /** The console's answer to a request of more than so many bytes is lost, and the connection with it. */
  readonly loseAnswersOver?: number
}

/** For tests: a socket that passes everything on to another one, faults apart. They hold for connections made after they were set. */
export const faultyWay = async (path: string, to: string) => {
  let fault: Fault = {}
  let lost = 0
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const own = fault
    const far = connectSocket(to)
    let sent = 0
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', (bytes) => {
      sent += bytes.length
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (own.loseAnswersOver === undefined || sent <= own.loseAnswersOver) return void near.write(bytes)
      lost++
      near.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  atEnd(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  return {
    set(next: Fault) {
      fault = next
    },
    lost: () => lost,
  }
}
