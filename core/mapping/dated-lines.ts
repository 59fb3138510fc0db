import type { MapKind } from '../contract/mapping.ts'
import { dayOfText } from './map-heading.ts'
import { noGroupType } from './map-text.ts'
import { createPatternIndex } from './pattern-index.ts'
import { readMap } from './read-map.ts'

/** Days on the report's clock: local midnights. `ZoneClock` is one. */
export interface DayClock {
  /** Instant at which the local day (days since 1970) begins. */
  dayStart(day: number): number
  /** Local day of an instant. */
  dayOf(instant: number): number
}

/** From `at` on the lines of this group are those in force. */
export interface DatedGroup {
  readonly at: number
  /** Text of its MAP line. */
  readonly heading: string
  /** Lines below that MAP line. */
  readonly lines: number
}

/**
 * Lines below `MAP: something (2024-01-01)`. For a thing with several keys the latest date that has begun counts, and within a date the
 * first line that matches one of them. Without a date: since ever. @returns in order of time; empty when no line matches
 */
export const datedLines = (kind: MapKind, text: string, { dayStart }: Pick<DayClock, 'dayStart'>) => {
  const { groups, entries, headings } = readMap(kind, text)
  // Two MAP lines that say the same are two prices for all that.
  const sizes = new Int32Array(headings.length)
  let block = 0
  const lines = entries.map((entry) => {
    while ((headings[block + 1]?.line ?? Number.POSITIVE_INFINITY) < entry.line) block++
    sizes[block] = (sizes[block] as number) + 1
    return { ...entry, block }
  })
  const ofDate = [...Map.groupBy(lines, ({ group }) => groups[group]?.type as string)]
    .map(([type, own]) => ({
      at: type === noGroupType ? Number.NEGATIVE_INFINITY : dayStart(dayOfText(type) as number),
      own,
      index: createPatternIndex(own.map(({ match, pattern }) => match ?? pattern)),
    }))
    .sort((a, b) => a.at - b.at)
  return (keys: readonly string[]): DatedGroup[] =>
    ofDate.flatMap(({ at, own, index }) => {
      const found = keys.map((key) => index.first(key)).filter((entry) => entry >= 0)
      if (found.length === 0) return []
      const line = own[Math.min(...found)] as (typeof own)[number]
      return [{ at, heading: groups[line.group]?.name as string, lines: sizes[line.block] as number }]
    })
}
