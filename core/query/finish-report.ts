import { zoneClock } from '../aggregation/zone-clock.ts'
import type { PrimeTimeCalendar } from '../contract/application.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { capacityText } from './capacity-text.ts'
import { createCellTable } from './cell-table.ts'
import type { EventText } from './event-kinds.ts'
import { createMeasures, growMeasures, type Measures } from './measures.ts'
import { createObservation, type Observation, type ObservedDaemon } from './observation.ts'
import { createPrimeShape } from './prime-shape.ts'
import { primeClasses, primeTexts } from './report-spec.ts'
import type { Scan } from './scan.ts'
import { byCodeUnit, byNumber, sortRows } from './sort-rows.ts'

/** A finished answer, column by column; text columns as codes into a sorted list, so that equal texts are stored once. */
export interface ResultTable {
  readonly rows: number
  /** Number of each row's period. */
  readonly periods: Int32Array
  /** The classifications grouped by, in the type's order. */
  readonly columns: readonly { readonly codes: Int32Array; readonly texts: readonly string[] }[]
  /** By measurement concept; NaN where a measurement does not apply. */
  readonly measures: { readonly [concept: string]: Float64Array }
}

/** What averages over observed time need besides the cells. */
export interface ObservedPeriods {
  readonly daemons: readonly ObservedDaemon[]
  /** Which hours are prime time, on the clocks of the sources; absent without a calendar. */
  readonly prime?: { readonly calendar: PrimeTimeCalendar; readonly zones: ReadonlyMap<number, string> }
  /** First mention of a series, instants, by source and series id. */
  readonly known: readonly { readonly source: number; readonly series: number; readonly at: number }[]
  /** Start and end of each period, clipped to what was asked for. */
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/** Turns a scan into rows: groups united and averaged over observed time, measures computed, rows sorted by their columns from the left. */
export const finishReport = (scan: Scan, holders: HolderTable, observed: ObservedPeriods): ResultTable => {
  const isGroups = scan.spec.engine === 'groups'
  const { size, keys, measures, observedSeconds } = isGroups
    ? foldGroups(scan, holders, observed)
    : { size: scan.cells.size, keys: scan.cells.keys, measures: scan.measures, observedSeconds: scan.measures.running }

  const columns = scan.spec.columns
    .filter(({ grouped }) => grouped)
    .map(({ origin }) => {
      const text = textOf(scan, origin)
      const isNumber = origin === 'level' || origin === 'capacity'
      return encode(
        size,
        (cell) =>
          origin === 'prime-time'
            ? (primeTexts[(keys[cell * 4] as number) % 2] as string)
            : text(keys[cell * 4 + 1] as number, keys[cell * 4 + 2] as number, keys[cell * 4 + 3] as number),
        keys,
        origin,
        isNumber,
      )
    })
  const periods = new Int32Array(size)
  const classes = primeClasses(scan.spec.columns)
  for (let i = 0; i < size; i++) periods[i] = Math.floor((keys[i * 4] as number) / classes)
  const order = sortRows(size, [
    { codes: periods, count: scan.spec.periods },
    ...columns.map(({ codes, texts }) => ({ codes, count: texts.length })),
  ])
  const pick = (values: Int32Array): Int32Array => {
    const picked = new Int32Array(size)
    for (let i = 0; i < size; i++) picked[i] = values[order[i] as number] as number
    return picked
  }
  return {
    rows: size,
    periods: pick(periods),
    columns: columns.map(({ codes, texts }) => ({ codes: pick(codes), texts })),
    measures: computeMeasures(order, measures, observedSeconds),
  }
}

/**
 * Unites the cells of the records' keys (series and group): the average of each is over the observed time of its feature in the period,
 * so that over several groups it is the average per group.
 */
const foldGroups = (scan: Scan, holders: HolderTable, observed: ObservedPeriods) => {
  const { prime } = observed
  const clockOf = (source: number) => zoneClock(prime?.zones.get(source) ?? 'UTC')
  const { classes, observed: observedOf } = createPrimeShape(scan.spec.columns, prime?.calendar ?? null, clockOf)
  const observations = observedOf(observed.daemons).map(createObservation)
  const knownAt = new Map(observed.known.map(({ source, series, at }) => [`${source}/${series}`, at]))
  const { cells, keys, spec } = scan
  const { seriesOfKey, restOfKey } = keys.records()
  const table = createCellTable({
    periods: spec.periods,
    series: keys.series.groups,
    rests: keys.rests.groups,
    hasExtra: false,
  })
  const measures: Measures = createMeasures(Math.max(1, cells.size))
  let seconds = new Float64Array(Math.max(1, cells.size))
  for (let i = 0; i < cells.size; i++) {
    const cellPeriod = cells.keys[i * 4] as number
    const period = Math.floor(cellPeriod / classes)
    const observation = observations[classes === 2 ? cellPeriod % 2 : 0] as Observation
    const key = cells.keys[i * 4 + 1] as number
    const source = (spec.sources[cells.keys[i * 4 + 2] as number] as { id: number }).id
    const number = seriesOfKey[key] as number
    const series = keys.series.series[number] as number
    const group = keys.series.groupOf(source)[number] as number
    const start = Math.max(
      observed.starts[period] as number,
      knownAt.get(`${source}/${series}`) ?? Number.NEGATIVE_INFINITY,
    )
    const watched = observation.seconds(
      source,
      holders.daemon[series] as number,
      start,
      observed.ends[period] as number,
    )
    const cell = table.at(cellPeriod, group, restOfKey[key] as number, 0)
    growMeasures(measures, cell + 1)
    if (cell >= seconds.length) {
      const grown = new Float64Array(seconds.length * 2)
      grown.set(seconds)
      seconds = grown
    }
    const held = scan.measures.held[i] as number
    const minimum = held < watched ? 0 : (scan.measures.minimum[i] as number)
    measures.records[cell] = (measures.records[cell] as number) + (scan.measures.records[i] as number)
    measures.elapsed[cell] = (measures.elapsed[cell] as number) + (scan.measures.elapsed[i] as number)
    measures.maximum[cell] = Math.max(measures.maximum[cell] as number, scan.measures.maximum[i] as number)
    measures.minimum[cell] = Math.min(measures.minimum[cell] as number, minimum)
    seconds[cell] = (seconds[cell] as number) + Math.max(watched, held)
  }
  return { size: table.size, keys: table.keys, measures, observedSeconds: seconds }
}

type Origin = Scan['spec']['columns'][number]['origin']

const textOf = ({ keys, extras }: Scan, origin: Origin): ((series: number, rest: number, extra: number) => string) => {
  if (typeof origin === 'object') return () => origin.constant
  switch (origin) {
    case 'vendor-licence':
      return (series) => keys.series.texts[series]?.vendorLicence ?? ''
    case 'feature':
      return (series) => keys.series.texts[series]?.feature ?? ''
    case 'package':
      return (series) => keys.series.texts[series]?.package ?? ''
    case 'user':
      return (_, rest) => keys.rests.texts[rest]?.user ?? ''
    case 'host':
      return (_, rest) => keys.rests.texts[rest]?.host ?? ''
    case 'user-group':
      return (_, rest) => keys.rests.texts[rest]?.userGroup ?? ''
    case 'host-group':
      return (_, rest) => keys.rests.texts[rest]?.hostGroup ?? ''
    case 'level':
      return (_, __, extra) => String(extras.levels[extra]?.level ?? '')
    case 'capacity':
      return (_, __, extra) => capacityText(extras.levels[extra]?.capacity ?? -1)
    default:
      return (_, __, extra) => extras.events[extra]?.[origin as keyof EventText] ?? ''
  }
}

/** The column as ranks among its distinct texts; computed once for each group, not for each cell. */
const encode = (size: number, text: (cell: number) => string, keys: Int32Array, origin: Origin, isNumber: boolean) => {
  const part =
    typeof origin === 'object'
      ? -1
      : origin === 'vendor-licence' || origin === 'feature' || origin === 'package'
        ? 1
        : origin === 'user' || origin === 'host' || origin === 'user-group' || origin === 'host-group'
          ? 2
          : origin === 'prime-time'
            ? 0
            : 3
  const textOfPart = new Map<number, string>()
  for (let cell = 0; cell < size; cell++) {
    const number = part < 0 ? 0 : (keys[cell * 4 + part] as number)
    if (!textOfPart.has(number)) textOfPart.set(number, text(cell))
  }
  const texts = [...new Set(textOfPart.values())].sort(isNumber ? byNumber : byCodeUnit)
  const rank = new Map(texts.map((value, i) => [value, i]))
  const rankOfPart = new Map([...textOfPart].map(([number, value]) => [number, rank.get(value) as number]))
  const codes = new Int32Array(size)
  for (let cell = 0; cell < size; cell++)
    codes[cell] = rankOfPart.get(part < 0 ? 0 : (keys[cell * 4 + part] as number)) as number
  return { codes, texts }
}

const computeMeasures = (
  order: Int32Array,
  m: Measures,
  observedSeconds: Float64Array,
): { [concept: string]: Float64Array } => {
  // A plain loop: `Float64Array.from` goes through an iterator, twenty times as slow.
  const column = (value: (cell: number) => number): Float64Array => {
    const values = new Float64Array(order.length)
    for (let i = 0; i < order.length; i++) values[i] = value(order[i] as number)
    return values
  }
  const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN)
  const ratio = (a: number, b: number): number => (b > 0 ? a / b : Number.NaN)
  return {
    'record-count': column((c) => m.records[c] as number),
    'failed-requests': column((c) => m.events[c] as number),
    events: column((c) => m.events[c] as number),
    running: column((c) => (m.running[c] as number) / 3600),
    elapsed: column((c) => (m.elapsed[c] as number) / 3600),
    average: column((c) => ratio(m.elapsed[c] as number, observedSeconds[c] as number)),
    maximum: column((c) => finite(m.maximum[c] as number)),
    minimum: column((c) => finite(m.minimum[c] as number)),
    'average-utilisation': column((c) => ratio((m.usedOfCapacity[c] as number) * 100, m.capacity[c] as number)),
    'maximum-utilisation': column((c) => finite(m.maximumUtilisation[c] as number)),
    'minimum-utilisation': column((c) => finite(m.minimumUtilisation[c] as number)),
    distinct: column(() => 1),
  }
}
