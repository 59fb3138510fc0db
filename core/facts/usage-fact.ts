import type { PackedSet } from '../segments/column-set.ts'

/**
 * What every input but FlexNet's debug log is taken for: rows about subjects. A subject says who, what and where (a user's hold of a
 * feature, a program on a machine, a page in a browser); a row says when, how much and in which way. The numbers are stored, so they
 * never change meaning and new ones are appended.
 */
export const UsageKind = {
  /** A look at a licence server; subject `server`. Count 0: it answered; 1: it did not, or its answer could not be read. */
  look: 1,
  /** From here on a series has `count` licences (`capacityUncounted` where nothing is counted); the subject names no user and no host. */
  capacity: 2,
  /** `count` licences were held in every look of this file at the subject's server from `time` to `time + length`, both included. */
  seen: 3,
  /** The same of licences waited for. */
  seenWaiting: 4,
  /** The source was observed during [time, time + length); subject `server`. For logs; looks observe by themselves. */
  observed: 5,
  out: 6,
  in: 7,
  /** A request that failed; `detail` is the reason in words. Of a checkout it is the handle: see `numberedHandle`. */
  denied: 8,
  queued: 9,
  dequeued: 10,
  /** All that is open of a server ends here; subject `server`. */
  ended: 11,
  /** Held, or ran, during [time, time + length): known as a whole. */
  held: 12,
  /** A visit, a request, tokens or a seat, as the source states it at `time` (of a period of `length`). */
  stated: 13,
  /** A series is known from here on, held by nobody so far; the subject names no user and no host. */
  known: 14,
} as const
export type UsageKind = (typeof UsageKind)[keyof typeof UsageKind]

/** Attributes of each kind of subject, in the order in which they are stored; new ones are appended. All are texts, empty where unknown. */
export const subjectAttributes = {
  server: ['server', 'daemon', 'manager', 'uri'],
  licence: [
    'server',
    'daemon',
    /** Program that serves the licence: FlexNet, RLM, LM-X, DSLS, ... */
    'manager',
    'package',
    'feature',
    /** Of the licence. */
    'version',
    'user',
    'host',
    /** Of the program that holds it. */
    'applicationVersion',
    /** V-Ray's Interface or Render. */
    'licenceType',
    /** `1` borrowed (checked out to be used offline), `2` linger or the like as the seed's types 93 and 94 list them; else empty. */
    'state',
    'project',
    'pricing',
    /** V-Ray's Online, Offline or Dongle. */
    'category',
    'uri',
    /** Licensing model of DSLS, with its status and assignment: types 124, 125. */
    'model',
    'modelStatus',
    'modelAssignment',
  ],
  process: ['host', 'domain', 'user', 'system', 'architecture', 'executable', 'path', 'application', 'version'],
  module: [
    'host',
    'domain',
    'user',
    'system',
    'architecture',
    'executable',
    'path',
    'application',
    'module',
    'version',
  ],
  /** An address that a browser's window shows; `detail` of its rows is the process id. */
  address: ['host', 'domain', 'user', 'system', 'architecture', 'executable', 'url', 'title'],
  visit: ['host', 'user', 'browser', 'url', 'title'],
  /** A request to a proxy; `number` of its rows is bytes. */
  request: ['host', 'user', 'url'],
  dongle: ['host', 'dongleType', 'serial', 'vendor', 'vendorCode', 'feature', 'featureCode', 'user'],
  /**
   * Tokens (137, 138; `number` of their rows is thousandths of a token, `count` sessions) and seats (146). `type` is `seat` of a seat; of
   * tokens it is what they were collected with. `team` is the user's, as the source has it.
   */
  token: ['sourceHost', 'vendor', 'package', 'feature', 'version', 'user', 'type', 'team'],
} as const
export type SubjectKind = keyof typeof subjectAttributes
export type SubjectAttribute<Kind extends SubjectKind> = (typeof subjectAttributes)[Kind][number]

/** Numbers that stand for the kinds of subjects in the database. */
export const subjectKinds = Object.keys(subjectAttributes) as readonly SubjectKind[]

/**
 * Columns of usage rows. `time` is seconds since the segment's midnight on the segment's clock, `length` seconds; `timeRest` and
 * `lengthRest` are the milliseconds beyond (a column of zeros takes no room).
 */
export const usageColumns = [
  'time',
  'timeRest',
  'length',
  'lengthRest',
  'kind',
  'subject',
  'count',
  'number',
  'detail',
  'line',
] as const
export type UsageColumn = (typeof usageColumns)[number]

/** Rows of one file whose times fall on one day. */
export interface UsageSegment {
  /** Days since 1970 on the segment's clock. */
  readonly day: number
  /** The times are UTC; else they are the local time of the source's zone. */
  readonly isUtc: boolean
  /** Seconds since that midnight: the first row's begin, and the latest end. */
  readonly firstTime: number
  readonly lastEnd: number
  /** Bit `1 << kind` for each `UsageKind` that its rows have. */
  readonly kinds: number
  readonly rows: PackedSet<UsageColumn>
}
