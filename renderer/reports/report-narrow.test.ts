import { expect, test } from 'vitest'
import { defaultShape } from './report-defaults.ts'
import { narrowTo } from './report-narrow.ts'
import { exampleTypes, type50, type51, type52, type84, type85 } from './type-examples.ts'

const feature = { name: 'Feature', values: ['MAYA'] }

test('from a feature to its users: another type of the same log takes over', () => {
  const shape = {
    ...defaultShape(type51),
    period: { kind: 'last', days: 30 } as const,
    zone: 'Europe/Berlin',
    by: 'week' as const,
  }
  expect(narrowTo(shape, [feature], type51, exampleTypes)).toMatchObject({
    type: 84,
    groupBy: ['User name'],
    where: [feature],
    period: { kind: 'last', days: 30 },
    zone: 'Europe/Berlin',
    by: 'week',
  })
})

test('from a user of a feature to the hosts', () => {
  const shape = { ...defaultShape(type84), where: [feature] }
  expect(narrowTo(shape, [{ name: 'User name', values: ['user01'] }], type84, exampleTypes)).toMatchObject({
    type: 50,
    groupBy: ['Host'],
    where: [feature, { name: 'User', values: ['user01'] }],
  })
})

test('a user of any feature is first asked what was used', () => {
  expect(
    narrowTo(defaultShape(type84), [{ name: 'User name', values: ['user01'] }], type84, exampleTypes),
  ).toMatchObject({
    type: 84,
    groupBy: ['Feature'],
  })
})

test('a wildcard pins nothing down, several values neither', () => {
  const shape = { ...defaultShape(type84), where: [{ name: 'Feature', values: ['MA*'] }] }
  const next = narrowTo(shape, [{ name: 'User name', values: ['user01'] }], type84, exampleTypes)
  expect(next).toMatchObject({
    groupBy: ['Feature'],
    where: [
      { name: 'Feature', values: ['MA*'] },
      { name: 'User name', values: ['user01'] },
    ],
  })
})

test('the row takes the place of a filter on the same classification', () => {
  const shape = { ...defaultShape(type51), where: [{ name: 'Feature', values: ['M*', 'N*'] }] }
  expect(narrowTo(shape, [feature], type51, exampleTypes)?.where).toEqual([feature])
})

test('a level means nothing to the type of users and is left behind', () => {
  const row = [feature, { name: 'Used licenses', values: ['12'] }]
  expect(narrowTo(defaultShape(type51), row, type51, exampleTypes)?.where).toEqual([feature])
})

test('events have feature, user and host themselves', () => {
  const row = [feature, { name: 'Status', values: ['denied'] }]
  expect(narrowTo(defaultShape(type52), row, type52, exampleTypes)).toMatchObject({
    type: 52,
    groupBy: ['User'],
    where: row,
  })
})

test('from a group to its users of the feature', () => {
  const shape = { ...defaultShape(type85), where: [feature] }
  expect(narrowTo(shape, [{ name: 'User group', values: ['Finance'] }], type85, exampleTypes)).toMatchObject({
    type: 84,
    groupBy: ['User name'],
    where: [feature, { name: 'User group', values: ['Finance'] }],
  })
})

test('a type without data is passed over, and where nothing is left a row leads nowhere', () => {
  const without84 = exampleTypes.map((it) => (it.id === 84 ? { ...it, hasData: false } : it))
  expect(narrowTo(defaultShape(type51), [feature], type51, without84)).toMatchObject({ type: 50, groupBy: ['User'] })
  const all = [feature, { name: 'User', values: ['user01'] }, { name: 'Host', values: ['host01'] }]
  expect(narrowTo(defaultShape(type50), all, type50, exampleTypes)).toBeUndefined()
})
