import { sweepLevels } from '../aggregation/level-sweep.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { createCellTable } from './cell-table.ts'
import type { ReportSpec } from './report-spec.ts'
import { type KnownSeries, type ScanDay, unpacked, wholeHour } from './scan-day.ts'

/** First mention of a series by a source, an instant. */
export interface FirstMention {
  readonly source: number
  readonly series: number
  readonly at: number
}

/** What is known on a day, from the first mentions of all days up to it. */
export const createKnownSeries = (
  mentions: readonly FirstMention[],
): ((day: { readonly source: number; readonly start: number; readonly length: number }) => KnownSeries) => {
  const bySource = Map.groupBy(
    mentions.toSorted((a, b) => a.at - b.at),
    ({ source }) => source,
  )
  return ({ source, start, length }) => {
    const known = bySource.get(source) ?? []
    const after = known.findIndex(({ at }) => at >= start + length)
    const upTo = after < 0 ? known : known.slice(0, after)
    return {
      series: Int32Array.from(upTo, ({ series }) => series),
      from: Int32Array.from(upTo, ({ at }) => Math.max(0, at - start)),
    }
  }
}

/** A row of time at level: seconds of one period during which a series of a source had this level and capacity. */
export interface LevelRow {
  readonly source: number
  readonly period: number
  readonly series: number
  readonly level: number
  readonly capacity: number
  readonly seconds: number
}

/** Time at level over hours that are not the stored ones: swept anew, in order of time, from what each day holds. */
export interface DaySweep {
  day(day: ScanDay, known: KnownSeries): void
  /** Gives out what is still held back. */
  end(): void
}

/** Rows are numbered by hour, series, level and capacity. */
const rowTable = () => createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })

/** No hour begins then: hours begin on quarters of an hour. */
const noHour = -1

/**
 * Sweeps days over the report's hours. The last hour of a day may go on in the next day, so its rows are held back and are put together
 * with those of that day; every combination of hour, series, level and capacity is given to `take` once.
 */
export const createDaySweep = (
  holders: HolderTable,
  engine: ReportSpec['engine'],
  isWanted: (source: number, series: number) => boolean,
  take: (row: LevelRow) => void,
): DaySweep => {
  const kind = engine === 'queue-levels' ? 'queue' : 'use'
  let source = -1
  let rows = rowTable()
  let seconds: number[] = []
  const periodOfHour = new Map<number, number>()

  /** Gives out all rows but those of the hour that may go on. */
  const giveOut = (goesOn: number): void => {
    const { keys, size } = rows
    const all = seconds
    rows = rowTable()
    seconds = []
    for (let row = 0; row < size; row++) {
      const [hour, series, level, capacity] = keys.subarray(row * 4, row * 4 + 4) as unknown as Numbers
      if (wholeHour(hour) === goesOn) seconds[rows.at(hour, series, level, capacity)] = all[row] as number
      else {
        const period = periodOfHour.get(hour) as number
        take({ source, period, series, level, capacity, seconds: all[row] as number })
      }
    }
    for (const hour of periodOfHour.keys()) if (wholeHour(hour) !== goesOn) periodOfHour.delete(hour)
  }

  return {
    day(day, known) {
      const { hourIds, periods, hours, length, columns } = day
      if (day.source !== source) {
        giveOut(noHour)
        source = day.source
      }
      const swept = sweepLevels({
        holders,
        length,
        hours,
        changes: changesOf(day, kind),
        runs: runsOf(columns),
        series: wantedSeries(known, (series) => isWanted(source, series)),
        capacity: capacityOf(columns),
      })
      hourIds.forEach((hour, i) => {
        periodOfHour.set(hour, periods[i] as number)
      })
      for (let i = 0; i < swept.hour.length; i++) {
        const hour = swept.hour.values[i] as number
        if ((periods[hour] as number) < 0) continue
        const row = rows.at(
          hourIds[hour] as number,
          swept.series.values[i] as number,
          swept.level.values[i] as number,
          swept.capacity.values[i] as number,
        )
        seconds[row] = (seconds[row] ?? 0) + (swept.seconds.values[i] as number)
      }
      giveOut(wholeHour(hourIds.at(-1) ?? noHour))
    },
    end: () => giveOut(noHour),
  }
}

type Numbers = readonly [number, number, number, number]

const changesOf = ({ columns }: ScanDay, kind: 'use' | 'queue') => {
  const time = unpacked(columns, kind, 'time')
  return {
    rows: time.length,
    time,
    holder: unpacked(columns, kind, 'holder'),
    change: unpacked(columns, kind, 'change'),
  }
}

const runsOf = (columns: ScanDay['columns']): Map<number, { start: number; end: number }[]> => {
  const daemon = unpacked(columns, 'run', 'daemon')
  const start = unpacked(columns, 'run', 'start')
  const end = unpacked(columns, 'run', 'end')
  const runs = new Map<number, { start: number; end: number }[]>()
  daemon.forEach((of, i) => {
    const run = { start: start[i] as number, end: end[i] as number }
    const list = runs.get(of)
    if (list) list.push(run)
    else runs.set(of, [run])
  })
  return runs
}

const capacityOf = (columns: ScanDay['columns']) => {
  const series = unpacked(columns, 'capacity', 'series')
  const licences = unpacked(columns, 'capacity', 'licences')
  return Array.from(unpacked(columns, 'capacity', 'time'), (time, i) => ({
    time,
    series: series[i] as number,
    licences: licences[i] as number,
  }))
}

const wantedSeries = (
  { series, from }: KnownSeries,
  isWanted: (series: number) => boolean,
): (readonly [series: number, knownFrom: number])[] =>
  Array.from(series, (id, i) => [id, from[i] as number] as const).filter(([id]) => isWanted(id))
