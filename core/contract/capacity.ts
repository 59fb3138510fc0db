import { z } from 'zod'
import { call } from './call.ts'

/**
 * Where a number of licences comes from, the strongest first: the verbose tail of a log line (`out_of`), an imported licence file, a value
 * typed in. A stronger one shows from its own first step on; docs/numbers.md says when a weaker one does.
 */
export type CapacityOrigin = 'verbose-log' | 'licence-file' | 'typed'

/** `null`: nothing is known, reports show `undef`. */
export type Licences = number | 'uncounted' | null

/** What is wrong with one record of a licence file. Lines are 1-based. */
export interface LicenceFileProblem {
  readonly line: number
  readonly lastLine: number
  /** `rejected`: the record is left out; `note`: it counts, but something about it is odd. */
  readonly severity: 'rejected' | 'note'
  readonly reason: string
  /** What it means and what to do, in a sentence. */
  readonly explanation: string
  /** The record's first line, without its signature, cut to 200 characters. */
  readonly text: string
}

/** Where the licences of one server and vendor daemon of a file count. */
export interface LicenceFileUse {
  /** As in the file; several for a triad; empty for `this_host`, `ANY` or none. */
  readonly hosts: readonly string[]
  readonly daemon: string
  /** Absent while no log of such a server was imported, or while it cannot be told which one it is. */
  readonly vendorLicence?: string
  readonly sourceId?: number
  /** Several sources have this daemon and the file does not say which is meant: `imports.setServer` answers. */
  readonly needsServer: boolean
  /** One sentence: where it counts, or why not yet. */
  readonly standing: string
}

/** A licence file that was imported. Removing it is `imports.remove`, answering for its server `imports.setServer`. */
export interface LicenceFile {
  readonly importId: number
  readonly fileName: string
  readonly path: string
  /** Epoch milliseconds. */
  readonly importedAt: number
  readonly uses: readonly LicenceFileUse[]
  readonly features: number
  /** FEATURE, INCREMENT, UPGRADE and PACKAGE records that were understood. */
  readonly records: number
  /** Records that were left out. */
  readonly rejected: number
  readonly needsServer: boolean
}

export interface LicenceRecordInfo {
  readonly line: number
  readonly lastLine: number
  readonly kind: 'FEATURE' | 'INCREMENT' | 'UPGRADE' | 'PACKAGE'
  readonly daemon: string
  readonly feature: string
  readonly version: string
  /** Of an UPGRADE: the version its licences come from. */
  readonly fromVersion?: string
  /** `null` for a PACKAGE, which has no number of its own. */
  readonly licences: Licences
  /** First day of its validity (START, else ISSUED), ISO date; absent: no beginning is stated. */
  readonly from?: string
  /** Last day of its validity, ISO date; absent: permanent. */
  readonly expires?: string
  readonly serial?: string
  /** Of a PACKAGE: `name`, `name (2 each)`. */
  readonly components?: readonly string[]
  /** Why it does not count although it was understood: `the same record stands in line 4`. */
  readonly leftOut?: string
}

export interface LicenceFileDetail {
  readonly file: LicenceFile
  /** In order of lines. */
  readonly records: readonly LicenceRecordInfo[]
  readonly problems: readonly LicenceFileProblem[]
}

/** One feature of one vendor licence, known from a log, a licence file or a typed value. Dates are of the source's own clock. */
export interface CapacityEntry {
  readonly server: string
  readonly daemon: string
  /** `server;daemon`, as the logs have it. */
  readonly vendorLicence: string
  /** Its name in reports: another one when it was renamed. */
  readonly shownName: string
  readonly feature: string
  /** Absent while no log of this server and daemon was imported: nothing is measured against it yet. */
  readonly sourceId?: number
  /** In force at the instant asked for. */
  readonly licences: Licences
  /** Absent with `licences: null`. */
  readonly origin?: CapacityOrigin
  /** `license.lic`, the note of a typed value, `out_of in the log`. */
  readonly detail?: string
  /** Since when it is this number, ISO 8601; absent: no beginning is stated. */
  readonly since?: string
  /** Last day of the first records to expire of those in force, ISO date; absent: permanent or not stated. */
  readonly expires?: string
  /** How many licences go then. */
  readonly expiring?: number
  /** Records of licence files that are in force. */
  readonly increments: number
  /** Of those records, without repeats. */
  readonly versions: readonly string[]
  readonly serials: readonly string[]
  /** What each origin says for that instant, strongest first; only those that say anything. */
  readonly said: readonly { readonly origin: CapacityOrigin; readonly licences: Licences }[]
  /** Whether values were typed in for it. */
  readonly isTyped: boolean
}

