import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DataTypeInfo, resolutions } from '../../core/contract/reports.ts'
import { queryOfShape, shapeOfQuery } from './report-address.ts'
import { defaultShape } from './report-defaults.ts'
import type { ChartKind, Period, ReportShape } from './report-shape.ts'
import { exampleType, type51, type93 } from './type-examples.ts'

const odd = exampleType(
  902,
  'Odd labels',
  'per-key',
  ['Prime time (deprecated):prime', 'A=b&c;d:odd-one', 'Größe %:odd-two', 'where.x:odd-three'],
  ['Sum + more:elapsed:Hours', '100 %:average'],
)

const date = fc.integer({ min: 0, max: 20_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
const period: fc.Arbitrary<Period> = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  fc.integer({ min: 1, max: 9999 }).map((days) => ({ kind: 'last', days }) as const),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('month', 'year'),
    back: fc.constantFrom(0, 1),
  }),
  fc.record({ kind: fc.constant('range' as const), from: date, to: date }),
  fc.constant({ kind: 'range', from: '2024-03-31T00:00:00.000Z', to: '2024-04-01T02:30:00+02:00' } as const),
)

const shapeOf = (type: DataTypeInfo): fc.Arbitrary<ReportShape> => {
  const names = type.classifications.map((it) => it.name)
  const measures = type.measurements.map((it) => it.name)
  return fc.record({
    type: fc.constant(type.id),
    period,
    zone: fc.constantFrom('', 'UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'),
    by: fc.constantFrom(...resolutions),
    groupBy: fc.oneof(fc.shuffledSubarray(names), fc.constant(null)),
    where: fc.shuffledSubarray(names).chain((some) =>
      fc.tuple(
        ...some.map((name) =>
          fc.record({
            name: fc.constant(name),
            values: fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 1, maxLength: 4 }),
          }),
        ),
      ),
    ),
    measures: fc.subarray(measures),
    chart: fc.constantFrom<ChartKind>('lines', 'stacked', 'levels', 'none'),
    chartMeasure: fc.constantFrom(...measures),
    compare: fc.constantFrom('previous' as const, 'year' as const, null),
  })
}

test('any shape comes back from its own address', () => {
  for (const type of [type51, odd]) {
    fc.assert(
      fc.property(shapeOf(type), (shape) => {
        expect(shapeOfQuery(type, queryOfShape(shape))).toEqual(shape)
      }),
    )
  }
})

test('an address without a query is the usual shape', () => {
  expect(shapeOfQuery(type51, '')).toEqual(defaultShape(type51))
})

test('a link by hand only says what differs', () => {
  const shape = shapeOfQuery(type51, 'by=hour&where.Feature=MAYA&where.Feature=nas*&period=last-30')
  expect(shape).toEqual({
    ...defaultShape(type51),
    by: 'hour',
    where: [{ name: 'Feature', values: ['MAYA', 'nas*'] }],
    period: { kind: 'last', days: 30 },
  })
})

test('what the type does not have is left out, what is nonsense is as usual', () => {
  const query =
    'by=minute&group=Nobody&group=Feature&where.Nobody=x&measure=None&chart=pie&of=None&zone=Mars/Base&period=last-0'
  expect(shapeOfQuery(type51, query)).toEqual({ ...defaultShape(type51), groupBy: ['Feature'], measures: [] })
  expect(shapeOfQuery(type51, 'from=2024-13-77&to=2024-01-01').period).toEqual({ kind: 'all' })
})

test('any text at all is read without a fault', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(shapeOfQuery(type51, text).type).toBe(51)
    }),
  )
})

test('a raw type is never grouped', () => {
  expect(shapeOfQuery(type93, 'group=Feature').groupBy).toBeNull()
})
