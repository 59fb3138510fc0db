import { type Characters, coversGlob, isGlob, matchesGlob } from './glob.ts'

/**
 * Finds which of many patterns match a name without trying them all: exact ones in a map, globs by the longest text they ask for at
 * the beginning, at the end, or anywhere. Names and patterns are compared without regard to case.
 */
export interface PatternIndex {
  /** The lowest number of a pattern that matches; -1: none. */
  first(name: string): number
  /** Every pattern that matches, in no particular order. */
  each(name: string, visit: (pattern: number) => void): void
  /** Every pattern that matches all that another pattern can match, itself among them. */
  eachCovering(pattern: string, visit: (pattern: number) => void): void
}

/** Candidates by a text of one of a few lengths; only those lengths are looked up. */
interface Bucket {
  readonly byText: Map<string, number[]>
  readonly lengths: number[]
}

/** Longest text looked up in the middle of a name. */
const gramLength = 3

export const comparable = (name: string): string => name.trim().toLowerCase()

export const createPatternIndex = (patterns: readonly string[]): PatternIndex => {
  const exact = new Map<string, number[]>()
  const globs: (Characters | undefined)[] = []
  const beginnings = createBucket()
  const ends = createBucket()
  const middles = createBucket()
  /** Nothing but wildcards. */
  const anywhere: number[] = []
  for (let i = 0; i < patterns.length; i++) {
    const text = comparable(patterns[i] as string)
    if (!isGlob(text)) {
      add(exact, text, i)
      globs.push(undefined)
      continue
    }
    globs.push([...text])
    const parts = text.split(/[*?]+/)
    const beginning = parts[0] as string
    const end = parts.at(-1) as string
    const longest = parts.reduce((a, b) => (b.length > a.length ? b : a), '')
    if (beginning.length > 0 && beginning.length >= end.length) put(beginnings, beginning, i)
    else if (end.length > 0) put(ends, end, i)
    else if (longest.length > 0) put(middles, longest.slice(0, gramLength), i)
    else anywhere.push(i)
  }

  /** Globs that may match, each once. */
  const candidates = (text: string, visit: (pattern: number) => void): void => {
    for (const length of beginnings.lengths) {
      if (length > text.length) continue
      for (const i of beginnings.byText.get(text.slice(0, length)) ?? none) visit(i)
    }
    for (const length of ends.lengths) {
      if (length > text.length) continue
      for (const i of ends.byText.get(text.slice(text.length - length)) ?? none) visit(i)
    }
    if (middles.lengths.length > 0) {
      const seen = new Set<string>()
      for (const length of middles.lengths) {
        for (let at = 0; at + length <= text.length; at++) {
          const gram = text.slice(at, at + length)
          const found = middles.byText.get(gram)
          if (!found || seen.has(gram)) continue
          seen.add(gram)
          for (const i of found) visit(i)
        }
      }
    }
    for (const i of anywhere) visit(i)
  }

  return {
    first(name) {
      const text = comparable(name)
      let best = exact.get(text)?.[0] ?? patterns.length
      let characters: Characters | undefined
      candidates(text, (i) => {
        if (i >= best) return
        characters ??= [...text]
        if (matchesGlob(globs[i] as Characters, characters)) best = i
      })
      return best === patterns.length ? -1 : best
    },
    each(name, visit) {
      const text = comparable(name)
      for (const i of exact.get(text) ?? none) visit(i)
      let characters: Characters | undefined
      candidates(text, (i) => {
        characters ??= [...text]
        if (matchesGlob(globs[i] as Characters, characters)) visit(i)
      })
    },
    eachCovering(pattern, visit) {
      const text = comparable(pattern)
      for (const i of exact.get(text) ?? none) visit(i)
      const characters = [...text]
      candidates(text, (i) => {
        if (coversGlob(globs[i] as Characters, characters)) visit(i)
      })
    },
  }
}

const none: readonly number[] = []

const createBucket = (): Bucket => ({ byText: new Map(), lengths: [] })

const add = (to: Map<string, number[]>, text: string, pattern: number): void => {
  const list = to.get(text)
  if (list) list.push(pattern)
  else to.set(text, [pattern])
}

const put = ({ byText, lengths }: Bucket, text: string, pattern: number): void => {
  add(byText, text, pattern)
  if (!lengths.includes(text.length)) lengths.push(text.length)
}
