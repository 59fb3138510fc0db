import { zoneClock } from '../aggregation/zone-clock.ts'
import type { Reader } from '../database/connection.ts'
import { daysWithin } from '../database/day-table.ts'
import { allSources } from '../database/source-table.ts'
import { usageExtents } from '../database/usage-extent.ts'
import { machineZone } from '../imports/zone-names.ts'
import { isoInZone } from '../query/periods.ts'

/** From when to when there is data of any kind, ISO 8601 with offset; null where there is none. `reportZone`: the setting, may be empty. */
export const dataExtent = async (
  reader: Reader,
  reportZone: string,
): Promise<{ readonly from: string; readonly to: string; readonly zone: string } | null> => {
  const sources = await allSources(reader)
  const days = await daysWithin(reader, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  const spans = days.map(({ start, length }) => ({ from: start, to: start + length }))
  for (const { source, isUtc, from, to } of await usageExtents(reader)) {
    const zone = sources.find(({ id }) => id === source)?.zone
    if (zone === undefined) continue
    const instant = (time: number) => (isUtc ? time : zoneClock(zone).instantOf(time, undefined))
    // A single look takes no time, and is data all the same.
    spans.push({ from: instant(from), to: Math.max(instant(to), instant(from) + 1) })
  }
  if (spans.length === 0) return null
  const zones = new Set(sources.map(({ zone }) => zone))
  const zone = reportZone || (zones.size === 1 ? ([...zones][0] as string) : machineZone())
  const from = spans.reduce((least, span) => Math.min(least, span.from), Number.POSITIVE_INFINITY)
  const to = spans.reduce((most, span) => Math.max(most, span.to), Number.NEGATIVE_INFINITY)
  return { from: isoInZone(zone, from), to: isoInZone(zone, to), zone }
}
