import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { protocolVersion } from '../../core/agents/protocol/limits.ts'
import type { ConnectAnswer, ConnectRequest, MachineFacts } from '../../core/agents/protocol/messages.ts'
import type { AgentRecord } from '../../core/agents/protocol/records.ts'
import { version as consoleVersion } from '../../core/version.ts'
import { enrol } from './enrol.ts'
import { openWire } from './wire.ts'

export interface SimulatedAgentOptions {
  /** Path of the local socket, or `https://NAME:PORT`. */
  readonly server: string
  /** Join token, as `lictor agents token` prints it. */
  readonly token: string
  readonly host: string
  /** Else made at random. */
  readonly id?: string
  /** Else the console's own. */
  readonly version?: string
  readonly machine?: Partial<MachineFacts>
}

/** What differs from the usual in one connection. */
export type ConnectOverrides = Partial<ConnectRequest>

/** An agent that collects nothing: it sends what it is told to, by the same protocol as the real one. */
export interface SimulatedAgent {
  readonly id: string
  readonly host: string
  readonly machine: MachineFacts
  readonly epoch: string
  /** The last sequence that the console acknowledged. */
  readonly acknowledged: number
  /** What differed from the usual in its last request. */
  readonly said: ConnectOverrides
  /** Puts records into the spool: they are sent with the next connections. */
  record(records: readonly AgentRecord[]): void
  /** The same with lines as they are, each without its end. */
  recordLines(lines: readonly string[]): void
  /** One request, with the next batch. What the console has but has not written yet is not acknowledged (`pending`). */
  ask(overrides?: ConnectOverrides, mostRecords?: number): Promise<ConnectAnswer>
  /**
   * Connects once, with the next batch, until that is acknowledged. @param mostRecords of the batch; the protocol's limits hold too
   * @throws Error named `Refused`, with `status` and `refusal`, when it is refused
   */
  connect(overrides?: ConnectOverrides, mostRecords?: number): Promise<ConnectAnswer>
  /** Connects until everything is acknowledged. */
  deliver(overrides?: ConnectOverrides, mostRecords?: number): Promise<ConnectAnswer>
  close(): void
}

/** Bytes of a batch. */
const batchBytes = 2_000_000
const usualRecords = 5000
/** Milliseconds. */
const asksAgainAfter = 100

/** Enrols over the local socket or TLS (the authority is pinned by the token's hash). */
export const enrolSimulatedAgent = async (options: SimulatedAgentOptions): Promise<SimulatedAgent> => {
  const { server, host, id = randomUUID(), version = consoleVersion } = options
  const machine: MachineFacts = {
    host,
    domain: 'WORKS',
    addresses: [addressOf(host)],
    system: 'linux',
    release: '6.1',
    architecture: 'x86_64',
    fingerprint: createHash('sha256').update(host).digest('hex'),
    ...options.machine,
  }
  const credential = await enrol(server, {
    protocol: protocolVersion,
    token: options.token,
    agent: id,
    version,
    machine,
  })
  const wire = openWire(server, id, credential)
  const epoch = randomUUID()
  const instance = randomUUID()
  const started = Date.now()
  let lines: Buffer[] = []
  /** Sequence of the first of `lines`. */
  let first = 1
  let acknowledged = 0
  let configuration = ''
  let interval = 0
  let said: ConnectOverrides = {}

  const nextBatch = (most: number): Buffer[] => {
    const batch: Buffer[] = []
    let bytes = 0
    for (const line of lines) {
      if (batch.length === most || (bytes > 0 && bytes + line.length > batchBytes)) break
      batch.push(line)
      bytes += line.length
    }
    return batch
  }

  const ask = async (overrides: ConnectOverrides = {}, most = usualRecords): Promise<ConnectAnswer> => {
    said = overrides
    const batch = nextBatch(most)
    const records = Buffer.concat(batch)
    const now = Date.now()
    const request: ConnectRequest = {
      protocol: protocolVersion,
      agent: id,
      version,
      instance,
      time: now,
      monotonic: performance.now(),
      started,
      machine,
      interval,
      isOwnInterval: false,
      configuration,
      observedUntil: now,
      spool: {
        epoch,
        ...(batch.length === 0
          ? {}
          : {
              first,
              last: first + batch.length - 1,
              sha256: createHash('sha256').update(records).digest('hex'),
            }),
        oldestKept: first,
        waiting: lines.length,
        bytes: lines.reduce((sum, line) => sum + line.length, 0),
        quota: 536_870_912,
        dropped: {},
      },
      issues: [],
      servers: [],
      applications: [],
      ...overrides,
    }
    const answer = await wire.connect(request, records)
    if (answer.configuration) {
      configuration = answer.configuration.revision
      interval = answer.configuration.interval
    }
    if (answer.acknowledged.epoch === epoch && answer.acknowledged.last > acknowledged) {
      acknowledged = answer.acknowledged.last
      lines = lines.slice(acknowledged + 1 - first)
      first = acknowledged + 1
    }
    return answer
  }

  const connect: SimulatedAgent['connect'] = async (overrides, most) => {
    let answer = await ask(overrides, most)
    while (answer.pending) {
      await pause(asksAgainAfter)
      answer = await ask(overrides, overrides?.spool ? most : 0)
    }
    return answer
  }

  return {
    id,
    host,
    machine,
    epoch,
    get acknowledged() {
      return acknowledged
    },
    get said() {
      return said
    },
    record(records) {
      for (const record of records) lines.push(Buffer.from(`${JSON.stringify(record)}\n`))
    },
    recordLines(texts) {
      for (const text of texts) lines.push(Buffer.from(`${text}\n`))
    },
    ask,
    connect,
    async deliver(overrides, most) {
      let answer = await connect(overrides, most)
      while (lines.length > 0 && answer.standing === 'approved') answer = await connect(overrides, most)
      return answer
    },
    close: () => wire.close(),
  }
}

/** An address of its own for each name. */
const addressOf = (host: string): string => {
  const [a, b, c] = createHash('sha256').update(host).digest()
  return `10.${a}.${b}.${c}`
}
