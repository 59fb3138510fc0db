import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { deriveLog } from '../cli/derive-fixture.ts'
import { unpackColumn } from '../segments/column.ts'
import { finishReport, type ObservedPeriods } from './finish-report.ts'
import { absorb, partOf } from './merge-scans.ts'
import { planReport } from './plan-report.ts'
import type { ReportSpec } from './report-spec.ts'
import { createScan } from './scan.ts'
import type { ScanDay } from './scan-day.ts'

const zone = 'Europe/Berlin'
let derived: Awaited<ReturnType<typeof deriveLog>>
beforeAll(async () => {
  const log = generateLog({
    seed: 9,
    days: 6,
    users: 6,
    hosts: 4,
    features: 4,
    daemons: 2,
    eventsPerDay: 80,
    startDate: '2024-03-28',
  })
  derived = await deriveLog(log, zone)
})

/** The report's days, one period a day, and what was observed in them. */
const scanned = () => {
  const days = derived.days.map(({ day, start, length, columns }, period): ScanDay => {
    const hours = zoneClock(zone).hourStarts(day)
    return {
      source: 1,
      start,
      length,
      hours: hours.map((hour) => hour - start),
      hourIds: Int32Array.from(hours, (hour) => hour / 60),
      periods: new Int32Array(hours.length).fill(period),
      wholePeriod: -1,
      columns: columns as ScanDay['columns'],
    }
  })
  const stretches = new Map<number, [number, number][]>()
  for (const { start, columns } of derived.days) {
    const [daemon, from, to] = ['daemon', 'start', 'end'].map((name) => {
      const column = columns.run?.[name]
      return column ? unpackColumn(column) : new Int32Array(0)
    }) as [Int32Array, Int32Array, Int32Array]
    daemon.forEach((of, i) => {
      stretches.set(of, [...(stretches.get(of) ?? []), [start + (from[i] as number), start + (to[i] as number)]])
    })
  }
  const observed: ObservedPeriods = {
    daemons: [...stretches].map(([daemon, list]) => ({
      source: 1,
      daemon,
      starts: Float64Array.from(list, ([start]) => start),
      ends: Float64Array.from(list, ([, end]) => end),
    })),
    known: [],
    starts: Float64Array.from(days, ({ start }) => start),
    ends: Float64Array.from(days, ({ start, length }) => start + length),
  }
  return { days, observed }
}

test.each([50, 51, 52, 75, 76, 77, 84, 85, 104, 116, 129])(
  'type %i: parts put together are one scan, however the days were dealt out',
  (type) => {
    const { days, observed } = scanned()
    const groupings: (string[] | null)[] = [null, [], ['Feature'], ['Vendor License', 'Feature']]
    fc.assert(
      fc.property(
        fc.constantFrom(...groupings),
        fc.array(fc.nat(2), { minLength: days.length, maxLength: days.length }),
        (groupBy, worker) => {
          const { columns, engine } = planReport({ type, by: 'day', groupBy, where: [] }, '')
          const spec: ReportSpec = {
            type,
            engine,
            columns,
            sources: [{ id: 1, server: 'lic01' }],
            packages: [],
            periods: days.length,
          }
          const { holders, names } = derived.words
          const details = derived.words.details.map(([reason = '', codes = '', version = '', tail = '']) => ({
            reason,
            codes,
            version,
            tail,
          }))
          const scan = (which: (i: number) => boolean) => {
            const one = createScan(spec, { holders, names, details })
            days.forEach((day, i) => {
              if (which(i)) one.day(day)
            })
            one.end()
            return one
          }
          const [main, ...others] = [0, 1, 2].map((of) => scan((i) => worker[i] === of)) as [
            ReturnType<typeof scan>,
            ...ReturnType<typeof scan>[],
          ]
          for (const other of others) absorb(main, structuredClone(partOf(other)))
          const parts = finishReport(main, holders, observed)
          const once = finishReport(
            scan(() => true),
            holders,
            observed,
          )
          expect(parts.rows).toBe(once.rows)
          // Texts of columns may be numbered differently; what they say may not.
          const said = ({ columns: told, rows }: typeof once) =>
            told.map(({ codes, texts }) => Array.from({ length: rows }, (_, i) => texts[codes[i] as number]))
          expect(said(parts)).toEqual(said(once))
          expect([...parts.periods]).toEqual([...once.periods])
          for (const [concept, values] of Object.entries(once.measures))
            expect(
              Array.from(parts.measures[concept] as Float64Array, (value) => value.toFixed(9)),
              concept,
            ).toEqual(Array.from(values, (value) => value.toFixed(9)))
        },
      ),
      { numRuns: 12, seed: 20240304 },
    )
  },
)
