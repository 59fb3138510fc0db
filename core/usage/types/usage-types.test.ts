import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataTypes } from '../../data-types/catalogue.ts'
import { fixtureDay, type Subject, usageFixture } from '../usage-fixture.ts'
import { usageTypeById, usageTypeIds } from './usage-types.ts'

const ofDebugLog = [50, 51, 52, 75, 76, 77, 83, 84, 85, 86, 104, 129]

test('every type but those of the debug log is answered from usage', () => {
  expect(usageTypeIds).toEqual(dataTypes.map(({ id }) => id).filter((id) => !ofDebugLog.includes(id)))
})

test('without a source every type has an empty answer', () => {
  for (const id of usageTypeIds) {
    const { keys, uses, events } = usageFixture().typed(id)
    expect([id, keys.length, uses.size, events?.size ?? 0]).toEqual([id, 0, 0, 0])
  }
})

test('a key has a value for each column, none of them missing', () => {
  const fixture = usageFixture()
  fixture.source({ held: [['8:00', '9:00', {}]], observed: [['8:00', '9:00', '', '']] })
  for (const id of usageTypeIds) {
    const { columns } = fixture.spec(id)
    for (const key of fixture.typed(id).keys) {
      expect([id, key.length]).toEqual([id, columns.length])
      for (const value of key) expect(typeof value).toBe('string')
    }
  }
})

const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${minutes % 60}`
const users = ['ada', 'ben', 'cyd']
const features = ['solver', 'mesher', 'viewer']
const holds = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 20 * 60 }),
    length: fc.integer({ min: 1, max: 180 }),
    user: fc.constantFrom(...users),
    host: fc.constantFrom('ws1', 'ws2'),
    feature: fc.constantFrom(...features),
    version: fc.constantFrom('', '1', '2'),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 12 },
)

/** Sum of a measurement over the rows of an answer. */
const total = (rows: readonly string[], name: string): number =>
  rows.reduce((sum, row) => sum + Number(new RegExp(`${name} (-?[\\d.]+)`).exec(row)?.[1] ?? 0), 0)

const maps = {
  'featureset.map':
    'GROUP "Flow"\n @cost=3\n elements:\n  feature="solver"\n  feature="mesher"\nGROUP "Solver"\n @cost=2\n elements:\n  feature="solver"\n',
  'user-to-groups.map': 'MAP: A (Team)\nada\nMAP: B (Team)\nben\nDEFAULT: others (Team)\n',
  'entitlement.map': 'MAP: 2\nsolver\n',
}

test('elapsed time of a total, of its users, of its machines and of its groups is one and the same, with sets or without', () => {
  fc.assert(
    fc.property(holds, fc.boolean(), (list, hasSets) => {
      const fixture = usageFixture()
      const subject = ({ user, host, feature, version }: (typeof list)[number]): Subject<'licence'> => ({
        server: 'lic1',
        daemon: 'mvsd',
        feature,
        version,
        user,
        host,
      })
      fixture.source({
        held: list.map((one) => [clock(one.from), clock(one.from + one.length), subject(one), one.count]),
        observed: [['0:00', '24:00', 'lic1', 'mvsd']],
      })
      const expected = list.reduce((sum, { length, count }) => sum + (length * count) / 60, 0)
      const used = hasSets ? maps : { ...maps, 'featureset.map': '' }
      for (const type of [45, 46, 47, 49, 71, 72, 94, 95, 102, 110, 111, 112, 113, 127])
        expect(total(fixture.report(type, { maps: used, by: 'total' }), 'Elapsed time')).toBeCloseTo(expected, 3)
      // Overdraft is a part of the total, and both tell the same elastic usage.
      const rows = fixture.report(114, { maps: used, by: 'total', where: { 'License type': ['feature'] } })
      const [all, over] = ['total', 'overdraft'].map((kind) => rows.filter((row) => row.includes(` | ${kind} | `)))
      expect(total(all as string[], 'Elapsed time')).toBeCloseTo(expected, 3)
      expect(total(all as string[], 'Elastic usage')).toBeCloseTo(total(over as string[], 'Elapsed time'), 3)
    }),
    { numRuns: 40 },
  )
})

test('levels of a feature last as long as it was observed', () => {
  fc.assert(
    fc.property(holds, (list) => {
      const fixture = usageFixture()
      fixture.source({
        held: list.map(({ from, length, user, host, count }) => [
          clock(from),
          clock(from + length),
          { server: 'lic1', daemon: 'mvsd', feature: 'solver', user, host },
          count,
        ]),
        observed: [['0:00', '24:00', 'lic1', 'mvsd']],
        known: [['0:00', { server: 'lic1', daemon: 'mvsd', feature: 'solver' }]],
      })
      for (const [type, name] of [
        [45, 'Running time'],
        [102, 'Running Time'],
        [111, 'Running time'],
        [143, 'Duration'],
      ] as const)
        expect(total(fixture.report(type, { by: 'total' }), name)).toBeCloseTo(24, 3)
    }),
    { numRuns: 40 },
  )
})

test('runs are as many as began, in whatever hours they are told', () => {
  fc.assert(
    fc.property(holds, (list) => {
      const fixture = usageFixture()
      fixture.source({
        about: 'process',
        kind: 'events',
        held: list.map(({ from, length, user, host }) => [
          clock(from),
          clock(from + length),
          { user, host, executable: 'cadx', system: 'Linux' },
        ]),
        observed: [['0:00', '24:00', '', '']],
      })
      const hours = list.reduce((sum, { length }) => sum + length / 60, 0)
      expect(total(fixture.report(31), 'Count')).toBe(list.length)
      for (const type of [31, 81, 82, 130])
        expect(total(fixture.report(type, { by: 'day' }), 'Elapsed [tT]ime')).toBeCloseTo(hours, 3)
      const levels = fixture.report(34, { from: '0:00', to: '24:00' })
      if (list.length > 0) expect(total(levels, 'Running time')).toBeGreaterThan(0)
    }),
    { numRuns: 40 },
  )
})

test('the day of the fixture is what it says', () => {
  expect(new Date(fixtureDay * 1000).toISOString()).toBe('2024-03-04T00:00:00.000Z')
  expect(usageTypeById(50)).toBeUndefined()
})
