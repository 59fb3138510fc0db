import type { SubjectContent } from '../../facts/subject-dictionary.ts'
import type { UsageSegment } from '../../facts/usage-fact.ts'
import type { FileRecord, HarvestRecord } from '../protocol/records.ts'

/** What runs: each kind has a format of its own, and one stored file for all agents. */
export const runKinds = ['process', 'module', 'address'] as const
export type RunKind = (typeof runKinds)[number]

/** Lines of one agent as they were committed. Plain data: it is sent to the ingest worker. Times are epoch milliseconds. */
export interface FoldBatch {
  readonly agent: string
  readonly epoch: string
  /** The agent's: its records must name no other. */
  readonly host: string
  /** The machine has several agents. */
  readonly isShared: boolean
  /** When its program started, and up to when it looked, by its own clock; 0: not told. */
  readonly started: number
  readonly observedUntil: number
  /** What the agent's clock is ahead of the console's. */
  readonly clockOffset: number
  /** By the console's clock: nothing was seen later than this. */
  readonly receivedAt: number
  readonly records: Uint8Array
}

/** A run that has begun and not ended, as it is stored. `start` and `seen` are by the console's clock. */
export type OpenRunRow = readonly [
  host: string,
  kind: RunKind,
  key: string,
  start: number,
  subject: number,
  detail: number,
  application: string,
  user: string,
  /** JSON array. */
  agents: string,
  seen: number,
  lostAt: number,
]

/** A run that is over, of a machine with several agents. `ended` is by the machine's clock, as the start in the key is. */
export type EndedRunRow = readonly [host: string, kind: RunKind, key: string, ended: number, toldAt: number]

/** What the worker must know before it folds, besides what goes on. */
export interface KnownRuns {
  readonly ended: readonly EndedRunRow[]
  readonly until: readonly (readonly [agent: string, until: number])[]
}

/** A time in which at least one agent looked: epoch milliseconds. */
export type Span = readonly [from: number, to: number]

/** A piece of a file, decoded. */
export interface FilePiece extends Omit<FileRecord, 'record' | 'bytes'> {
  readonly agent: string
  readonly host: string
  readonly bytes: Uint8Array
}

/** `at` is by the console's clock. */
export interface HarvestAct extends HarvestRecord {
  readonly agent: string
  readonly host: string
}

export interface Refused {
  readonly agent: string
  readonly epoch: string
  readonly count: number
  /** Why the first of them was, and how it begins. */
  readonly reason: string
  readonly example: string
}

/**
 * For each stored file the times in which somebody looked that may still grow: they are rows made anew with each look. Left out: there is no
 * such file yet.
 */
export type GrowingSpans = { readonly [K in RunKind]?: readonly Span[] }

/** New texts and subjects, and how many the dictionary had before them. */
export interface Additions {
  readonly added: SubjectContent
  readonly before: { readonly texts: number; readonly subjects: number }
}

export interface FoldResult extends Additions {
  readonly files: { readonly [K in RunKind]?: FoldedRuns }
  readonly stored: readonly OpenRunRow[]
  readonly removed: readonly (readonly [host: string, kind: RunKind, key: string])[]
  readonly ended: readonly EndedRunRow[]
  /** What ended before this (when it was told) may be forgotten. */
  readonly endedSince: number
  readonly until: readonly (readonly [agent: string, until: number])[]
  readonly refused: readonly Refused[]
  readonly pieces: readonly FilePiece[]
  readonly harvests: readonly HarvestAct[]
}

/** What is new in the stored file of one kind. */
export interface FoldedRuns {
  /** Runs that are over. */
  readonly ended: readonly UsageSegment[]
  readonly growing: readonly Span[]
  /** Lines read. */
  readonly lines: number
}

/** All that goes on, as far as it was seen: rows that take the place of those before. */
export interface OpenResult extends Additions {
  readonly files: { readonly [K in RunKind]?: readonly UsageSegment[] }
}
