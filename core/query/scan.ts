import { capacityUncounted, capacityUnknown, UseKind } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import type { LineDetail } from '../facts/line-fact.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'
import { type CellTable, createCellTable } from './cell-table.ts'
import { type EventText, eventText } from './event-kinds.ts'
import { createHolderKeys, type HolderKeys, type NameLists } from './holder-keys.ts'
import { createMeasures, growMeasures, type Measures } from './measures.ts'
import { createMatch, type ReportSpec, unknownValue } from './report-spec.ts'

/** One stored day of a source, with the columns the engine asks for. */
export interface ScanDay {
  readonly source: number
  /** Instant of the day's start. */
  readonly start: number
  readonly length: number
  /** Starts of the hours, seconds since the day's start. */
  readonly hours: readonly number[]
  /** Period of the answer for each hour; -1: not asked for. */
  readonly periods: Int32Array
  readonly columns: { readonly [kind: string]: { readonly [name: string]: PackedColumn } }
}

export interface WorkerDictionary {
  readonly holders: HolderTable
  readonly names: NameLists
  readonly details: readonly LineDetail[]
}

/** One report being scanned: days in any order, in any number of workers; the parts are put together by `merge`. */
export interface Scan {
  readonly spec: ReportSpec
  readonly keys: HolderKeys
  readonly cells: CellTable
  readonly measures: Measures
  /** Level and capacity, or an event's own texts, of each extra. */
  readonly extras: Extras
  day(day: ScanDay): void
  /** The cell of a combination, and the numbers of its extra: for putting parts together. */
  cellAt(period: number, series: number, rest: number, extra: number): number
  levelExtra(level: number, capacity: number): number
  eventExtra(text: EventText): number
}

export interface Extras {
  readonly levels: readonly { readonly level: number; readonly capacity: number }[]
  readonly events: readonly EventText[]
}

/** Which columns of a day an engine reads, by kind. */
export const columnsOf = (engine: ReportSpec['engine']): { readonly [kind: string]: readonly string[] } => {
  switch (engine) {
    case 'levels':
      return { level: ['hour', 'series', 'level', 'capacity', 'seconds'] }
    case 'queue-levels':
      return {
        level: ['hour', 'series', 'capacity', 'seconds'],
        queueLevel: ['hour', 'series', 'level', 'capacity', 'seconds'],
      }
    case 'holders':
    case 'groups':
      return { use: ['time', 'holder', 'change'] }
    case 'queue-holders':
      return { queue: ['time', 'holder', 'change'] }
    case 'events':
      return { use: ['time', 'kind', 'holder', 'detail'], verdict: ['row', 'source', 'daemon'] }
  }
}

