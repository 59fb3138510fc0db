import { LineKind } from '../../facts/line-fact.ts'
import type { LogFindings } from '../importer.ts'

/** Counts what the lines were taken for, and keeps what the log says of itself. */
export interface LineTally {
  line(): void
  event(kind: number): void
  other(kind: string): void
  reject(reason: string, line: number, text: string): void
  daemon(name: string, manager: boolean): void
  server(host: string): void
  zone(text: string): void
  /** Every line states its time in UTC, whatever zone the log names elsewhere. */
  utc(): void
  save(): TallyState
  findings(): Omit<LogFindings, 'dated'>
}

export interface TallyState {
  readonly lines: number
  readonly events: readonly number[]
  readonly others: { readonly [kind: string]: number }
  readonly rejections: {
    readonly [reason: string]: {
      readonly count: number
      readonly examples: readonly { readonly line: number; readonly text: string }[]
    }
  }
  readonly daemons: readonly string[]
  readonly server: string | null
  readonly zone: string | null
}

/** Rejected lines kept as examples, for each reason. */
const examplesKept = 20
const longestExample = 300

const eventNames: { readonly [kind: number]: string } = {
  [LineKind.out]: 'OUT',
  [LineKind.in]: 'IN',
  [LineKind.denied]: 'DENIED',
  [LineKind.unsupported]: 'UNSUPPORTED',
  [LineKind.upgrade]: 'UPGRADE',
  [LineKind.queued]: 'QUEUED',
  [LineKind.dequeued]: 'DEQUEUED',
}

export const createLineTally = (from?: TallyState): LineTally => {
  let lines = from?.lines ?? 0
  const events = from ? [...from.events] : new Array<number>(8).fill(0)
  const others: Record<string, number> = { ...from?.others }
  const rejections: Record<string, { count: number; examples: { line: number; text: string }[] }> = {}
  for (const [reason, { count, examples }] of Object.entries(from?.rejections ?? {}))
    rejections[reason] = { count, examples: [...examples] }
  const daemons = new Set(from?.daemons)
  let server = from?.server ?? null
  let zone = from?.zone ?? null

  return {
    line() {
      lines++
    },
    event(kind) {
      events[kind] = (events[kind] ?? 0) + 1
    },
    other(kind) {
      others[kind] = (others[kind] ?? 0) + 1
    },
    reject(reason, line, text) {
      const entry = rejections[reason] ?? { count: 0, examples: [] }
      rejections[reason] = entry
      entry.count++
      if (entry.examples.length < examplesKept) entry.examples.push({ line, text: text.slice(0, longestExample) })
    },
    daemon(name, manager) {
      if (!manager) daemons.add(name)
    },
    server(host) {
      server ??= host
    },
    zone(text) {
      zone ??= text
    },
    utc() {
      zone = 'UTC'
    },
    save: () => ({
      lines,
      events: [...events],
      others: { ...others },
      rejections: structuredClone(rejections),
      daemons: [...daemons],
      server,
      zone,
    }),
    findings: () => {
      const lineKinds: Record<string, number> = {}
      for (const [kind, name] of Object.entries(eventNames)) {
        const count = events[Number(kind)] ?? 0
        if (count > 0) lineKinds[name] = count
      }
      return {
        ...(server === null ? {} : { server }),
        daemons: [...daemons],
        ...(zone === null ? {} : { zoneText: zone }),
        lines,
        facts: events.reduce((sum, count) => sum + count, 0),
        lineKinds: { ...lineKinds, ...others },
        rejections: structuredClone(rejections),
      }
    },
  }
}
