import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateLog, type LogOptions } from '../../e2e/recount/log-generator.ts'
import { hourlyRecords } from '../../e2e/recount/records.ts'
import { recount } from '../../e2e/recount/recount.ts'
import type { Recount } from '../../e2e/recount/recount-shapes.ts'
import { importInto, logTypes, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import type { PrimeTimeCalendar } from '../contract/application.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
const prime = 'Prime time (deprecated)'

const calendars: { readonly [name: string]: PrimeTimeCalendar } = {
  'whole hours': {
    ranges: [{ days: [...workdays], from: '08:00', to: '18:00' }],
    holidays: [{ date: '2024-03-29', name: 'Good Friday' }],
  },
  // In the hour from 12:00 prime time ends and begins again.
  'inside hours': {
    ranges: [
      { days: [...workdays], from: '08:30', to: '12:15' },
      { days: [...workdays], from: '12:45', to: '17:20' },
    ],
    holidays: [{ date: '1999-10-28', yearly: true }],
  },
  'over midnight': {
    ranges: [
      { days: ['fri', 'sat', 'sun', 'mon'], from: '22:10', to: '06:00' },
      { days: ['sun'], from: '02:30', to: '24:00' },
    ],
    holidays: [{ date: '2024-03-30' }, { date: '2024-10-26' }],
  },
}

interface Imported {
  readonly core: Core
  readonly counted: Recount
  readonly zone: string
}

const importLog = async (zone: string, options: LogOptions): Promise<Imported> => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  const text = generateLog({ torn: 0, ...options })
  const [record] = await importInto(core, [writeLog(folder, 'a.log', text)], { zone })
  expect(record?.state).toBe('finished')
  return { core, zone, counted: recount([{ name: 'a.log', bytes: new TextEncoder().encode(text) }], { zone }) }
}

const small = { users: 6, hosts: 4, features: 4, daemons: 2, eventsPerDay: 80, days: 5 }
let spring: Imported
let autumn: Imported
beforeAll(async () => {
  spring = await importLog('Europe/Berlin', { ...small, seed: 51, startDate: '2024-03-28' })
  autumn = await importLog('Europe/Berlin', { ...small, seed: 52, startDate: '2024-10-25', verbose: true })
}, 60_000)
afterAll(async () => {
  await spring?.core.close()
  await autumn?.core.close()
  await endTest()
})

/** Every record as the recount has it, on the hours of a clock. */
const expectRecounted = async (
  { core, counted, zone: own }: Imported,
  type: number,
  zone: string,
  calendar: PrimeTimeCalendar,
) => {
  const expected = hourlyRecords({ ...counted, zone }, type, { calendar, zone: own }).rows.map(({ time, cells }) =>
    [time, ...cells.map((cell) => (typeof cell === 'number' ? Math.round(cell * 1e6) / 1e6 : cell))].join(),
  )
  expect(expected.length, `type ${type}`).toBeGreaterThan(0)
  expect((await reportLines(core, type, { zone })).sort(), `type ${type}`).toEqual(expected.sort())
}

const cases = Object.keys(calendars).flatMap((name) =>
  ['Europe/Berlin', 'Asia/Kathmandu'].map((zone) => [name, zone] as const),
)

test.each(cases)('%s, hours of %s: every record as recounted', { timeout: 60_000 }, async (name, zone) => {
  const calendar = calendars[name] as PrimeTimeCalendar
  for (const imported of [spring, autumn]) {
    await imported.core.api['settings.change']({ primeTime: calendar })
    for (const type of zone === imported.zone ? logTypes : [50, 51, 75, 76, 85])
      await expectRecounted(imported, type, zone, calendar)
  }
})

/** A measurement of each row, found by its concept; the measurements stand last. */
const values = (type: number, lines: readonly string[], concept: string): number[] => {
  const measurements = dataTypeById(type)?.measurements ?? []
  const at = measurements.findIndex((one) => one.concept === concept) - measurements.length
  return lines.map((line) => Number(line.split(',').at(at)))
}
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

