import { expect, test } from 'vitest'
import { link, readPlace } from './navigation.ts'

test('a hash is a path with segments and a query', () => {
  const place = readPlace('#/reports/51?by=day&where.Feature=a%26b')
  expect(place.path).toBe('/reports/51')
  expect(place.segments).toEqual(['reports', '51'])
  expect(place.query.get('where.Feature')).toBe('a&b')
})

test.each(['', '#', '#/', '#t=secret', '#nowhere'])('%j is the overview', (hash) => {
  expect(readPlace(hash).segments).toEqual(['overview'])
})

test('a broken escape is text, and a trailing slash is nothing', () => {
  expect(readPlace('#/import/%E0%A4%A').segments).toEqual(['import', '%E0%A4%A'])
  expect(readPlace('#/import/').path).toBe('/import')
})

test('a link is a hash', () => {
  expect(link('/import/12')).toBe('#/import/12')
  expect(link('settings')).toBe('#/settings')
})
