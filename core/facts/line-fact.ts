/**
 * What a licence log's lines are taken for. A line fact is one used line, neither matched nor de-duplicated;
 * the numbers are stored, so they never change meaning and new ones are appended.
 */
export const LineKind = {
  out: 1,
  in: 2,
  denied: 3,
  unsupported: 4,
  upgrade: 5,
  queued: 6,
  dequeued: 7,
  /** A feature in the list of a starting vendor daemon. */
  known: 8,
  /** A component of a package in that list; the package's name is the detail's reason. */
  component: 9,
  /** The vendor daemon says that it ends. */
  daemonExit: 10,
  /** The licence manager says that a vendor daemon ended or was restarted. */
  daemonEnded: 11,
  managerExit: 12,
  /** First line of a licence manager's start block. */
  managerStart: 13,
  banner: 14,
  daemonStart: 15,
  reread: 16,
  /** Number of licences in existence, stated by a verbose tail; stands before its event line's fact. */
  capacity: 17,
} as const
export type LineKind = (typeof LineKind)[keyof typeof LineKind]

/** Columns of line facts. `time` is wall-clock seconds since the segment's local midnight and may be negative. */
export const factColumns = ['time', 'kind', 'holder', 'count', 'detail', 'handle', 'line'] as const
export type FactColumn = (typeof factColumns)[number]

/** Columns of the other timed lines: they carry observation and tell overlapping files apart. */
export const otherColumns = ['time', 'daemon', 'hash', 'line'] as const
export type OtherColumn = (typeof otherColumns)[number]

/** What a line says beyond who and what: the reason in words, the codes, the feature's version, the bracketed tail. */
export interface LineDetail {
  readonly reason: string
  readonly codes: string
  readonly version: string
  readonly tail: string
}

/** 32-bit mix of a used line's columns: equal for equal lines, whatever file they stand in. */
export const hashFact = (
  wallTime: number,
  kind: number,
  holder: number,
  count: number,
  detail: number,
  handle: number,
): number => {
  let h = Math.imul(wallTime ^ 0x9e3779b9, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15) ^ holder, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 13) ^ (kind | (count << 8)), 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 15) ^ detail, 0x165667b1)
  return (h ^ (h >>> 16) ^ handle) | 0
}