test.each(Object.keys(calendars))(
  '%s: prime and non-prime together are the whole',
  { timeout: 60_000 },
  async (name) => {
    for (const { core } of [spring, autumn]) {
      for (const by of ['total', 'day'] as const) {
        for (const type of [50, 51, 76, 84, 85]) {
          await core.api['settings.change']({ primeTime: null })
          const whole = await reportLines(core, type, { by, groupBy: ['Feature'] })
          await core.api['settings.change']({ primeTime: calendars[name] as PrimeTimeCalendar })
          const ungrouped = await reportLines(core, type, { by, groupBy: ['Feature'] })
          const split = await reportLines(core, type, { by, groupBy: ['Feature', prime] })
          const filtered = await Promise.all(
            ['prime', 'non-prime'].map((value) =>
              reportLines(core, type, { by, groupBy: ['Feature'], where: [{ name: prime, values: [value] }] }),
            ),
          )
          expect(
            split.some((line) => line.includes(',prime,')) && split.some((line) => line.includes(',non-prime,')),
          ).toBe(true)
          const concepts = type === 51 || type === 76 ? ['elapsed', 'running'] : ['elapsed']
          for (const concept of concepts) {
            const all = sum(values(type, whole, concept))
            expect(all).toBeGreaterThan(0)
            for (const part of [ungrouped, split, filtered.flat()])
              expect(sum(values(type, part, concept)), `type ${type} ${by} ${concept}`).toBeCloseTo(all, 4)
          }
          // A record is one combination of all classifications within an hour, whether prime time is grouped by or not.
          const records = sum(values(type, split, 'record-count'))
          expect(sum(values(type, ungrouped, 'record-count'))).toBe(records)
          expect(sum(values(type, filtered.flat(), 'record-count'))).toBe(records)
          if (type === 50 || type === 84) continue
          // What is averaged and the extremes of a class are the same whether it stands in a row of its own or is asked for alone.
          for (const [i, value] of ['prime', 'non-prime'].entries())
            expect(
              split.filter((line) => line.includes(`,${value},`)).map((line) => line.replace(`,${value},`, ',')),
            ).toEqual(filtered[i])
        }
      }
    }
  },
)

test('averages over observed time know the hours of the class alone', async () => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  // Monday 4 March 2024, observed from 8:00 to 20:00; held from 9:30 to 17:30.
  const log = [
    ...startBlock({ time: ' 8:00:00' }),
    ' 8:00:00 (demo) Server started on lic1 for: a',
    ' 9:30:00 (demo) OUT: "a" ann@ws1',
    '17:30:00 (demo) IN: "a" ann@ws1',
    '20:00:00 (demo) OUT: "a" ann@ws1',
  ]
  await importInto(core, [writeLog(folder, 'a.log', `${log.join('\n')}\n`)])
  await core.api['settings.change']({
    primeTime: { ranges: [{ days: ['mon'], from: '09:00', to: '17:15' }], holidays: [] },
  })
  const of = (type: number, groupBy: string[]) =>
    reportLines(core, type, { by: 'total', groupBy, where: [{ name: 'Feature', values: ['a'] }] })
  // Prime: 8.25 hours observed, 7.75 held. Non-prime: 3.75 hours observed, 0.25 held.
  expect((await of(85, [prime])).map((line) => line.split(',').slice(1).join())).toEqual([
    `non-prime,1,0.25,${Math.round((0.25 / 3.75) * 1e6) / 1e6},1,0`,
    `prime,9,7.75,${Math.round((7.75 / 8.25) * 1e6) / 1e6},1,0`,
  ])
  const hourly = await reportLines(core, 85)
  expect(hourly.filter((line) => line.includes('T17:00:00')).map((line) => line.split(',').slice(3).join())).toEqual([
    'non-prime,undef,1,0.25,0.333333,1,0',
    'prime,undef,1,0.25,1,1,1',
  ])
  const levels = await of(51, [prime])
  expect(levels.map((line) => values(51, [line], 'running')[0])).toEqual([3.75, 8.25])
  expect(levels.map((line) => values(51, [line], 'average')[0])).toEqual([
    Math.round((0.25 / 3.75) * 1e6) / 1e6,
    Math.round((7.75 / 8.25) * 1e6) / 1e6,
  ])
  await core.api['settings.change']({ primeTime: null })
  expect((await of(85, [prime])).map((line) => line.split(',')[1])).toEqual(['undef'])
  await core.close()
})
