// The engine against a twin that looks at every quarter of an hour one by one and knows nothing of sweeps, spans and tables.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataTypeById } from '../data-types/catalogue.ts'
import type { DataType } from '../data-types/data-type.ts'
import { type Observed, type ReportInWords, rowsInWords, type UseInWords } from './typed-uses-fixture.ts'

const step = 900
const steps = 168

/** Zone of the report, zone of the source, where the 42 hours begin: each has a change of clocks or a grid of its own. */
const places = [
  ['Europe/Oslo', 'America/New_York', '2024-03-30T12:00:00Z'],
  ['Europe/Oslo', 'Europe/Oslo', '2024-10-26T12:00:00Z'],
  ['Australia/Lord_Howe', 'Australia/Lord_Howe', '2024-04-06T00:00:00Z'],
  ['Asia/Kolkata', 'Europe/Oslo', '2024-03-30T12:00:00Z'],
  ['UTC', 'Asia/Kathmandu', '2023-12-30T20:00:00Z'],
] as const

interface Moment {
  readonly date: string
  readonly hour: string
  readonly weekday: string
  readonly minute: number
}
const formats = new Map<string, Intl.DateTimeFormat>()
const momentsKnown = new Map<string, Moment>()
/** What the clock of a zone shows. */
const momentOf = (zone: string, instant: number): Moment => {
  const known = momentsKnown.get(`${zone} ${instant}`)
  if (known) return known
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      weekday: 'short',
      timeZoneName: 'longOffset',
    })
  formats.set(zone, format)
  const parts = Object.fromEntries(format.formatToParts(instant * 1000).map(({ type, value }) => [type, value]))
  const date = `${parts.year}-${parts.month}-${parts.day}`
  const moment = {
    date,
    hour: `${date} ${parts.hour} ${parts.timeZoneName}`,
    weekday: (parts.weekday as string).slice(0, 3).toLowerCase(),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  }
  momentsKnown.set(`${zone} ${instant}`, moment)
  return moment
}

const periodOf = (by: ReportInWords['by'], { date, hour }: Moment): string => {
  if (by === 'hour') return hour
  if (by === 'day') return date
  if (by === 'month') return date.slice(0, 7)
  if (by === 'total') return ''
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return day.toISOString().slice(0, 10)
}

/** What a record is told by, and how long it was so. */
interface Time {
  readonly period: string
  readonly hour: string
  readonly key: string
  readonly values: Record<string, string>
  readonly level: number
  readonly capacity: number
  readonly isSeen: boolean
  seconds: number
}

type Uses = readonly UseInWords[]
const levelAt = (uses: Uses, key: string, at: number): number =>
  uses.reduce(
    (sum, [of, from, to, count]) => sum + (of === key && Number(from) <= at && at < Number(to) ? (count ?? 1) : 0),
    0,
  )

