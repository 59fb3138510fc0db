const hour = 3_600_000
const day = 24 * hour

export interface WallClock {
  /** The instant as a wall clock of the zone shows it, written as if the wall clock were UTC. Epoch milliseconds. */
  toWall(instant: number): number
  /** Back again; of two instants with the same wall time the first. */
  toInstant(wall: number): number
}

/**
 * A time axis knows UTC and the machine's zone only. Shifted by the zone's offset, its ticks fall on the local midnights of
 * the report's zone, on days of 23 and 25 hours too.
 */
export const wallClock = (zone: string): WallClock => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const exactOffset = (instant: number): number => {
    const p = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]))
    const wall = Date.UTC(p.year!, p.month! - 1, p.day!, p.hour!, p.minute!, p.second!)
    return wall - Math.floor(instant / 1000) * 1000
  }
  // Formatting is slow, and most days have one offset: it is looked up at both ends of a day and kept.
  const atMidnight = new Map<number, number>()
  const offsetAtMidnight = (index: number): number => {
    const known = atMidnight.get(index)
    if (known !== undefined) return known
    const offset = exactOffset(index * day)
    atMidnight.set(index, offset)
    return offset
  }
  const offsetAt = (instant: number): number => {
    const index = Math.floor(instant / day)
    const start = offsetAtMidnight(index)
    return start === offsetAtMidnight(index + 1) ? start : exactOffset(instant)
  }
  return {
    toWall: (instant) => instant + offsetAt(instant),
    toInstant: (wall) => {
      const candidates = [wall - offsetAt(wall - day), wall - offsetAt(wall + day)]
      return candidates.find((it) => it + offsetAt(it) === wall) ?? candidates[1]!
    },
  }
}
