import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseMap } from './map-text.ts'

// A case is a folder below testcases/: input.map, and in expected.jsonl one JSON line for each member, DEFAULT and malformed line.
const folder = join(import.meta.dirname, 'testcases')

test.each(readdirSync(folder))('%s', (name) => {
  const { entries, groups, defaults, malformed } = parseMap(readFileSync(join(folder, name, 'input.map'), 'utf8'))
  const rows = [
    ...entries.map(({ line, pattern, group }) => ({
      line,
      pattern,
      group: groups[group]?.name,
      type: groups[group]?.type,
    })),
    ...defaults.map(({ line, group, type }) => ({ line, default: group, type })),
    ...malformed.map(({ line, reason, text }) => ({ line, malformed: reason, text })),
  ].sort((a, b) => a.line - b.line)
  const expected = readFileSync(join(folder, name, 'expected.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
  expect(rows).toEqual(expected.map((row) => JSON.parse(row)))
})

test('groups of one name and type are one, of one name and two types are two', () => {
  const { groups, headings } = parseMap('MAP: A (x)\nann\nMAP: A (y)\nann\nMAP: A (x)\nbob\nMAP: a (x)\n')
  expect(groups).toEqual([
    { name: 'A', type: 'x', line: 1 },
    { name: 'A', type: 'y', line: 3 },
    { name: 'a', type: 'x', line: 7 },
  ])
  expect(headings.map(({ line, group }) => `${line}:${group}`)).toEqual(['1:0', '3:1', '5:0', '7:2'])
})

test('a line that goes on for ever is told at once', () => {
  const began = performance.now()
  const { malformed, entries } = parseMap(
    `MAP: A\n${'('.repeat(900)}\nMAP:${' '.repeat(200_000)}\n${'# '.repeat(200_000)}\nMAP: B\nann\n`,
  )
  expect(malformed).toHaveLength(1)
  expect(entries).toHaveLength(2)
  expect(performance.now() - began).toBeLessThan(5000)
})
