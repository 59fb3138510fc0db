import { expect, test } from 'vitest'
import { clockOf, usageFixture } from '../usage-fixture.ts'

const solver = { server: 'lic1', daemon: 'mvsd', manager: 'FlexNet', feature: 'solver' }
const ada = { ...solver, user: 'ada', host: 'ws1' }

const observedIn = (fixture: ReturnType<typeof usageFixture>): string[] =>
  (fixture.typed(45).series[0]?.observed ?? []).map(
    ({ from, to, status }) => `${clockOf(from)}-${clockOf(to)} ${status}`,
  )

test('while the whole server is down, its daemons are', () => {
  const fixture = usageFixture()
  fixture.source({
    held: [['8:00', '8:30', ada]],
    observed: [
      ['8:00', '8:30', 'lic1', 'mvsd'],
      ['8:30', '9:30', 'lic1', 'mvsd', 'missing'],
      ['9:30', '10:00', 'lic1', 'mvsd', 'error'],
      ['8:00', '8:30', 'lic1', ''],
      ['8:30', '9:00', 'lic1', '', 'error'],
      ['9:00', '10:00', 'lic1', ''],
    ],
  })
  expect(observedIn(fixture)).toEqual(['8:00-8:30 ok', '8:30-9:00 error', '9:00-9:30 missing', '9:30-10:00 error'])
})

test('a server or source that is observed as a whole observes its daemons', () => {
  for (const server of ['lic1', '']) {
    const fixture = usageFixture()
    fixture.source({ held: [['8:00', '8:30', ada]], observed: [['8:00', '9:00', server, '']] })
    fixture.source({ held: [['8:00', '8:30', { ...ada, server: 'lic2' }]], observed: [['9:00', '10:00', '', '']] })
    expect(observedIn(fixture)).toEqual(['8:00-9:00 ok'])
  }
})

test('what leaves the version or the daemon open stands for all; what names them is the better answer', () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '9:00', { ...ada, version: '1' }],
      ['8:00', '9:00', { ...ada, version: '2', user: 'ben' }],
    ],
    observed: [['8:00', '10:00', 'lic1', 'mvsd']],
    capacity: [
      ['7:00', { ...solver, daemon: '' }, 9],
      ['8:00', { ...solver, version: '1' }, 5],
      ['8:00', { ...solver, version: '2' }, 3],
    ],
  })
  const { keys, series } = fixture.typed(45)
  expect(keys.map((key) => key.slice(0, 4).join())).toEqual(['lic1;mvsd,<none>,solver,1', 'lic1;mvsd,<none>,solver,2'])
  expect(series.map(({ capacity }) => capacity.map(({ licences }) => licences))).toEqual([
    [9, 5],
    [9, 3],
  ])
  // A type without a version has the licences of all of them.
  const { series: pooled } = fixture.typed(143)
  expect(pooled[0]?.capacity.at(-1)?.licences).toBe(8)
})

test('a version without licences of its own is served from those of the feature', () => {
  const fixture = usageFixture()
  fixture.source({
    held: [['8:00', '9:00', { ...ada, version: '1' }]],
    capacity: [['8:00', { ...solver, version: '2' }, 4]],
  })
  expect(fixture.typed(45).series.map(({ capacity }) => capacity)).toMatchObject([[{ licences: 4 }], [{ licences: 4 }]])
})
