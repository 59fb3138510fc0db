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
  | 'capacity'
  | 'level'
  | 'event-type'
  | 'event-subtype'
  | 'details'
  | 'forward-vendor-licence'
  | 'feature-version'
  | { readonly constant: string }

export interface SpecColumn {
  readonly origin: ColumnOrigin
  readonly grouped: boolean
  /** Patterns with `*` and `?`, any of which must match; empty: everything passes. */
  readonly filter: readonly string[]
}

/** One report, as the scan workers need it. Plain data. */
export interface ReportSpec {
  readonly type: number
  readonly engine: Engine
  /** Every classification of the type, in its order. */
  readonly columns: readonly SpecColumn[]
  readonly sources: readonly { readonly id: number; readonly server: string }[]
  /** Packages that list a series, by source; several are joined. */
  readonly packages: readonly { readonly source: number; readonly series: number; readonly name: string }[]
  /** Number of periods of the answer. */
  readonly periods: number
}

export const unknownValue = 'undef'
export const noPackage = '<none>'

/** Whether the text matches one of the patterns; `*` stands for any text, `?` for one character. */
export const createMatch = (patterns: readonly string[]): ((text: string) => boolean) => {
  if (patterns.length === 0) return () => true
  const exact = new Set(patterns.filter((pattern) => !/[*?]/.test(pattern)))
  const globs = patterns.filter((pattern) => /[*?]/.test(pattern)).map((pattern) => [...pattern])
  return (text) => exact.has(text) || globs.some((glob) => matchesGlob(glob, [...text]))
}

/** Two pointers and one place to come back to: never more than the product of both lengths, whatever the pattern. */
const matchesGlob = (glob: readonly string[], text: readonly string[]): boolean => {
  let g = 0
  let star = -1
  let resume = 0
  for (let t = 0; t < text.length; ) {
    if (g < glob.length && glob[g] === '*') {
      star = g++
      resume = t
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) {
      g++
      t++
    } else if (star >= 0) {
      g = star + 1
      t = ++resume
    } else return false
  }
  while (glob[g] === '*') g++
  return g === glob.length
}
