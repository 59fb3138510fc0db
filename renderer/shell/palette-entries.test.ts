import { expect, test } from 'vitest'
import { byGroup, entryOfHit, matchScore, type PaletteEntry, rankEntries } from './palette-entries.ts'

const entry = (label: string, rest: Partial<PaletteEntry> = {}): PaletteEntry => ({
  id: label,
  group: 'Data types',
  label,
  ...rest,
})
const labels = (typed: string, entries: readonly PaletteEntry[]) =>
  rankEntries(typed, entries, 10).map(({ label }) => label)

const types = [
  entry('Host User License Use Logfile [50]'),
  entry('Total License Use Logfile [51]'),
  entry('Denied License Use Logfile [52]'),
  entry('Normalized Windows User Host Concurrency [151]'),
]

test('a data type is found by its whole number first', () => {
  expect(labels('51', types)[0]).toBe('Total License Use Logfile [51]')
  expect(labels('[51]', types)[0]).toBe('Total License Use Logfile [51]')
})

test('every typed word must occur, in any order', () => {
  expect(labels('use denied', types)).toEqual(['Denied License Use Logfile [52]'])
  expect(labels('denied zebra', types)).toEqual([])
})

test('the beginning beats the beginning of a word beats the middle', () => {
  expect(labels('port', [entry('Export'), entry('All ports'), entry('Ports')])).toEqual([
    'Ports',
    'All ports',
    'Export',
  ])
})

test('keywords find, but names come first', () => {
  const found = labels('log', [entry('Import', { keywords: 'files logs' }), entry('Logfile')])
  expect(found).toEqual(['Logfile', 'Import'])
})

test('nothing typed shows all in their order', () => {
  expect(labels('', types)).toEqual(types.map(({ label }) => label))
  expect(matchScore('  ', 'anything')).toBe(1)
})

test('groups stand in the order of their best entry', () => {
  const hit = entryOfHit({ kind: 'user', label: 'mats', detail: '2 features', link: '/reports/84' })
  expect(
    byGroup([hit, types[0], { ...hit, id: 'again' }]).map(({ group, entries }) => [group, entries.length]),
  ).toEqual([
    ['Users', 2],
    ['Data types', 1],
  ])
})