const twin = (words: ReportInWords) => {
  const { way, withIdle, by, calendar, series, uses = [], waits = [], groupBy = [], where = {} } = words
  const { classifications } = dataTypeById(words.type) as DataType
  const labelOf = (concept: string) => classifications.find((one) => one.concept === concept)?.name ?? '?'
  const keys = [
    ...new Set([...(withIdle === undefined ? [] : Object.keys(series)), ...[...uses, ...waits].map(([key]) => key)]),
  ]
  const from = Number(words.from)
  const to = Number(words.to)
  const rest =
    words.type === 45
      ? '?'
      : (classifications.filter(({ concept }) => ['user', 'user-group'].includes(concept)).at(-1)?.name ?? '?')
  /** Steps of each key: what the records of the family would be if they were of one step only. */
  const moments: Time[] = []
  for (let at = from; at < to; at += step)
    for (const key of keys) {
      const [name, second] = key.split('/') as [string, string | undefined]
      const {
        observed = [],
        capacity = [],
        knownAt = 0,
        zone = words.zone as string,
      } = series[name] as ReportInWords['series'][string]
      const isUsed = [...uses, ...waits].some(
        ([of, start, end]) => of.split('/')[0] === name && Number(start) <= at && at < Number(end),
      )
      const seen = at >= knownAt ? observed.find(([start, end]) => Number(start) <= at && at < Number(end)) : undefined
      const status = isUsed ? 'ok' : seen ? (seen[2] ?? 'ok') : undefined
      if (!status) continue
      const own = momentOf(zone, at)
      const shown = momentOf(words.zone as string, at)
      const prime = calendar?.ranges.some(
        ({ days, from: begin, to: end }) =>
          days.includes(own.weekday as never) &&
          own.minute >= Number(begin.slice(0, 2)) * 60 + Number(begin.slice(3)) &&
          own.minute < Number(end.slice(0, 2)) * 60 + Number(end.slice(3)),
      )
      const licences = capacity.findLast((one) => one.at <= at)?.licences ?? -1
      const isSeen = status === 'ok'
      const level = levelAt(uses, key, at)
      const queued = levelAt(waits, key, at)
      moments.push({
        period: periodOf(by, shown),
        hour: shown.hour,
        key,
        values: {
          Feature: name,
          [rest]: second ?? '-',
          [labelOf('capacity')]: licences === -1 ? 'undef' : licences === -2 ? 'uncounted' : String(licences),
          [labelOf('level')]: isSeen ? String(level) : 'undef',
          [labelOf('queued-level')]: isSeen ? String(queued) : 'undef',
          [labelOf('daemon-status')]: status,
          [labelOf('prime')]: prime === undefined ? 'undef' : prime ? 'prime' : 'non-prime',
        },
        level,
        capacity: licences,
        isSeen,
        seconds: step,
      })
    }
  const used = new Set(moments.flatMap(({ key, hour, level }) => (level > 0 ? [`${key} ${hour}`] : [])))
  const counts = moments.filter(
    ({ key, hour, level }) => withIdle || (way === 'level' ? used.has(`${key} ${hour}`) : level > 0),
  )
  const passes = ({ values }: Time) =>
    Object.entries(where).every(([name, wanted]) => wanted.includes((values[name] ?? '-') as string))
  const classOf = ({ values }: Time) => JSON.stringify(groupBy.map((name) => values[name] ?? '-'))
  const rows = Map.groupBy(counts.filter(passes), (one) => JSON.stringify([one.period, classOf(one)]))
  const isByLevel =
    way === 'level' &&
    [...groupBy, ...Object.keys(where)].some((name) => [labelOf('level'), labelOf('queued-level')].includes(name))
  return [...rows.values()].map((times) => {
    const one = times[0] as Time
    const row: Record<string, unknown> = Object.fromEntries(groupBy.map((name) => [name, one.values[name] ?? '-']))
    const told = classifications.map(({ name }) => name)
    row.period = one.period
    row['record-count'] = new Set(
      times.map(({ key, hour, values }) =>
        JSON.stringify([
          key,
          hour,
          told.map((name) => (way === 'level' || name !== labelOf('level') ? values[name] : '')),
        ]),
      ),
    ).size
    const seen = times.filter(({ isSeen }) => isSeen)
    const sum = (of: readonly Time[], value: (time: Time) => number) => of.reduce((all, time) => all + value(time), 0)
    const elapsed = sum(seen, ({ level, seconds }) => level * seconds)
    row.running = sum(times, ({ seconds }) => seconds) / 3600
    row.elapsed = way === 'level' && seen.length === 0 ? null : elapsed / 3600
    row.active =
      way === 'level' && seen.length === 0 ? null : sum(seen, ({ level, seconds }) => (level > 0 ? seconds : 0)) / 3600
    row.maximum = seen.length === 0 ? null : Math.max(...seen.map(({ level }) => level))
    // Of groups and of levels without idle time: all observed time of the keys that have a part in the row. Where nobody looked during any
    // of its records nothing is known of it, as for the maximum.
    const parts = new Set(times.map(({ key }) => key))
    const watched =
      withIdle || isByLevel || seen.length === 0
        ? seen
        : moments.filter(
            (time) =>
              parts.has(time.key) &&
              time.isSeen &&
              time.period === one.period &&
              passes(time) &&
              classOf(time) === classOf(one),
          )
    // A key has a part only in the classes in which it has records.
    row.average = watched.length === 0 ? null : elapsed / sum(watched, ({ seconds }) => seconds)
    row.minimum = watched.length === 0 ? null : Math.min(...watched.map(({ level }) => level))
    const counted = seen.filter(({ capacity }) => capacity > 0)
    row['average-utilisation'] =
      counted.length === 0
        ? null
        : (sum(counted, ({ level }) => level) * 100) / sum(counted, ({ capacity }) => capacity)
    row['maximum-utilisation'] =
      counted.length === 0 ? null : Math.max(...counted.map(({ level, capacity }) => (level * 100) / capacity))
    row['minimum-utilisation'] =
      counted.length === 0 ? null : Math.min(...counted.map(({ level, capacity }) => (level * 100) / capacity))
    row.distinct = 1
    return row
  })
}

