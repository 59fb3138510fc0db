import type { PrimeTimeCalendar } from '../contract/application.ts'
import type { Resolution } from '../contract/reports.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import type { DataType } from '../data-types/data-type.ts'
import { instantOfPoint, isoInZone } from '../query/periods.ts'
import type { CountingWay, KeyedIntervals, TypedUses, UseSeries } from './typed-uses.ts'
import type { SourceUsage } from './usage.ts'
import { usageReport } from './usage-report.ts'
import type { UsageColumnSpec, UsageTable } from './usage-spec.ts'

/** One use in words: key, start, end (ISO, or seconds), licences, price of an hour, machine. */
export type UseInWords = readonly [
  key: string,
  from: string | number,
  to: string | number,
  count?: number,
  rate?: number,
  machine?: number,
]

export interface ReportInWords {
  readonly type: number
  readonly way: CountingWay
  readonly withIdle?: boolean
  readonly zone?: string
  readonly by?: Resolution
  readonly from?: string | number
  readonly to?: string | number
  /** Labels; absent: every classification. */
  readonly groupBy?: readonly string[]
  readonly where?: { readonly [label: string]: readonly string[] }
  readonly calendar?: PrimeTimeCalendar
  /** By its name. Its keys are named `series` or `series/rest`. */
  readonly series: {
    readonly [name: string]: Partial<Omit<UseSeries, 'observed'>> & { readonly observed?: readonly Observed[] }
  }
  readonly uses?: readonly UseInWords[]
  readonly waits?: readonly UseInWords[]
  readonly own?: KeyedIntervals['own']
  /** Key, time, count, amount, user, seconds. */
  readonly events?: readonly (readonly [string, string | number, number?, number?, number?, number?])[]
  readonly inactive?: readonly string[]
  readonly sources?: readonly Pick<SourceUsage, 'source' | 'observed'>[]
}
export type Observed = readonly [from: string | number, to: string | number, status?: 'ok' | 'missing' | 'error']

const found: readonly (string | undefined)[] = ['level', 'queued-level', 'capacity', 'daemon-status', 'prime']
const holders: readonly (string | undefined)[] = [
  'user-group',
  'user',
  'host-group',
  'host',
  'group',
  'typed-host-group',
]

/** Values of a key by its name: the part before the slash for the feature or application, the other one for the last that tells who. */
const valuesOf = (key: string, columns: readonly UsageColumnSpec[]): string[] => {
  const [first, rest] = key.split('/')
  const main = Math.max(
    0,
    columns.findIndex(({ name }) => name === 'Feature' || name === 'Application'),
  )
  const holder = columns.findLastIndex(({ concept }) => holders.includes(concept))
  return columns.map(({ concept }, i) =>
    found.includes(concept) ? '' : ((i === main ? first : i === holder ? rest : undefined) ?? '-'),
  )
}

/** Runs a report over uses told in words, of a type that gives them as they are. */
export const reportInWords = (words: ReportInWords): UsageTable => {
  const { type, way, zone = 'UTC', by = 'total', groupBy, where = {} } = words
  const at = (point: string | number): number =>
    typeof point === 'number' ? point : (instantOfPoint(zone, point) as number)
  const { classifications, fields } = dataTypeById(type) as DataType
  const columns = (fields?.map((name) => ({ name, concept: undefined })) ?? classifications).map(
    ({ name, concept }): UsageColumnSpec => ({
      name,
      concept,
      isGrouped: groupBy ? groupBy.includes(name) : true,
      ...(where[name] ? { where: where[name] } : {}),
    }),
  )
  const seriesNames = Object.keys(words.series)
  const named = new Set<string>([...seriesNames.filter((name) => words.withIdle !== undefined || name.includes('/'))])
  for (const [key] of [...(words.uses ?? []), ...(words.waits ?? []), ...(words.events ?? [])]) named.add(key)
  const keys = [...named]
  const intervals = (uses: readonly UseInWords[]): KeyedIntervals => {
    const sorted = uses.toSorted((a, b) => at(a[1]) - at(b[1]))
    return {
      size: sorted.length,
      start: Float64Array.from(sorted, ([, from]) => at(from)),
      end: Float64Array.from(sorted, ([, , to]) => at(to)),
      key: Int32Array.from(sorted, ([key]) => keys.indexOf(key)),
      count: Int32Array.from(sorted, ([, , , count]) => count ?? 1),
      rate: Float64Array.from(sorted, ([, , , , rate]) => rate ?? Number.NaN),
      machine: Int32Array.from(sorted, ([, , , , , machine]) => machine ?? 0),
      ...(words.own ? { own: words.own } : {}),
    }
  }
  const events = words.events ?? []
  const typed: TypedUses = {
    keys: keys.map((key) => valuesOf(key, columns)),
    seriesOfKey: keys.map((key) => seriesNames.indexOf(key.split('/')[0] as string)),
    series: Object.values(words.series).map(({ observed = [], ...series }) => ({
      zone,
      knownAt: Number.NEGATIVE_INFINITY,
      capacity: [],
      ...series,
      observed: observed.map(([from, to, status = 'ok']) => ({ from: at(from), to: at(to), status })),
    })),
    uses: intervals(words.uses ?? []),
    ...(words.waits ? { waits: intervals(words.waits) } : {}),
    ...(words.inactive ? { inactive: Uint8Array.from(keys, (key) => (words.inactive?.includes(key) ? 1 : 0)) } : {}),
    ...(words.events
      ? {
          events: {
            size: events.length,
            time: Float64Array.from(events, ([, time]) => at(time)),
            key: Int32Array.from(events, ([key]) => keys.indexOf(key)),
            count: Float64Array.from(events, ([, , count]) => count ?? 1),
            amount: Float64Array.from(events, ([, , , amount]) => amount ?? 0),
            user: Int32Array.from(events, ([, , , , user]) => user ?? 0),
            length: Float64Array.from(events, ([, , , , , length]) => length ?? 0),
          },
        }
      : {}),
  }
  return usageReport(
    { id: type, way, withIdle: words.withIdle ?? false, typed: () => typed },
    (words.sources ?? []) as SourceUsage[],
    {
      spec: {
        type,
        by,
        zone,
        from: words.from === undefined ? undefined : at(words.from),
        to: words.to === undefined ? undefined : at(words.to),
        columns,
        calendar: words.calendar ?? null,
        customerId: '',
        renames: [],
        maps: {},
        denialBefore: 5,
        denialAfter: 2,
      },
      subjects: undefined as never,
      note: () => {},
    },
  )
}

/** The rows as objects by label: texts of the columns, numbers of the measurements (rounded to six decimals; `null`: does not apply). */
export const rowsInWords = (words: ReportInWords): Record<string, string | number | null>[] => {
  const table = reportInWords(words)
  const { classifications, measurements, fields } = dataTypeById(words.type) as DataType
  const labels = (fields ?? classifications.map(({ name }) => name)).filter(
    (name) => !words.groupBy || words.groupBy.includes(name),
  )
  return Array.from({ length: table.rows }, (_, row) => ({
    Time: isoInZone(words.zone ?? 'UTC', table.periodStarts[table.periods[row] as number] as number),
    ...Object.fromEntries(
      labels.map((label, i) => {
        const { codes, texts } = table.columns[i] as UsageTable['columns'][number]
        return [label, texts[codes[row] as number] as string]
      }),
    ),
    ...Object.fromEntries(
      measurements.map(({ name, concept }) => {
        const value = table.measures[concept]?.[row] as number
        return [name, Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e6]
      }),
    ),
  }))
}
