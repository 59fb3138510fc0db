import { isGlob, matchesGlob } from '../mapping/glob.ts'

/**
 * How a type's records come about. `levels` and `queue-levels` are stored; the others are grouped from what a day holds.
 * - `holders`, `queue-holders`: per-key types, the peak of each key's own concurrency
 * - `groups`: concurrency of the union of a group's members, averaged over observed time
 */
export type Engine = 'levels' | 'queue-levels' | 'holders' | 'queue-holders' | 'groups' | 'events'

/** Where the value of a classification comes from. */
export type ColumnOrigin =
  | 'vendor-licence'
  | 'feature'
  | 'package'
  | 'user'
  | 'host'
  | 'user-group'
  | 'host-group'
  | 'capacity'
  | 'level'
  | 'event-type'
  | 'event-subtype'
  | 'details'
  | 'forward-vendor-licence'
  | 'feature-version'
  | 'prime-time'
  | { readonly constant: string }

export interface SpecColumn {
  readonly origin: ColumnOrigin
  readonly grouped: boolean
  /** Patterns with `*` and `?`, any of which must match; empty: everything passes. */
  readonly filter: readonly string[]
}

/** Texts of the maps that put names into one group each; absent: there is no such map. */
export interface MapTexts {
  readonly user?: string
  readonly host?: string
  /** Of any kind, for reports that are answered from usage rows. */
  readonly byKind?: { readonly [kind: string]: string }
}

/** One report, as the scan workers need it. Plain data. */
export interface ReportSpec {
  readonly type: number
  readonly engine: Engine
  /** Every classification of the type, in its order. */
  readonly columns: readonly SpecColumn[]
  readonly sources: readonly { readonly id: number; readonly server: string }[]
  /** Vendor licences shown under another name: `server;daemon` and that name. */
  readonly renames?: readonly (readonly [vendorLicence: string, shownName: string])[]
  /** Maps that the columns need. Names are put into groups when the report begins, so a changed map needs nothing derived anew. */
  readonly maps?: MapTexts
  /** Packages that list a series, by source; several are joined. */
  readonly packages: readonly { readonly source: number; readonly series: number; readonly name: string }[]
  /** Number of periods of the answer; of each there are two where prime time is grouped by: see `primeClasses`. */
  readonly periods: number
}

/** The name that a daemon of a source has in the report. */
export const vendorLicenceNames = ({ sources, renames }: ReportSpec): ((source: number, daemon: string) => string) => {
  const serverOf = new Map(sources.map(({ id, server }) => [id, server]))
  const shown = new Map(renames)
  return (source, daemon) => {
    const own = `${serverOf.get(source)};${daemon}`
    return shown.get(own) ?? own
  }
}

/** Texts of prime time by number. */
export const primeTexts = ['non-prime', 'prime'] as const

/**
 * In how many classes of hours each period of the answer is told: 2 where prime time is grouped by. What the scans take for period
 * `p` is then class `p % 2` of period `floor(p / 2)`.
 */
export const primeClasses = (columns: readonly SpecColumn[]): 1 | 2 =>
  columns.some(({ origin, grouped }) => origin === 'prime-time' && grouped) ? 2 : 1

export const unknownValue = 'undef'
export const noPackage = '<none>'

/** Whether the text matches one of the patterns; `*` stands for any text, `?` for one character. */
export const createMatch = (patterns: readonly string[]): ((text: string) => boolean) => {
  if (patterns.length === 0) return () => true
  const exact = new Set(patterns.filter((pattern) => !isGlob(pattern)))
  const globs = patterns.filter(isGlob).map((pattern) => [...pattern])
  return (text) => exact.has(text) || globs.some((glob) => matchesGlob(glob, [...text]))
}
