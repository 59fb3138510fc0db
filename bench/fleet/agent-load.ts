import { processEvents } from './process-events.ts'
import { enrolSimulatedAgent, type SimulatedAgent } from './simulated-agent.ts'

// What agents do, in a process of its own.

export interface StreamRequest {
  readonly socket: string
  readonly token: string
  readonly agents: number
  /** Process events of all agents together: half of them begin a process, half end one. */
  readonly events: number
  /** Epoch milliseconds of the first. */
  readonly from: number
}

export interface Streamed {
  readonly events: number
  readonly processes: number
  readonly milliseconds: number
}

const eventsPerBatch = 5000

/** Sends batch after batch, each agent the next as soon as the one before is acknowledged. */
export const streamEvents = async ({ socket, token, agents, events, from }: StreamRequest): Promise<Streamed> => {
  const fleet = await enrolAll(agents, (i) => ({ server: socket, token, host: `flood-${i}` }))
  const perAgent = Math.floor(events / agents / 2)
  let processes = 0
  const batches = fleet.map((agent) => {
    const happening = processEvents(agent.host, from)
    const lines: string[] = []
    for (let i = 0; i < perAgent; i++) {
      lines.push(JSON.stringify(happening.begin()))
      lines.push(JSON.stringify(happening.end()))
    }
    processes += happening.told.begun
    return lines
  })
  const began = performance.now()
  await Promise.all(
    fleet.map(async (agent, i) => {
      const lines = batches[i] as string[]
      for (let at = 0; at < lines.length; at += eventsPerBatch) {
        agent.recordLines(lines.slice(at, at + eventsPerBatch))
        await deliverPatiently(agent)
      }
    }),
  )
  const milliseconds = performance.now() - began
  for (const agent of fleet) agent.close()
  return { events: perAgent * 2 * agents, processes, milliseconds }
}

export interface FleetRequest {
  readonly socket: string
  /** Of the LAN. */
  readonly address: string
  readonly token: string
  readonly agents: number
  /** How many of them connect over TLS. */
  readonly overTls: number
  /** Seconds between two connections of an agent. */
  readonly interval: number
  readonly intervals: number
  /** Processes that run on each machine all the time, and events in each interval. */
  readonly running: number
  readonly eventsPerInterval: number
}

export interface FleetRun {
  readonly requests: number
  readonly failures: number
  readonly firstFailure: string
  /** Milliseconds from the connection to the answer, of all requests but those of each agent's first connection. */
  readonly p50: number
  readonly p99: number
  readonly worst: number
  /** Connections whose batch was not committed by the first answer. */
  readonly late: number
  /** Milliseconds until the batch of a connection was committed. */
  readonly committedP99: number
  readonly committedWorst: number
  readonly processes: number
}

/** Milliseconds. */
const asksAgainAfter = 100

let fleet: SimulatedAgent[] = []

/** Agents join; nothing is sent yet. */
export const joinFleet = async ({ socket, address, token, agents, overTls }: FleetRequest): Promise<null> => {
  fleet = await enrolAll(agents, (i) => ({ server: i < overTls ? address : socket, token, host: `ws-${i}` }))
  return null
}

/** Each agent connects once per interval, at a time of its own, and tells what began and what ended. */
export const runFleet = async (request: FleetRequest): Promise<FleetRun> => {
  const { interval, intervals, running, eventsPerInterval } = request
  const took: number[] = []
  const committed: number[] = []
  let requests = 0
  let failures = 0
  let firstFailure = ''
  let processes = 0
  let late = 0
  const end = performance.now() + interval * intervals * 1000
  const live = async (agent: SimulatedAgent, i: number): Promise<void> => {
    const happening = processEvents(agent.host, Date.now() - 3_600_000)
    await pause(interval * 1000 * (i / fleet.length))
    for (let round = 0; performance.now() < end; round++) {
      const next = performance.now() + interval * 1000 * (0.95 + 0.1 * Math.random())
      if (round === 0) for (let n = 0; n < running; n++) agent.record([happening.begin()])
      for (let n = 0; n < eventsPerInterval; n += 2) {
        const ended = happening.end()
        agent.record([happening.begin(), ...(ended ? [ended] : [])])
      }
      const began = performance.now()
      try {
        for (let isPending = true, most: number | undefined; isPending; most = 0) {
          const asked = performance.now()
          requests++
          isPending = (await agent.ask({ isOwnInterval: true, interval }, most)).pending === true
          if (round > 0) took.push(performance.now() - asked)
          if (isPending && most === undefined) late++
          if (isPending) await pause(asksAgainAfter)
        }
        if (round > 0) committed.push(performance.now() - began)
      } catch (error) {
        failures++
        firstFailure ||= (error as Error).message
      }
      agent.close()
      await pause(Math.max(0, next - performance.now()))
    }
    processes += happening.told.begun
  }
  await Promise.all(fleet.map(live))
  return {
    requests,
    failures,
    firstFailure,
    p50: shareOf(took, 0.5),
    p99: shareOf(took, 0.99),
    worst: shareOf(took, 1),
    late,
    committedP99: shareOf(committed, 0.99),
    committedWorst: shareOf(committed, 1),
    processes,
  }
}

/** What so large a share of the times stays below; sorts them. */
const shareOf = (times: number[], share: number): number => {
  times.sort((a, b) => a - b)
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Joins some at a time, waiting when the console asks for it. */
const enrolAll = async (
  count: number,
  optionsOf: (i: number) => { readonly server: string; readonly token: string; readonly host: string },
): Promise<SimulatedAgent[]> => {
  const joined: SimulatedAgent[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) joined[i] = await patiently(() => enrolSimulatedAgent(optionsOf(i)))
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return joined
}

const deliverPatiently = (agent: SimulatedAgent): Promise<unknown> => patiently(() => agent.deliver())

/** Tries again as long as the console says that it is busy. */
const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const { refusal } = error as { refusal?: { code: string; retryAfter?: number } }
      if (refusal?.code !== 'busy') throw error
      await pause(Math.max(0.05, refusal.retryAfter ?? 0.5) * 1000)
    }
  }
}