const moment = fc.integer({ min: 0, max: steps })
const useOf = (keys: readonly string[]) =>
  fc.tuple(fc.constantFrom(...keys), moment, fc.integer({ min: 0, max: 27 }), fc.integer({ min: 1, max: 3 }))
const status = fc.constantFrom('ok', 'ok', 'missing', 'error', undefined)

/** A feature: what was seen of it in stretches one after another, its capacity from some instants on, when it was first heard of. */
const seriesOf = fc.record({
  stretches: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), status), { maxLength: 8 }),
  capacity: fc.uniqueArray(fc.tuple(moment, fc.constantFrom(-2, 2, 4)), { maxLength: 3, selector: ([at]) => at }),
  knownAt: fc.constantFrom(0, 0, 30),
})

const shapes = [
  { type: 45, way: 'level', withIdle: true, keys: ['a', 'b'] },
  { type: 124, way: 'level', withIdle: false, keys: ['a/1', 'a/2', 'b/1'] },
  { type: 46, way: 'key', withIdle: undefined, keys: ['a/1', 'a/2', 'b/1'] },
  { type: 71, way: 'group', withIdle: undefined, keys: ['a/1', 'a/2', 'b/1'] },
] as const

test.each(shapes)(
  'type $type: the engine says what looking at every quarter of an hour says',
  ({ type, way, withIdle, keys }) => {
    const { classifications, measurements } = dataTypeById(type) as DataType
    const told = ['vendor-licence', 'package', 'feature-version', 'host-group', 'licensing-model']
    const labels = classifications
      .filter(({ concept }) => !told.some((one) => concept.startsWith(one)))
      .map(({ name }) => name)
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom('hour', 'day', 'week', 'month', 'total'),
        fc.subarray(labels),
        fc.tuple(seriesOf, seriesOf),
        fc.array(useOf(keys), { maxLength: 12 }),
        fc.array(useOf(keys), { maxLength: type === 45 ? 4 : 0 }),
        fc.boolean(),
        fc.subarray(
          [
            ['Feature', 'a'],
            ['Used licenses', '1'],
            ['Prime time (deprecated)', 'prime'],
          ] as const,
          { maxLength: 1 },
        ),
        fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 66, max: steps })),
        ([zone, sourceZone, start], by, groupBy, [a, b], uses, waits, hasCalendar, filters, [from, to]) => {
          const instant = (number: number): number => Date.parse(start) / 1000 + number * step
          const inWords = (list: typeof uses): Uses =>
            list.map(([key, at, length, count]) => [key, instant(at), instant(at + length), count])
          const series = ({ stretches, capacity, knownAt }: typeof a) => {
            let at = 0
            const observed = stretches.flatMap(([length, state]): Observed[] => {
              const begin = at
              at += length
              return state ? [[instant(begin), instant(at), state]] : []
            })
            const changes = capacity.map(([when, licences]) => ({ at: instant(when), licences }))
            return {
              zone: sourceZone,
              observed,
              knownAt: instant(knownAt),
              capacity: changes.toSorted((x, y) => x.at - y.at),
            }
          }
          const words: ReportInWords = {
            type,
            way,
            ...(withIdle === undefined ? {} : { withIdle }),
            zone,
            by,
            from: instant(from),
            to: instant(to),
            groupBy,
            where: Object.fromEntries(
              filters.filter(([name]) => labels.includes(name)).map(([name, value]) => [name, [value]]),
            ),
            ...(hasCalendar
              ? {
                  calendar: {
                    ranges: [{ days: ['mon', 'sat', 'sun'], from: '00:30', to: '15:30' }],
                    holidays: [],
                  } as never,
                }
              : {}),
            series: { a: series(a), b: series(b) },
            uses: inWords(uses),
            ...(type === 45 ? { waits: inWords(waits) } : {}),
          }
          const rows = rowsInWords(words).map(({ Time, ...row }) => {
            const moment = momentOf(zone, Date.parse(Time as string) / 1000)
            return JSON.stringify([
              by === 'total' ? '' : periodOf(by, moment),
              groupBy.map((name) => row[name]),
              measurements.map(({ name }) => row[name]),
            ])
          })
          const expected = twin(words).map((row) =>
            JSON.stringify([
              row.period,
              groupBy.map((name) => row[name]),
              measurements.map(({ concept }) => {
                const value = row[concept]
                return typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value
              }),
            ]),
          )
          const comparable = (list: readonly string[]) => list.map((text) => text).toSorted()
          expect(comparable(rows)).toEqual(comparable(expected))
        },
      ),
      { numRuns: 150 },
    )
  },
)

