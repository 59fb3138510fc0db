import { expect, test } from 'vitest'
import { reportRequest } from '../../core/contract/reports.ts'
import { defaultShape } from './report-defaults.ts'
import { addGroup, moveGroup, removeGroup, requestOf, setFilter, setMeasures } from './report-shape.ts'
import { type51 } from './type-examples.ts'

const usual = defaultShape(type51)

test('a classification is added once, moved within the ends, and taken out', () => {
  const two = addGroup(addGroup(usual, 'Vendor License'), 'Vendor License')
  expect(two.groupBy).toEqual(['Feature', 'Vendor License'])
  expect(moveGroup(two, 'Vendor License', -1).groupBy).toEqual(['Vendor License', 'Feature'])
  expect(moveGroup(two, 'Feature', -1).groupBy).toEqual(['Feature', 'Vendor License'])
  expect(moveGroup(two, 'Feature', 9).groupBy).toEqual(['Vendor License', 'Feature'])
  expect(removeGroup(two, 'Feature').groupBy).toEqual(['Vendor License'])
})

test('a filter is replaced in its place and goes with its last value', () => {
  const one = setFilter(setFilter(usual, 'Feature', ['MAYA', 'MAYA']), 'Vendor License', ['licence1;mscone'])
  expect(one.where).toEqual([
    { name: 'Feature', values: ['MAYA'] },
    { name: 'Vendor License', values: ['licence1;mscone'] },
  ])
  expect(setFilter(one, 'Feature', ['N*']).where[0]).toEqual({ name: 'Feature', values: ['N*'] })
  expect(setFilter(one, 'Feature', []).where).toEqual([{ name: 'Vendor License', values: ['licence1;mscone'] }])
})

test('measures keep the order of the type, and the chart is about one that is shown', () => {
  const shape = setMeasures(usual, ['Elapsed time', 'Min in use'], type51)
  expect(shape.measures).toEqual(['Min in use', 'Elapsed time'])
  expect(shape.chartMeasure).toBe('Min in use')
  expect(setMeasures(usual, [], type51).chartMeasure).toBe('Max in use')
})

test('the question is one the contract accepts, whatever the shape', () => {
  const shape = { ...usual, groupBy: null, by: 'month' as const, zone: 'UTC' }
  const request = requestOf(setFilter(shape, 'Feature', ['M*']), { from: '2024-03-01', to: '2024-04-01' })
  expect(reportRequest.parse(request)).toEqual({
    type: 51,
    from: '2024-03-01',
    to: '2024-04-01',
    zone: 'UTC',
    by: 'hour',
    groupBy: null,
    where: [{ name: 'Feature', values: ['M*'] }],
  })
})
