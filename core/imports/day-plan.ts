import { createHash } from 'node:crypto'
import { cutCapacity, type DayCapacity, type SourceCapacity } from '../aggregation/capacity-steps.ts'
import type { NextLine } from '../aggregation/derive-days.ts'
import type { ZoneClock } from '../aggregation/zone-clock.ts'
import type { LineRange } from '../database/overlap-table.ts'
import type { SegmentHead } from '../database/segment-table.ts'

/** What one day of a source is derived from. */
export interface PlannedDay {
  readonly day: number
  readonly segments: readonly PlannedSegment[]
  readonly next: NextLine | null
  readonly rows: number
  readonly capacity?: DayCapacity
  /** Of the day's own inputs, without the state before it. */
  readonly inputs: string
}

export interface PlannedSegment {
  readonly id: number
  readonly piece: number
  readonly dropped: readonly LineRange[]
}

export interface FileOfSource {
  readonly id: number
  /** Content hash: orders files that begin at the same instant, so that the order of import does not matter. */
  readonly head: string
  readonly dropped: readonly LineRange[]
}

/**
 * Puts the stored segments of a source's files into days and into one order: pieces by their first instant, then by content.
 * Pure; `version` is a text that changes when the derivation itself does, `stated` what licence files and typed values say.
 */
export const planDays = (
  heads: readonly SegmentHead[],
  files: readonly FileOfSource[],
  version: string,
  stated: { readonly capacity: SourceCapacity; readonly clock: Pick<ZoneClock, 'dayStart'> } | undefined = undefined,
): PlannedDay[] => {
  const fileById = new Map(files.map((file) => [file.id, file]))
  const pieceKey = ({ file, piece }: SegmentHead) => `${file}/${piece}`
  const pieces = new Map<string, { key: string; from: number; head: string; firstLine: number }>()
  for (const segment of heads) {
    const key = pieceKey(segment)
    const from = segment.day * 86400 + segment.firstTime
    const known = pieces.get(key)
    if (!known || segment.firstLine < known.firstLine) {
      pieces.set(key, { key, from, head: fileById.get(segment.file)?.head ?? '', firstLine: segment.firstLine })
    }
  }
  const order = [...pieces.values()].sort(
    (a, b) => a.from - b.from || (a.head < b.head ? -1 : a.head > b.head ? 1 : 0) || a.firstLine - b.firstLine,
  )
  const pieceNumber = new Map(order.map(({ key }, i) => [key, i]))

  const byDay = new Map<number, SegmentHead[]>()
  for (const segment of heads) {
    const list = byDay.get(segment.day)
    if (list) list.push(segment)
    else byDay.set(segment.day, [segment])
  }
  const droppedOf = ({ file, firstLine, lastLine }: SegmentHead): LineRange[] =>
    (fileById.get(file)?.dropped ?? []).filter(([first, last]) => first <= lastLine && last >= firstLine)
  const isWhollyDropped = (segment: SegmentHead): boolean =>
    droppedOf(segment).some(([first, last]) => first <= segment.firstLine && last >= segment.lastLine)

  const days = [...byDay.keys()]
    .sort((a, b) => a - b)
    .filter((day) => byDay.get(day)?.some((segment) => !isWhollyDropped(segment)))
  const capacityOn = stated ? cutCapacity(stated.capacity) : undefined
  const digests = new Map<DayCapacity, string>()
  return days.map((day, i) => {
    const segments = (byDay.get(day) as SegmentHead[])
      .filter((segment) => !isWhollyDropped(segment))
      .sort(
        (a, b) =>
          (pieceNumber.get(pieceKey(a)) as number) - (pieceNumber.get(pieceKey(b)) as number) ||
          a.firstLine - b.firstLine ||
          a.part - b.part,
      )
    const nextDay = days[i + 1]
    const following =
      nextDay === undefined ? [] : (byDay.get(nextDay) as SegmentHead[]).filter((segment) => !isWhollyDropped(segment))
    const first = (some: readonly SegmentHead[]) =>
      some.reduce<SegmentHead | undefined>((a, b) => (!a || b.firstTime < a.firstTime ? b : a), undefined)
    const isCutShort = (segment: SegmentHead): boolean =>
      droppedOf(segment).some(([from, to]) => from <= segment.firstLine && to >= segment.firstLine)
    const earliest = first(following.filter((segment) => !isCutShort(segment))) ?? first(following)
    const next: NextLine | null = earliest
      ? {
          wall: earliest.day * 86400 + earliest.firstTime,
          beginsBlock: earliest.beginsBlock === 1,
          // Where a segment's first lines count elsewhere nobody knows here when its next one stands: the days are derived together.
          reachesBack: following.some(
            (segment) =>
              segment.earliestTime < 0 ||
              (isCutShort(segment) && (segment === earliest || segment.firstTime < earliest.firstTime)),
          ),
        }
      : null
    const dayBefore = days[i - 1]
    const capacity =
      stated && capacityOn
        ? capacityOn(
            stated.clock.dayStart(day),
            stated.clock.dayStart(day + 1),
            dayBefore === undefined ? Number.NEGATIVE_INFINITY : stated.clock.dayStart(dayBefore + 1),
          )
        : undefined
    if (capacity && !digests.has(capacity)) digests.set(capacity, digest(JSON.stringify(capacity)))
    const planned = segments.map((segment) => ({
      id: segment.id,
      piece: pieceNumber.get(pieceKey(segment)) as number,
      dropped: droppedOf(segment),
    }))
    return {
      day,
      segments: planned,
      next,
      rows: segments.reduce((sum, { facts, others }) => sum + facts + others, 0),
      ...(capacity ? { capacity } : {}),
      // Pieces by rank within the day, so that an earlier file does not change every later day.
      inputs: digest(
        JSON.stringify([
          version,
          day,
          planned.map(({ id, dropped }) => [id, dropped]),
          next,
          ...(capacity ? [digests.get(capacity)] : []),
        ]),
      ),
    }
  })
}

export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)
