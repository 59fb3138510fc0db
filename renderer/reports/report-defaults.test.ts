import { expect, test } from 'vitest'
import { canStack, defaultShape, drawnChart, levelMeasure } from './report-defaults.ts'
import { exampleType, type50, type51, type52, type84, type85, type93 } from './type-examples.ts'

const brief = (type: Parameters<typeof defaultShape>[0]) => {
  const { by, groupBy, measures, chart, chartMeasure } = defaultShape(type)
  return { by, groupBy, measures, chart, chartMeasure }
}

test('51 is asked by feature and day, with its maximum, average and hours', () => {
  expect(brief(type51)).toEqual({
    by: 'day',
    groupBy: ['Feature'],
    measures: ['Avg in use', 'Max in use', 'Elapsed time'],
    chart: 'lines',
    chartMeasure: 'Max in use',
  })
})

test('84 is asked by user, and its hours are stacked', () => {
  expect(brief(type84)).toEqual({
    by: 'day',
    groupBy: ['User name'],
    measures: ['Elapsed time', 'Max used'],
    chart: 'stacked',
    chartMeasure: 'Elapsed time',
  })
})

test('50 is asked by user and host', () => {
  expect(defaultShape(type50).groupBy).toEqual(['User', 'Host'])
})

test('52 is asked by feature and status', () => {
  expect(brief(type52)).toEqual({
    by: 'day',
    groupBy: ['Feature', 'Status'],
    measures: ['Record count'],
    chart: 'stacked',
    chartMeasure: 'Record count',
  })
})

test('a group type is asked by its group', () => {
  expect(brief(type85)).toMatchObject({ groupBy: ['User group'], chart: 'lines', chartMeasure: 'Max used' })
})

test('a raw type shows its rows, hour by hour, and no chart', () => {
  expect(brief(type93)).toEqual({ by: 'hour', groupBy: null, measures: [], chart: 'none', chartMeasure: '' })
})

test('a family nobody knows is asked about what is used, with its counts', () => {
  const type = exampleType(900, 'Later', 'later', ['Feature:feature'], ['Record count:record-count', 'Odd:odd'])
  expect(brief(type)).toMatchObject({ groupBy: ['Feature'], measures: ['Record count'], chartMeasure: 'Record count' })
})

test('a type without any classification that is usually asked is not grouped by one', () => {
  const type = exampleType(901, 'Bare', 'per-key', ['Path:path'], ['Elapsed time:elapsed:Hours'])
  expect(defaultShape(type).groupBy).toEqual([])
})

test('maxima and utilisation are never stacked', () => {
  expect(canStack('elapsed')).toBe(true)
  expect(canStack('maximum')).toBe(false)
  expect(canStack('average-utilisation')).toBe(false)
  expect(drawnChart({ ...defaultShape(type51), chart: 'stacked' }, type51)).toBe('lines')
  expect(drawnChart({ ...defaultShape(type51), chart: 'stacked', chartMeasure: 'Elapsed time' }, type51)).toBe(
    'stacked',
  )
})

test('hours at each level need a level', () => {
  expect(levelMeasure(type51)).toBe('Running Time')
  expect(levelMeasure(type84)).toBeUndefined()
  expect(drawnChart({ ...defaultShape(type84), chart: 'levels' }, type84)).toBe('lines')
})

test('hourly records are not drawn', () => {
  expect(drawnChart({ ...defaultShape(type51), groupBy: null }, type51)).toBe('none')
})
