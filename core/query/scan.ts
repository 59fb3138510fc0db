import type { HolderTable } from '../facts/holder-table.ts'
import type { LineDetail } from '../facts/line-fact.ts'
import { type CellTable, createCellTable } from './cell-table.ts'
import type { EventText } from './event-kinds.ts'
import { createHolderKeys, type HolderKeys } from './holder-keys.ts'
import { createMeasures, growMeasures, type Measures } from './measures.ts'
import type { NameLists } from './name-lists.ts'
import { createMatch, type ReportSpec } from './report-spec.ts'
import type { ScanDay, ScanKit } from './scan-day.ts'
import { createEventScan } from './scan-events.ts'
import { createHolderScan } from './scan-holders.ts'
import { createHoldingScan } from './scan-holdings.ts'
import { createLevelScan } from './scan-levels.ts'

export interface WorkerDictionary {
  readonly holders: HolderTable
  readonly names: NameLists
  readonly details: readonly LineDetail[]
}

/** One report being scanned, in any number of workers; the parts are put together by `merge`. */
export interface Scan {
  readonly spec: ReportSpec
  readonly keys: HolderKeys
  readonly cells: CellTable
  readonly measures: Measures
  /** Level and capacity, or an event's own texts, of each extra. */
  readonly extras: Extras
  /** Days in any order; those of a source whose hours are not the report's one after the other, in order of time. */
  day(day: ScanDay): void
  /** After the last day: what was held back for a day to come is added. */
  end(): void
  /** The cell of a combination, and the numbers of its extra: for putting parts together. */
  cellAt(period: number, series: number, rest: number, extra: number): number
  levelExtra(level: number, capacity: number): number
  eventExtra(text: EventText): number
}

export interface Extras {
  readonly levels: readonly { readonly level: number; readonly capacity: number }[]
  readonly events: readonly EventText[]
}

export const createScan = (spec: ReportSpec, { holders, names, details }: WorkerDictionary): Scan => {
  const keys = createHolderKeys(spec, holders, names)
  const isGrouped = (origin: string) => spec.columns.some((one) => one.origin === origin && one.grouped)
  const isLevel = spec.engine === 'levels' || spec.engine === 'queue-levels'
  // A group's members are united before anything is averaged: its cells are the records' keys.
  const isGroups = spec.engine === 'groups'
  const cells = createCellTable({
    periods: spec.periods,
    series: isGroups ? Math.max(1, keys.records().keys) : keys.series.groups,
    rests: isGroups ? spec.sources.length : keys.rests.groups,
    hasExtra: isLevel ? isGrouped('level') || isGrouped('capacity') : spec.engine === 'events',
  })
  const measures = createMeasures()
  const kit: ScanKit = {
    spec,
    holders,
    keys,
    measures,
    cellAt: (period, series, rest, extra) => {
      const cell = cells.at(period, series, rest, extra)
      if (cell >= measures.records.length) growMeasures(measures, cell + 1)
      return cell
    },
  }
  // A filter on a value that is the same in every record takes all of them or none.
  const excludesAll = spec.columns.some(
    ({ origin, filter }) => typeof origin === 'object' && !createMatch(filter)(origin.constant),
  )
  const level = createLevelScan(kit)
  const event = createEventScan(kit, names, details)
  return {
    spec,
    keys,
    cells,
    measures,
    extras: { levels: level.levels, events: event.events },
    day: excludesAll
      ? () => undefined
      : isLevel
        ? level.scan
        : spec.engine === 'events'
          ? event.scan
          : createKeyScan(kit),
    end: level.end,
    cellAt: kit.cellAt,
    levelExtra: level.levelExtra,
    eventExtra: event.eventExtra,
  }
}

/** Whole days as stored, others swept; what the sweep needs is made when it is first needed. */
const createKeyScan = (kit: ScanKit): ((day: ScanDay) => void) => {
  const stored = kit.spec.engine === 'holders' ? createHoldingScan(kit) : undefined
  let swept: ((day: ScanDay) => void) | undefined
  return (day) => {
    if (stored && day.wholePeriod >= 0) return stored(day)
    swept ??= createHolderScan(kit)
    swept(day)
  }
}