/** One step of the course: from `from` on, so many licences according to one origin. */
export interface CapacityStep {
  /** ISO 8601 with the source's offset; absent: no beginning is stated. */
  readonly from?: string
  /** Until the origin's next step or its end; absent: open. */
  readonly until?: string
  readonly licences: Licences
  readonly origin: CapacityOrigin
  /** What it comes from: `license.lic, line 12 and 14`, the note of a typed value, `out_of in the log`. */
  readonly detail: string
  /** Whether reports use it, at least for a part of its time; a stronger origin may hide it. */
  readonly isUsed: boolean
  /** Of a licence file. */
  readonly importIds?: readonly number[]
  /** Of a typed value, for `capacity.change` and `capacity.remove`. */
  readonly typedId?: number
}

export interface CapacityCourse {
  readonly vendorLicence: string
  readonly feature: string
  /** IANA zone whose dates these are. */
  readonly zone: string
  /** What reports use, in order of time: the origins put together. */
  readonly inForce: readonly CapacityStep[]
  /** What each origin says, strongest origin first, in order of time. */
  readonly steps: readonly CapacityStep[]
}

/** A value typed in. */
export interface TypedCapacity {
  readonly id: number
  readonly server: string
  readonly daemon: string
  readonly feature: string
  /** Local date (`2024-03-04`) or date and time (`2024-03-04T08:30`) on the source's clock, from which it holds. */
  readonly at: string
  readonly licences: Licences
  readonly note: string
}

/** Licences that end within the days asked for, or have ended within as many days before. */
export interface ExpiringLicences {
  readonly vendorLicence: string
  readonly shownName: string
  readonly daemon: string
  readonly feature: string
  /** How many go then. */
  readonly licences: number | 'uncounted'
  /** How many are left after that day. */
  readonly left: Licences
  /** Last day of validity, ISO date. */
  readonly expires: string
  /** From today on; negative: so many days ago. */
  readonly daysLeft: number
  readonly importId: number
  readonly fileName: string
  readonly line: number
  readonly version: string
  readonly serial?: string
}

/** More licences than this are no count any more; a licence file that states more is taken for uncounted. */
export const mostLicences = 60_000_000

const name = z.string().trim().min(1).max(255)
const at = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/,
    'A date such as 2024-03-04, or a date and time such as 2024-03-04T08:30',
  )
const licences = z.union([z.number().int().min(0).max(mostLicences), z.literal('uncounted'), z.null()])
const note = z.string().trim().max(200)
const typed = z.strictObject({ server: name, daemon: name, feature: name, at, licences, note: note.optional() })

export const capacityCalls = {
  /** Every imported licence file, the latest first. */
  'capacity.files': call<readonly LicenceFile[]>()(z.strictObject({})),
  /** What one says, record by record. @throws `not-found` */
  'capacity.file': call<LicenceFileDetail>()(z.strictObject({ importId: z.number().int() })),
  /**
   * Every feature of every vendor licence, those without any number too, at an instant (ISO date or instant; left out: now). Sorted by
   * vendor licence and feature.
   */
  'capacity.list': call<readonly CapacityEntry[]>()(z.strictObject({ at: z.string().max(40).optional() })),
  /** How a feature's number went over time. @throws `not-found` for a feature that nothing names */
  'capacity.course': call<CapacityCourse>()(z.strictObject({ server: name, daemon: name, feature: name })),
  /** Licences of imported files that end within so many days of today, and those that have ended within as many days before. */
  'capacity.expiring': call<readonly ExpiringLicences[]>()(z.strictObject({ days: z.number().int().min(0).max(3660) })),
  /** Every value typed in, by server, daemon, feature and date. */
  'capacity.typed': call<readonly TypedCapacity[]>()(z.strictObject({})),
  /**
   * Adds one: it holds from its date until the next typed one of the feature; `null` licences ends what was typed before. Answers at once;
   * the days that it changes are derived anew by a task of kind `rebuild`, and reports say meanwhile that numbers may still change.
   * A second value for the same instant is refused. @throws `invalid` (no such date), `refused`
   */
  'capacity.add': call<TypedCapacity>()(typed),
  /** Changes what is given. The answer is what it was before: give it to `capacity.change` again to undo. @throws `not-found`, `invalid`, `refused` */
  'capacity.change': call<TypedCapacity>()(
    z.strictObject({ id: z.number().int(), at: at.optional(), licences: licences.optional(), note: note.optional() }),
  ),
  /** The answer is what was removed: give it (without its id) to `capacity.add` to undo. @throws `not-found` */
  'capacity.remove': call<TypedCapacity>()(z.strictObject({ id: z.number().int() })),
}
