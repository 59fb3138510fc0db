import { expect, test } from 'vitest'
import { catalogue } from './report-catalogue.ts'
import { exampleType, exampleTypes } from './type-examples.ts'

const found = (search: string) => catalogue(exampleTypes, search).flatMap((it) => it.types.map((type) => type.id))

test('families with data come first, and in them the types with data', () => {
  const late = exampleType(45, 'Total License Use v2.0', 'time-at-level', [], [], { hasData: false })
  const families = catalogue([late, ...exampleTypes], '')
  expect(families.map((it) => it.id)).toEqual(['time-at-level', 'per-key', 'group', 'events', 'raw-hourly'])
  expect(families[0]?.types.map((it) => it.id)).toEqual([51, 45])
  expect(families[0]?.withData).toBe(1)
})

test('a number finds by its beginning, words find anywhere', () => {
  expect(found('5')).toEqual([51, 50, 52])
  expect(found('[84]')).toEqual([84])
  expect(found('denied')).toEqual([52])
  expect(found('license USER')).toEqual([50, 84, 85])
  expect(found('no such thing')).toEqual([])
})

test('a family nobody knows is listed all the same', () => {
  expect(catalogue([exampleType(900, 'Later', 'later', [], [])], '').map((it) => it.id)).toEqual(['later'])
})
