import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { deriveLog } from '../cli/derive-fixture.ts'
import { finishReport } from './finish-report.ts'
import { planReport } from './plan-report.ts'
import { createScan } from './scan.ts'
import type { ScanDay } from './scan-day.ts'

const zone = 'Europe/Berlin'
// Few users on few hosts: most days have users on several hosts and hosts with several users; one of them is 23 hours long.
const log = generateLog({
  seed: 11,
  days: 5,
  users: 4,
  hosts: 3,
  features: 3,
  daemons: 2,
  eventsPerDay: 120,
  startDate: '2024-03-29',
})
const derived = await deriveLog(log, zone)

test.each([50, 51, 76, 83, 84, 116])('type %i: whole days as stored say what a sweep of them says', (type) => {
  const { columns: planned } = planReport({ type, by: 'day', groupBy: null, where: [] }, '')
  const labels = planReport({ type, by: 'day', groupBy: null, where: [] }, '').grouped
  expect(planned.length).toBe(labels.length)
  fc.assert(
    fc.property(fc.subarray([...labels]), fc.boolean(), (groupBy, isTotal) => {
      const where = labels.includes('Feature') && groupBy.length > 2 ? [{ name: 'Feature', values: ['*_1'] }] : []
      const { columns, engine } = planReport({ type, by: 'day', groupBy, where }, '')
      const run = (isWhole: boolean) => {
        const { holders, names } = derived.words
        const scan = createScan(
          {
            type,
            engine,
            columns,
            sources: [{ id: 1, server: 'lic01' }],
            packages: [],
            maps: { user: 'MAP: odd\n*1\n*3\nMAP: even\n*2\n', host: 'MAP: here\n*1\nDEFAULT: there\n' },
            periods: isTotal ? 1 : derived.days.length,
          },
          { holders, names, details: [] },
        )
        derived.days.forEach(({ day, start, length, columns: stored }, i) => {
          const hours = zoneClock(zone).hourStarts(day)
          scan.day({
            source: 1,
            start,
            length,
            hours: hours.map((hour) => hour - start),
            hourIds: Int32Array.from(hours, (hour) => hour / 60),
            periods: new Int32Array(hours.length).fill(isTotal ? 0 : i),
            wholePeriod: isWhole ? (isTotal ? 0 : i) : -1,
            columns: stored as ScanDay['columns'],
          })
        })
        scan.end()
        return finishReport(scan, holders, {
          daemons: [],
          known: [],
          starts: new Float64Array(0),
          ends: new Float64Array(0),
        })
      }
      const [stored, swept] = [run(true), run(false)]
      expect(stored.rows).toBe(swept.rows)
      expect(stored.rows).toBeGreaterThan(0)
      expect(stored.columns).toEqual(swept.columns)
      expect(stored.periods).toEqual(swept.periods)
      for (const concept of Object.keys(swept.measures))
        expect(
          Array.from(stored.measures[concept] as Float64Array, (value) => value.toFixed(9)),
          concept,
        ).toEqual(Array.from(swept.measures[concept] as Float64Array, (value) => value.toFixed(9)))
    }),
    { numRuns: 20, seed: 20240329 },
  )
})