export const createScan = (spec: ReportSpec, dictionary: WorkerDictionary): Scan => {
  const { holders, names, details } = dictionary
  const keys = createHolderKeys(spec, holders, names)
  const column = (origin: string) => spec.columns.find((one) => one.origin === origin)
  const level = column('level')
  const capacity = column('capacity')
  const isLevel = spec.engine === 'levels' || spec.engine === 'queue-levels'
  const groupsExtra = isLevel ? level?.grouped === true || capacity?.grouped === true : spec.engine === 'events'
  // A group's members are united before anything is averaged: its cells are the records' keys.
  const isGroups = spec.engine === 'groups'
  const cells = createCellTable({
    periods: spec.periods,
    series: isGroups ? Math.max(1, keys.keys) : keys.seriesGroups,
    rests: isGroups ? spec.sources.length : keys.restGroups,
    hasExtra: groupsExtra,
  })
  const measures = createMeasures()
  const cellAt = (period: number, series: number, rest: number, extra: number): number => {
    const cell = cells.at(period, series, rest, extra)
    if (cell >= measures.records.length) growMeasures(measures, cell + 1)
    return cell
  }

  // Levels --------------------------------------------------------------------------------------------------------------------------------
  const levels: { level: number; capacity: number }[] = []
  const levelNumbers = new Map<number, number>()
  const levelPasses = createMatch(level?.filter ?? [])
  const capacityPasses = createMatch(capacity?.filter ?? [])
  const passes = new Map<number, boolean>()
  const filtersLevels = (level?.filter.length ?? 0) > 0 || (capacity?.filter.length ?? 0) > 0
  const levelExtra = (levelOf: number, capacityOf: number): number => {
    const l = level?.grouped ? levelOf : 0
    const c = capacity?.grouped ? capacityOf : 0
    const key = l * 0x4000000 + c
    let number = levelNumbers.get(key)
    if (number === undefined) {
      number = levels.length
      levelNumbers.set(key, number)
      levels.push({ level: l, capacity: c })
    }
    return number
  }
  const addLevel = (
    period: number,
    seriesGroup: number,
    levelOf: number,
    capacityOf: number,
    seconds: number,
  ): void => {
    if (filtersLevels) {
      const key = levelOf * 0x4000000 + capacityOf
      let pass = passes.get(key)
      if (pass === undefined) {
        pass = levelPasses(String(levelOf)) && capacityPasses(capacityText(capacityOf))
        passes.set(key, pass)
      }
      if (!pass) return
    }
    const cell = cellAt(period, seriesGroup, 0, groupsExtra ? levelExtra(levelOf, capacityOf) : 0)
    const used = seconds * levelOf
    measures.records[cell] = (measures.records[cell] as number) + 1
    measures.running[cell] = (measures.running[cell] as number) + seconds
    measures.elapsed[cell] = (measures.elapsed[cell] as number) + used
    if (levelOf > (measures.maximum[cell] as number)) measures.maximum[cell] = levelOf
    if (levelOf < (measures.minimum[cell] as number)) measures.minimum[cell] = levelOf
    if (capacityOf > 0) {
      const utilisation = (levelOf * 100) / capacityOf
      measures.usedOfCapacity[cell] = (measures.usedOfCapacity[cell] as number) + used
      measures.capacity[cell] = (measures.capacity[cell] as number) + seconds * capacityOf
      if (utilisation > (measures.maximumUtilisation[cell] as number)) measures.maximumUtilisation[cell] = utilisation
      if (utilisation < (measures.minimumUtilisation[cell] as number)) measures.minimumUtilisation[cell] = utilisation
    }
  }
  const seriesNumber = new Int32Array(holders.size).fill(-1)
  keys.series.forEach((id, i) => {
    seriesNumber[id] = i
  })
  const unpacked = (columns: { readonly [name: string]: PackedColumn }): { [name: string]: Int32Array } =>
    Object.fromEntries(Object.entries(columns).map(([name, packed]) => [name, unpackColumn(packed)]))

  const scanLevels = ({ source, periods, columns }: ScanDay): void => {
    const groups = keys.seriesGroupOf(source)
    const stored = columns.level ? unpacked(columns.level) : {}
    const hour = stored.hour ?? new Int32Array(0)
    const { series, seconds, capacity: capacities, level: storedLevels } = stored
    if (spec.engine === 'levels') {
      for (let i = 0; i < hour.length; i++) {
        const period = periods[hour[i] as number] as number
        if (period < 0) continue
        const number = seriesNumber[series?.[i] as number] as number
        const group = number < 0 ? -1 : (groups[number] as number)
        if (group >= 0)
          addLevel(period, group, storedLevels?.[i] as number, capacities?.[i] as number, seconds?.[i] as number)
      }
      return
    }
    const queue = columns.queueLevel ? unpacked(columns.queueLevel) : {}
    const queued = new Set(queue.series)
    // Nobody queued for these: observed time at any level of use is time at level 0 of the queue.
    const idle = new Map<string, { period: number; group: number; capacity: number; seconds: number }>()
    for (let i = 0; i < hour.length; i++) {
      const id = series?.[i] as number
      const period = periods[hour[i] as number] as number
      const number = seriesNumber[id] as number
      const group = number < 0 ? -1 : (groups[number] as number)
      if (period < 0 || group < 0 || queued.has(id)) continue
      const key = `${hour[i]}/${id}/${capacities?.[i]}`
      const row = idle.get(key)
      if (row) row.seconds += seconds?.[i] as number
      else idle.set(key, { period, group, capacity: capacities?.[i] as number, seconds: seconds?.[i] as number })
    }
    for (const { period, group, capacity: c, seconds: s } of idle.values()) addLevel(period, group, 0, c, s)
    for (let i = 0; i < (queue.hour?.length ?? 0); i++) {
      const period = periods[queue.hour?.[i] as number] as number
      const number = seriesNumber[queue.series?.[i] as number] as number
      const group = number < 0 ? -1 : (groups[number] as number)
      if (period >= 0 && group >= 0)
        addLevel(period, group, queue.level?.[i] as number, queue.capacity?.[i] as number, queue.seconds?.[i] as number)
    }
  }

  // Holders and groups -------------------------------------------------------------------------------------------------------------------
  const held = new Int32Array(keys.keys)
  const since = new Int32Array(keys.keys)
  const stamp = new Int32Array(keys.keys)
  const lastHour = new Int32Array(keys.keys).fill(-1)
  let days = 0
  let hourSerial = 0

  const scanHolders = ({ source, length, hours, periods, columns }: ScanDay): void => {
    const packed = spec.engine === 'queue-holders' ? columns.queue : columns.use
    if (!packed) return
    const { time, holder, change } = unpacked(packed) as { time: Int32Array; holder: Int32Array; change: Int32Array }
    const groups = keys.seriesGroupOf(source)
    const sourceNumber = spec.sources.findIndex(({ id }) => id === source)
    const { keyOfHolder, seriesOfKey, restOfKey } = keys
    const day = ++days
    const firstHour = hourSerial
    hourSerial += hours.length
    const even = hours.length === 24 && length === 86400
    const touched: number[] = []
    const flush = (key: number, from: number, to: number, licences: number): void => {
      const group = groups[seriesOfKey[key] as number] as number
      if (group < 0) return
      let at = from
      while (at < to) {
        let hour = even ? (at / 3600) | 0 : hours.length - 1
        if (!even) while ((hours[hour] as number) > at) hour--
        const hourEnd = hours[hour + 1] ?? length
        const end = to < hourEnd ? to : hourEnd
        const period = periods[hour] as number
        if (period >= 0) {
          const cell = isGroups
            ? cellAt(period, key, sourceNumber, 0)
            : cellAt(period, group, restOfKey[key] as number, 0)
          measures.elapsed[cell] = (measures.elapsed[cell] as number) + licences * (end - at)
          if (licences > (measures.maximum[cell] as number)) measures.maximum[cell] = licences
          if (isGroups) {
            measures.held[cell] = (measures.held[cell] as number) + end - at
            if (licences < (measures.minimum[cell] as number)) measures.minimum[cell] = licences
          }
          if (lastHour[key] !== firstHour + hour) {
            lastHour[key] = firstHour + hour
            measures.records[cell] = (measures.records[cell] as number) + 1
          }
        }
        at = end
      }
    }
    for (let i = 0; i < time.length; i++) {
      const delta = change[i] as number
      if (delta === 0) continue
      const key = keyOfHolder[holder[i] as number] as number
      if (key < 0) continue
      const at = time[i] as number
      if (stamp[key] !== day) {
        stamp[key] = day
        held[key] = 0
        touched.push(key)
      } else if ((held[key] as number) > 0 && at > (since[key] as number))
        flush(key, since[key] as number, at, held[key] as number)
      held[key] = (held[key] as number) + delta
      since[key] = at
    }
    for (const key of touched)
      if ((held[key] as number) > 0) flush(key, since[key] as number, length, held[key] as number)
  }

  // Events -------------------------------------------------------------------------------------------------------------------------------
  const events: EventText[] = []
  const eventNumbers = new Map<string, number>()
  /** Distinct record extras, and the (coarser) cell extra of each; -1: filtered out. */
  const recordNumbers = new Map<string, number>()
  const cellOfRecord: number[] = []
  const plainRecord = new Int32Array(64).fill(-2)
  const ownColumns = spec.columns.filter(({ origin }) => typeof origin === 'string' && isEventOrigin(origin))
  const ownFilters = ownColumns
    .filter(({ filter }) => filter.length > 0)
    .map(({ origin, filter }) => ({ origin: origin as keyof EventText, match: createMatch(filter) }))
  const serverOf = new Map(spec.sources.map(({ id, server }) => [id, server]))

  const eventExtra = (text: EventText): number => {
    const key = JSON.stringify(
      ownColumns.filter(({ grouped }) => grouped).map(({ origin }) => text[origin as keyof EventText]),
    )
    let number = eventNumbers.get(key)
    if (number === undefined) {
      number = events.length
      eventNumbers.set(key, number)
      events.push(text)
    }
    return number
  }
  const recordOf = (
    kind: number,
    detail: number,
    granted?: { source: number; daemon: number; local: boolean },
  ): number => {
    const isPlain = detail === 0 && !granted
    if (isPlain && plainRecord[kind] !== -2) return plainRecord[kind] as number
    const { reason, codes, version } = details[detail] ?? { reason: '', codes: '', version: '' }
    const text = eventText({
      type: spec.type,
      kind,
      reason,
      codes,
      version,
      ...(granted
        ? {
            grantedBy: {
              vendorLicence: `${serverOf.get(granted.source)};${names.daemon[granted.daemon]}`,
              local: granted.local,
            },
          }
        : {}),
    })
    let record = -1
    if (text && ownFilters.every(({ origin, match }) => match(text[origin]))) {
      const key = JSON.stringify(ownColumns.map(({ origin }) => text[origin as keyof EventText]))
      const known = recordNumbers.get(key)
      if (known === undefined) {
        record = cellOfRecord.length
        recordNumbers.set(key, record)
        cellOfRecord.push(eventExtra(text))
      } else record = known
    }
    if (isPlain) plainRecord[kind] = record
    return record
  }

  const scanEvents = ({ source, length, hours, periods, columns }: ScanDay): void => {
    if (!columns.use) return
    const { time, kind, holder, detail } = unpacked(columns.use) as {
      time: Int32Array
      kind: Int32Array
      holder: Int32Array
      detail: Int32Array
    }
    const verdicts = columns.verdict ? unpacked(columns.verdict) : {}
    const groups = keys.seriesGroupOf(source)
    const { keyOfHolder, seriesOfKey, restOfKey } = keys
    const even = hours.length === 24 && length === 86400
    let seen = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
    let current = -1
    let verdict = 0
    for (let i = 0; i < time.length; i++) {
      const k = kind[i] as number
      const isGranted = verdict < (verdicts.row?.length ?? 0) && verdicts.row?.[verdict] === i
      const granted = isGranted
        ? {
            source: (verdicts.source?.[verdict] as number) || source,
            daemon: verdicts.daemon?.[verdict] as number,
            local: false,
          }
        : undefined
      if (isGranted) verdict++
      if (k === UseKind.carry || k === UseKind.adjust) continue
      const key = keyOfHolder[holder[i] as number] as number
      if (key < 0) continue
      if (granted) granted.local = granted.source === source && granted.daemon === holders.daemon[holder[i] as number]
      const group = groups[seriesOfKey[key] as number] as number
      if (group < 0) continue
      const at = time[i] as number
      let hour = even ? Math.min(23, (at / 3600) | 0) : hours.length - 1
      if (!even) while ((hours[hour] as number) > at) hour--
      const period = periods[hour] as number
      if (period < 0) continue
      const record = recordOf(k, detail[i] as number, granted)
      if (record < 0) continue
      if (hour !== current) {
        current = hour
        seen = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
      }
      const before = seen.size
      seen.at(0, key, record, 0)
      const cell = cellAt(period, group, restOfKey[key] as number, cellOfRecord[record] as number)
      measures.events[cell] = (measures.events[cell] as number) + 1
      if (seen.size > before) measures.records[cell] = (measures.records[cell] as number) + 1
    }
  }

  const scanDay = isLevel ? scanLevels : spec.engine === 'events' ? scanEvents : scanHolders
  return { spec, keys, cells, measures, extras: { levels, events }, day: scanDay, cellAt, levelExtra, eventExtra }
}

const isEventOrigin = (origin: string): boolean =>
  origin === 'event-type' ||
  origin === 'event-subtype' ||
  origin === 'details' ||
  origin === 'forward-vendor-licence' ||
  origin === 'feature-version'

export const capacityText = (capacity: number): string =>
  capacity === capacityUnknown ? unknownValue : capacity === capacityUncounted ? 'uncounted' : String(capacity)
