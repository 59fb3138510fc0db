import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { BenchRun, Row } from './bench-run.ts'
import { startChild } from './child.ts'
import { watchDisk } from './disk-sync.ts'
import type { FleetRequest, FleetRun } from './fleet/agent-load.ts'
import { callConsole } from './fleet/call-console.ts'
import { type ServedConsole, serveConsole } from './fleet/served-console.ts'
import { duration, megabytes } from './timing.ts'

/** 5,000 agents, a tenth of them over TLS, for 10 minutes. A smaller run has fewer agents that connect more often: as many requests a second. */
const agents = 5000
const seconds = 30
const intervals = 20
const running = 100
const lookEverySeconds = 2

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** A fleet at work, with somebody who looks at the page of agents all the time. */
export const agentFleet = async (run: BenchRun): Promise<Row[]> => {
  const { scale, say } = run.options
  const database = join(run.folder, 'agent-fleet.db')
  const console = await serveConsole(database, { tls: true })
  const load = startChild('fleet/agent-load.ts')
  try {
    const count = Math.max(10, Math.round(agents * scale))
    const { token } = await callConsole(database, (call) =>
      call('agents.createToken', { uses: count, lifetime: 3_600_000, note: '' }),
    )
    const request: FleetRequest = {
      socket: console.socket,
      address: console.address,
      token,
      agents: count,
      overTls: Math.round(count / 10),
      interval: Math.max(1, seconds * scale),
      intervals: Math.max(3, Math.round(intervals * Math.min(1, scale * 5))),
      running,
      eventsPerInterval: 4,
    }
    say(`${count.toLocaleString('en-US')} agents join, ${request.overTls.toLocaleString('en-US')} over TLS`)
    await load.call('joinFleet', request)
    say(`They connect every ${request.interval} s, ${request.intervals} times`)
    const watching = watch(database, console, request, say)
    const disk = watchDisk(run.folder)
    const told = await load.call<FleetRun>('runFleet', request).finally(disk.stop)
    const syncs = await disk.stop()
    const seen = await watching.stop()
    const began = performance.now()
    await callConsole(database, (call) => call('agents.settle', {}))
    const settled = performance.now() - began
    const open = (count * running).toLocaleString('en-US')
    return [
      {
        what: `${count.toLocaleString('en-US')} agents every ${request.interval} s, ${request.overTls.toLocaleString('en-US')} over TLS: shown as offline though they connected`,
        demanded: 'none',
        measured: `${seen.offline} in ${seen.looks} looks; ${told.failures} of ${told.requests.toLocaleString('en-US')} requests failed${told.failures > 0 ? ` (${told.firstFailure})` : ''}`,
        ok: seen.offline === 0 && told.failures === 0,
      },
      {
        what: 'a request of theirs, from the connection to the answer, 99 of 100',
        demanded: '< 250 ms',
        measured: `${duration(told.p99)} (median ${duration(told.p50)}, worst ${duration(told.worst)})`,
        ok: told.p99 < 250,
      },
      {
        what: 'until what a connection brought is on the disk, asking again where it took longer; one page synchronised on that disk meanwhile; 99 of 100',
        demanded: '',
        measured: `${duration(told.committedP99)} (worst ${duration(told.committedWorst)}; ${told.late} of ${told.requests.toLocaleString('en-US')} asked again); ${duration(syncs.p99)} (worst ${duration(syncs.worst)})`,
      },
      {
        what: 'the console meanwhile, of one core',
        demanded: '< 40 %',
        measured: seen.cpu === undefined ? 'not told' : percent(seen.cpu),
        ok: seen.cpu === undefined || seen.cpu < 0.4,
      },
      {
        what: 'memory of the console: the mean of the second quarter of the time, then of the last',
        demanded: 'at most a tenth more',
        measured:
          seen.memory === undefined
            ? 'not told'
            : `${megabytes(seen.memory[0])}, ${megabytes(seen.memory[1])}; peak ${megabytes(seen.memory[2])}`,
        ok: seen.memory === undefined || seen.memory[1] <= seen.memory[0] * 1.1,
      },
      {
        what: `until all that they sent counts in a report, with ${open} processes that go on`,
        demanded: '',
        measured: duration(settled),
      },
    ]
  } finally {
    await load.close()
    await console.close()
  }
}

/** Looks at the list of agents as the page does, and at what the console uses. The first interval, in which they come, does not count, nor what is after the last. */
const watch = (
  database: string,
  console: ServedConsole,
  { agents: count, interval, intervals }: FleetRequest,
  say: (text: string) => void,
) => {
  const stopped = new AbortController()
  const began = performance.now()
  const memory: number[] = []
  let offline = 0
  let looks = 0
  let first: { readonly at: number; readonly cpu: number } | undefined
  let last: { readonly at: number; readonly cpu: number } | undefined
  const look = async (): Promise<void> => {
    const rows = await callConsole(database, (call) => call('agents.list', {}))
    const now = performance.now()
    const passed = (now - began) / 1000 / interval
    if (passed < 1.5 || passed > intervals) return
    looks++
    const missed = rows.filter(({ status }) => status === 'offline').length + Math.max(0, count - rows.length)
    if (missed > 0) say(`After ${duration(now - began)} ${missed} of them are shown as offline`)
    offline += missed
    const used = console.used()
    if (!used) return
    memory.push(used.residentBytes)
    last = { at: now, cpu: used.cpuSeconds }
    first ??= last
  }
  const looking = (async () => {
    while (!stopped.signal.aborted) {
      await look()
      await pause(lookEverySeconds * 1000, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  })()
  const mean = (from: number, to: number): number => {
    const some = memory.slice(Math.floor(memory.length * from), Math.max(1, Math.ceil(memory.length * to)))
    return some.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, some.length)
  }
  return {
    async stop() {
      stopped.abort()
      await looking
      return {
        offline,
        looks,
        cpu: first && last && last.at > first.at ? (last.cpu - first.cpu) / ((last.at - first.at) / 1000) : undefined,
        memory: memory.length > 0 ? ([mean(0.25, 0.5), mean(0.75, 1), Math.max(...memory)] as const) : undefined,
      }
    },
  }
}