test('machines of a clock hour, counted one by one', () => {
  const uses = fc.array(
    fc.tuple(fc.constantFrom('a/1', 'a/2'), moment, fc.integer({ min: 0, max: 27 }), fc.integer({ min: 1, max: 3 })),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(fc.constantFrom(...places), uses, ([zone, , start], list) => {
      const instant = (number: number): number => Date.parse(start) / 1000 + number * step
      const words: ReportInWords = {
        type: 128,
        way: 'distinct-hosts',
        zone,
        by: 'hour',
        from: instant(0),
        to: instant(steps),
        groupBy: ['Group'],
        series: { a: { observed: [[instant(0), instant(steps)]] } },
        uses: list.map(([key, at, length, machine]) => [key, instant(at), instant(at + length), 1, undefined, machine]),
      }
      const machines = new Map<string, Set<number>>()
      for (const [key, at, length, machine] of list)
        for (let i = at; i < Math.min(steps, at + length); i++) {
          const place = JSON.stringify([momentOf(zone, instant(i)).hour, key.slice(2)])
          machines.set(place, (machines.get(place) ?? new Set()).add(machine))
        }
      const rows = rowsInWords(words).map((row) => {
        const { hour } = momentOf(zone, Date.parse(row.Time as string) / 1000)
        return `${JSON.stringify([hour, row.Group])} ${row['Max used']} ${row['Min used']}`
      })
      expect(rows.toSorted()).toEqual([...machines].map(([place, { size }]) => `${place} ${size} ${size}`).toSorted())
    }),
  )
})

test('levels add up to observed time, keys to the total', () => {
  const keys = ['a/1', 'a/2', 'a/3'] as const
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.array(useOf(keys), { maxLength: 30 }), ([zone, , start], list) => {
      const instant = (number: number): number => Date.parse(start) / 1000 + number * step
      const uses = list.map(([key, at, length, count]): UseInWords => [key, instant(at), instant(at + length), count])
      const words = {
        zone,
        from: instant(0),
        to: instant(steps),
        series: { a: { observed: [[instant(0), instant(steps)]] } },
      } as const satisfies Partial<ReportInWords>
      const total = (rows: ReturnType<typeof rowsInWords>, name: string) =>
        rows.reduce((sum, row) => sum + Number(row[name]), 0)
      const level = { ...words, type: 102, way: 'level', withIdle: true } as const
      const levels = rowsInWords({ ...level, uses: uses.map(([, ...rest]): UseInWords => ['a', ...rest]), by: 'day' })
      const users = rowsInWords({ ...words, type: 46, way: 'key', uses, by: 'hour' })
      expect(total(levels, 'Running Time')).toBeCloseTo((steps * step) / 3600, 4)
      expect(total(users, 'Elapsed time')).toBeCloseTo(total(levels, 'Elapsed time'), 4)
    }),
  )
})
