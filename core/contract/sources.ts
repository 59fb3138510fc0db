import { z } from 'zod'
import { call } from './call.ts'

/** One licence server's log stream, or what all files of one format say of one server. Instants are ISO 8601 with offset in the source's zone. */
export interface Source {
  readonly id: number
  /** The licence server or machine; of files that name none, what their format is called. */
  readonly server: string
  /** What its files are, in words: `FlexNet debug log`, `lmstat output`. */
  readonly format: string
  /** Its vendor daemons' runs are known: it is a licence log. */
  readonly hasRuns: boolean
  readonly daemons: readonly string[]
  readonly zone: string
  /** In words: `given`, `from the log`, `of this machine`. */
  readonly zoneOrigin: string
  readonly firstAt?: string
  readonly lastAt?: string
  readonly files: number
  readonly lines: number
  readonly days: number
  /** Days whose numbers are being rebuilt right now. */
  readonly staleDays: number
  /** Of all vendor daemons together. */
  readonly observedHours: number
  /** Observed time ÷ time from each vendor daemon's first to its last sign of life, 0 to 1; absent without any. */
  readonly coverage?: number
  /** Runs of all vendor daemons together. */
  readonly runs: number
  /** Features that it ever spoke of. */
  readonly features: number
}

/**
 * Why a run ended, where the log tells: the daemon's own word, the manager's word about it, the manager's own exit, a new start of the
 * manager, a silence of more than 24 hours, or the log itself (it may still run).
 */
export type RunEnding = 'exit' | 'told-by-manager' | 'manager-exit' | 'new-start' | 'silence' | 'end-of-log'

/** One run of a vendor daemon. Epoch milliseconds. */
export interface DaemonRun {
  readonly from: number
  readonly to: number
  /** Absent where it is not known. */
  readonly ending?: RunEnding
}

export interface SourceDaemon {
  readonly name: string
  /** `server;daemon`, as the log has it: what `sources.renameVendorLicence` takes. */
  readonly vendorLicence: string
  /** The name in reports: the same unless it was renamed. */
  readonly shownName: string
  readonly features: number
  readonly firstAt?: string
  readonly lastAt?: string
  readonly observedHours: number
  /** Observed ÷ time from first to last, 0 to 1. */
  readonly coverage?: number
  readonly runCount: number
  /** The latest runs, oldest first, 200 at most. */
  readonly runs: readonly DaemonRun[]
  /**
   * For a time line: when it was observed, in order of time, not overlapping, 1000 at most. Where there were more, those with the
   * shortest gaps between them are joined, and `joinedGaps` says how many gaps went.
   */
  readonly observed: readonly { readonly from: number; readonly to: number; readonly joinedGaps: number }[]
  /** Gaps joined in all of `observed`. */
  readonly joinedGaps: number
}

/** An import that counts for this source. */
export interface SourceFile {
  readonly importId: number
  readonly fileName: string
  readonly path: string
  readonly lines: number
  /** Lines that stand in another file too and count there. */
  readonly duplicates: number
  readonly firstAt?: string
  readonly lastAt?: string
  /** Zone found in this file or given with it. */
  readonly zone?: string
}

export interface SourceDetail {
  readonly source: Source
  /** The zone that its files' banners state, where one does. */
  readonly zoneInLog?: string
  /** What is from the first to the last sign of life of any daemon, epoch milliseconds: the time line's extent. */
  readonly extent?: { readonly from: number; readonly to: number }
  readonly daemons: readonly SourceDaemon[]
  readonly files: readonly SourceFile[]
}

/** What another zone would change, told before it is done. */
export interface ZonePreview {
  readonly zone: string
  readonly daysToRebuild: number
  readonly firstAt?: string
  readonly lastAt?: string
  /** Whether the clock was ever changed for summer or winter between the two, in the old zone or the new one: else every duration stays. */
  readonly hasClockChange: boolean
}

/** A vendor licence shown under another name. */
export interface VendorLicenceRename {
  /** `server;daemon`, as the logs have it. */
  readonly vendorLicence: string
  readonly shownName: string
}

const id = z.number().int().positive()
const vendorLicence = z.string().min(1).max(400)

export const sourceCalls = {
  'sources.list': call<readonly Source[]>()(z.strictObject({})),
  /** @throws `not-found` */
  'sources.detail': call<SourceDetail>()(z.strictObject({ id })),
  /** `offset` counts from the oldest run of the daemon. */
  'sources.runs': call<readonly DaemonRun[]>()(
    z.strictObject({
      id,
      daemon: z.string().max(200),
      offset: z.number().int().nonnegative(),
      count: z.number().int().min(1).max(1000),
    }),
  ),
  /** Changes nothing. */
  'sources.previewZone': call<ZonePreview>()(z.strictObject({ id, zone: z.string().max(64) })),
  /**
   * From now on the source's lines are read on this clock; `null`: on the one its log states, else this machine's. Answers at once; every
   * day is derived anew by a task of kind `rebuild` with this `sourceId`, reports say meanwhile that numbers may still change.
   * `taskId` is absent when nothing changes. @throws `invalid` for what is no IANA zone
   */
  'sources.setZone': call<{ readonly taskId?: number }>()(
    z.strictObject({ id, zone: z.string().min(1).max(64).nullable() }),
  ),
  /**
   * The server's name for all its files. Sources of one name with a vendor daemon in common become one. A task of kind `rebuild`.
   * @throws `refused` for the name that stands for none
   */
  'sources.setServer': call<{ readonly taskId: number }>()(
    z.strictObject({
      id,
      server: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .regex(/^[^;]*$/, 'no semicolon'),
    }),
  ),
  /**
   * Removes the source, its files' lines and all that was derived from them; the files themselves stay where they are. A task of kind
   * `remove` with this `sourceId`; it cannot be undone but by importing again. `server` must be its present name, so that a page that is
   * behind removes nothing else: @throws `refused` otherwise
   */
  'sources.remove': call<{ readonly taskId: number }>()(z.strictObject({ id, server: z.string() })),
  /** All renames, also of vendor licences that no log has any more. */
  'sources.renames': call<readonly VendorLicenceRename[]>()(z.strictObject({})),
  /**
   * Shows a vendor licence under another name everywhere: reports, filters, forward vendor licence, search, exports, the past included.
   * Applied when a report is run: no day is derived again. `null` takes the rename back. Two may share a name: then their hours are added
   * in one row, but peaks are those of each. A filter knows the shown name only. Emits `data.changed`.
   */
  'sources.renameVendorLicence': call<readonly VendorLicenceRename[]>()(
    z.strictObject({ vendorLicence, shownName: z.string().trim().min(1).max(400).nullable() }),
  ),
}
