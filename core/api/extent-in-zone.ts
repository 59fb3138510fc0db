import { zoneClock } from '../aggregation/zone-clock.ts'
import type { FileExtent } from '../database/file-extents.ts'
import { isoInZone } from '../query/periods.ts'

/** Instants of the first and the last thing of files whose local times are those of a zone; undefined where there is nothing. */
export const instantsOf = (
  zone: string,
  extents: readonly FileExtent[],
): { readonly first: number; readonly last: number } | undefined => {
  if (extents.length === 0) return undefined
  const clock = zoneClock(zone)
  const at = (time: number, isUtc: boolean) => (isUtc ? time : clock.instantOf(time, undefined))
  return {
    first: Math.min(...extents.map(({ first, isUtc }) => at(first, isUtc))),
    last: Math.max(...extents.map(({ last, isUtc }) => at(last, isUtc))),
  }
}

/** The same as ISO texts in that zone. */
export const extentInZone = (
  zone: string,
  extents: readonly FileExtent[] = [],
): { readonly firstAt?: string; readonly lastAt?: string } => {
  const instants = instantsOf(zone, extents)
  return instants ? { firstAt: isoInZone(zone, instants.first), lastAt: isoInZone(zone, instants.last) } : {}
}
