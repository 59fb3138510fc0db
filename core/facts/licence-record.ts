/** One FEATURE, INCREMENT, UPGRADE or PACKAGE of a licence file. Days are days since 1970 on the licence server's own clock. */
export interface LicenceRecord {
  readonly kind: 'FEATURE' | 'INCREMENT' | 'UPGRADE' | 'PACKAGE'
  /** 1-based, where it begins and ends. */
  readonly line: number
  readonly lastLine: number
  /** Which of the file's groups of SERVER lines it belongs to. */
  readonly block: number
  readonly daemon: string
  readonly feature: string
  readonly version: string
  /** Of an UPGRADE: the version its licences come from; else empty. */
  readonly fromVersion: string
  /** `capacityUncounted` where nothing is counted; 0 of a PACKAGE, which has no number of its own. */
  readonly licences: number
  /** First day of its validity: START, else ISSUED. */
  readonly from: number | null
  /** The day after the last one; `null`: permanent. */
  readonly until: number | null
  readonly issued: number | null
  readonly serial: string
  /** Bound to one machine (HOSTID other than ANY). */
  readonly isNodeLocked: boolean
  /** Features whose licences issued before this one it takes the place of (SUPERSEDE). */
  readonly supersedes: readonly string[]
  /** Of a PACKAGE: what one licence of it holds. */
  readonly components: readonly { readonly feature: string; readonly licences: number }[]
  /** A PACKAGE that is checked out itself along with its components. */
  readonly isSuite: boolean
  /** Equal for the same licence in several places. Made with the signature, from which nothing else is kept. */
  readonly digest: string
}

/** Consecutive SERVER lines, three for a redundant triad, and the vendor daemons named after them. */
export interface LicenceServerBlock {
  /** As written; empty where the file names none or says `this_host` or `ANY`. */
  readonly hosts: readonly string[]
  readonly daemons: readonly string[]
}

export interface LicenceFileProblem {
  readonly line: number
  readonly lastLine: number
  /** A key of the importer's `rejections` or `notes`. */
  readonly reason: string
  readonly isRejected: boolean
  readonly text: string
}

/** What one licence file says. */
export interface LicenceFileFacts {
  readonly blocks: readonly LicenceServerBlock[]
  readonly records: readonly LicenceRecord[]
  readonly problems: readonly LicenceFileProblem[]
}

/** More licences than this are no count any more: uncounted. */
export const mostCounted = 60_000_000
