// What a recount says: the facts that the hourly records are made from.

import type { Rejected } from './log-line.ts'

export type RecountOptions = {
  readonly server?: string
  /** IANA zone of the logs. */
  readonly zone: string
  /** Day of the first line of a log that states no date. */
  readonly startDate?: string
}

export type Checkout = {
  readonly daemon: string
  readonly feature: string
  readonly user: string
  readonly host: string
  count: number
  readonly start: number
  /** An end before the start means an empty interval. */
  end: number
  /** Still open at the end of the log. */
  open: boolean
  readonly handle?: string
}

export type RunEnd = 'exit' | 'manager' | 'restart' | 'silence' | 'log'
export type Run = { readonly daemon: string; start: number; end: number; ending: RunEnd }

export type EventKind =
  | 'out'
  | 'in'
  | 'in without out'
  | 'denied'
  | 'unsupported'
  | 'queued'
  | 'upgrade'
  | 'false usage'
  | 'daemon start'
  | 'reload'
  | 'feature increment'

export type LogEvent = {
  readonly kind: EventKind
  readonly at: number
  readonly daemon: string
  readonly feature?: string
  readonly user?: string
  readonly host?: string
  readonly version?: string
  readonly reason?: string
  readonly codes?: string
}

export type KnownFeature = { readonly daemon: string; readonly feature: string; readonly since: number }
export type CapacityStep = {
  readonly daemon: string
  readonly feature: string
  readonly at: number
  /** Undefined: nothing is known from then on. */
  readonly count: number | 'uncounted' | undefined
}

export type Stream = {
  readonly server: string
  readonly files: readonly string[]
  readonly lines: number
  /** Lines left out because an earlier stretch holds them. */
  readonly twice: number
  readonly firstAt: number
  readonly lastAt: number
  readonly daemons: readonly string[]
  readonly runs: readonly Run[]
  readonly known: readonly KnownFeature[]
  readonly packages: ReadonlyMap<string, readonly string[]>
  readonly capacity: readonly CapacityStep[]
  readonly checkouts: readonly Checkout[]
  readonly queue: readonly Checkout[]
  readonly events: readonly LogEvent[]
}

export type FileCount = {
  readonly name: string
  readonly lines: number
  readonly blank: number
  readonly read: number
  readonly events: number
  readonly rejected: readonly Rejected[]
  readonly pieces: readonly { readonly from: number; readonly to: number; readonly lines: number }[]
}

export type Recount = {
  readonly zone: string
  readonly files: readonly FileCount[]
  readonly streams: readonly Stream[]
  /** Files that were left out, and why. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
  /** Files whose server is not known; the command line then ends with 1. */
  readonly unknownServer: readonly string[]
}
