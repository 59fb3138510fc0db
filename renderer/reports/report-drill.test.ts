import { expect, test } from 'vitest'
import { defaultShape } from './report-defaults.ts'
import { denialTarget, drillTargets, periodOfBar } from './report-drill.ts'
import { exampleTypes, type51, type52 } from './type-examples.ts'

const zone = 'Europe/Berlin'
const at = (iso: string) => Date.parse(iso)
const bar = (
  by: 'hour' | 'day' | 'week' | 'month' | 'total',
  start: string,
  span: { from?: string; to?: string } = {},
) => periodOfBar({ zone, request: { type: 51, by, groupBy: [], where: [], ...span } }, at(start))

test('a bar is its period on the local calendar', () => {
  expect(bar('day', '2024-03-31T00:00:00+01:00')).toEqual({ kind: 'range', from: '2024-03-31', to: '2024-04-01' })
  expect(bar('month', '2024-03-01T00:00:00+01:00')).toEqual({ kind: 'range', from: '2024-03-01', to: '2024-04-01' })
  expect(bar('hour', '2024-03-05T08:00:00+01:00')).toEqual({
    kind: 'range',
    from: '2024-03-05T07:00:00.000Z',
    to: '2024-03-05T08:00:00.000Z',
  })
})

test('a week that goes beyond the period asked for counts only inside it', () => {
  const week = bar('week', '2024-03-04T00:00:00+01:00', { from: '2024-03-06', to: '2024-03-08' })
  expect(week).toEqual({ kind: 'range', from: '2024-03-06', to: '2024-03-08' })
})

const shape = defaultShape(type51)
const summary = { zone, request: { type: 51, by: 'day', groupBy: ['Feature'], where: [] } } as const
const filters = [{ name: 'Feature', values: ['mesh'] }]

test('a row leads to who is behind it in its period, in the whole period, and to what was refused', () => {
  const place = { filters, time: at('2024-03-05T00:00:00+01:00') }
  const targets = drillTargets(
    shape,
    place,
    { ...summary, request: { ...summary.request, groupBy: [], where: [] } },
    type51,
    exampleTypes,
  )
  expect(targets.map((it) => it.label)).toEqual([
    'Narrow to mesh, 2024-03-05 by User name',
    'Narrow to mesh by User name, whole period',
    'Denials of mesh, 2024-03-05 [52]',
  ])
  expect(targets[0]?.shape).toMatchObject({
    type: 84,
    period: { kind: 'range', from: '2024-03-05', to: '2024-03-06' },
    groupBy: ['User name'],
    where: filters,
  })
  expect(targets[2]?.shape).toMatchObject({ type: 52, where: filters })
})

test('the part of a period is not compared with the period before that part', () => {
  const place = { filters, time: at('2024-03-05T00:00:00+01:00') }
  const asked = { ...summary, request: { ...summary.request, groupBy: [], where: [] } }
  const compared = (compare: 'previous' | 'year') =>
    drillTargets({ ...shape, compare }, place, asked, type51, exampleTypes)[0]?.shape.compare
  expect(compared('previous')).toBeNull()
  expect(compared('year')).toBe('year')
})

test('the denial marks of a bar lead to its failed requests', () => {
  const asked = { ...summary, request: { ...summary.request, groupBy: [], where: [] } }
  const target = denialTarget(shape, at('2024-03-05T00:00:00+01:00'), asked, type51, exampleTypes)
  expect(target?.shape).toMatchObject({ type: 52, period: { kind: 'range', from: '2024-03-05', to: '2024-03-06' } })
  expect(denialTarget(defaultShape(type52), 0, asked, type52, exampleTypes)).toBeUndefined()
})
