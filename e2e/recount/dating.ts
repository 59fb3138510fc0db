// "Dates" of the semantics: every line gets its instant; a file falls into pieces where a date goes back more than an hour.

import { addDays, instantsOf, type LocalDay, localDay } from './local-time.ts'
import type { LogLine, Stated } from './log-line.ts'

export type DatedLine = LogLine & {
  /** UTC seconds. */
  at: number
  /** The first line of a new lmgrd's start block. */
  blockStart: boolean
}

const HOUR = 3600

/** The instant of a time of day nearest after `before`, at most one hour before it; a repeated hour keeps the order. */
export function forward(zone: string, before: number, secondOfDay: number): number {
  const today = localDay(zone, before)
  const days = [-1, 0, 1, 2].map((n) => instantsOf(zone, addDays(today, n), secondOfDay))
  const nearest = Math.min(...days.flat().filter((at) => at >= before - HOUR))
  const twins = days.find((day) => day.includes(nearest)) ?? []
  return twins.find((at) => at >= before) ?? nearest
}

/** The same rule backwards: the instant from which `forward` leads to `after`. */
export function backward(zone: string, after: number, secondOfDay: number): number {
  const today = localDay(zone, after)
  const days = [-2, -1, 0, 1].map((n) => instantsOf(zone, addDays(today, n), secondOfDay))
  const nearest = Math.max(...days.flat().filter((at) => at <= after + HOUR))
  const twins = days.find((day) => day.includes(nearest)) ?? []
  return twins.findLast((at) => at <= after) ?? nearest
}

/** Where a line that states a date stands: its own time of day nearest to what is stated. */
function instantOfStated(zone: string, line: LogLine, stated: Stated, before: number | undefined): number {
  if (stated.instant !== undefined) {
    const instant = stated.instant
    if (line.secondOfDay === undefined) return instant
    const today = localDay(zone, instant)
    const all = [-1, 0, 1].flatMap((n) => instantsOf(zone, addDays(today, n), line.secondOfDay as number))
    return all.reduce((best, at) => (Math.abs(at - instant) < Math.abs(best - instant) ? at : best))
  }
  const own = line.secondOfDay as number
  let day = stated.day as LocalDay
  if (stated.secondOfDay !== undefined) {
    const said = stated.secondOfDay
    const away = (n: number) => Math.abs(n * 86400 + own - said)
    day = addDays(day, away(-1) < away(0) ? -1 : away(1) < away(0) ? 1 : 0)
  }
  const twins = instantsOf(zone, day, own)
  if (before === undefined) return twins[0]
  return twins.find((at) => at >= before) ?? twins[twins.length - 1]
}

/** Index of the first line of the start block that ends with the banner at `banner`. */
function blockStartOf(lines: readonly LogLine[], banner: number): number {
  for (let i = banner - 1; i >= 0 && lines[i].bannerHost === undefined; i--) {
    if (lines[i].daemon !== lines[banner].daemon) continue
    if (lines[i].text.trim() !== 'Please Note:') continue
    let above = i - 1
    while (above >= 0 && lines[above].daemon !== lines[banner].daemon) above--
    return above >= 0 && /^\s*-{5,}\s*$/.test(lines[above].text) ? above : banner
  }
  return banner
}

/**
 * Gives every line its instant and cuts the file into pieces. Undefined where the log states no date at all and no
 * start day (of the first line) is given.
 */
export function dateLines(lines: readonly LogLine[], zone: string, startDay?: LocalDay): DatedLine[][] | undefined {
  const blocks = new Map<number, number>() // first line -> banner
  lines.forEach((line, index) => {
    if (line.bannerHost !== undefined) blocks.set(blockStartOf(lines, index), index)
  })
  if (lines.length === 0) return []
  const at: number[] = new Array(lines.length)
  const cuts = new Set<number>([0])
  let before: number | undefined
  let undated = 0 // lines at the head that wait for the first date
  if (!lines.some((line) => line.stated)) {
    if (!startDay) return undefined
    before = at[0] = instantsOf(zone, startDay, lines[0].secondOfDay as number)[0]
    undated = 1
  }
  const backDate = (from: number, to: number) => {
    for (let i = to - 1; i >= from; i--) at[i] = backward(zone, at[i + 1], lines[i].secondOfDay as number)
  }
  for (let i = undated; i < lines.length; i++) {
    const banner = blocks.get(i)
    let dated = i
    if (banner !== undefined) while (!lines[dated].stated) dated++ // the banner itself has a date
    const stated = lines[dated].stated
    if (stated) {
      at[dated] = instantOfStated(zone, lines[dated], stated, before)
      backDate(i, dated)
      if (before === undefined) backDate(0, i)
      else if (at[i] < before - HOUR) cuts.add(i)
      i = dated
      before = at[dated]
    } else if (before !== undefined) {
      before = at[i] = forward(zone, before, lines[i].secondOfDay as number)
    }
  }
  const pieces: DatedLine[][] = []
  lines.forEach((line, index) => {
    if (cuts.has(index)) pieces.push([])
    pieces[pieces.length - 1].push({ ...line, at: at[index], blockStart: blocks.has(index) })
  })
  return pieces
}
