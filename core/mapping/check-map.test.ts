import { expect, test } from 'vitest'
import { checkMap } from './check-map.ts'
import { compareMaps } from './compare-maps.ts'
import { mapKindOf, mapRule } from './map-kinds.ts'
import { parseMap } from './map-text.ts'

const users = mapRule('license-user-mapping')
const typed = mapRule('user-to-groups.map')
const check = (text: string, names: readonly string[], rule = users) => checkMap(parseMap(text), rule, names)
const told = (text: string, names: readonly string[], rule = users) =>
  check(text, names, rule).findings.map(
    ({ kind, line, otherLine }) => `${line} ${kind}${otherLine ? ` ${otherLine}` : ''}`,
  )

test('members are counted where the first line that matches puts them', () => {
  const { groups, unmatched, knownNames } = check('MAP: A\nann\nb*\nMAP: B\n*b\nBEN\nDEFAULT: A\n', [
    'ann',
    'ben',
    'bob',
    'carl',
    'deb',
  ])
  expect(knownNames).toBe(5)
  expect(groups).toEqual([
    {
      name: 'A',
      type: 'undef',
      line: 1,
      entries: [
        { line: 2, pattern: 'ann', takes: 1 },
        { line: 3, pattern: 'b*', takes: 2 },
      ],
      entryCount: 2,
      members: 4,
      names: ['ann', 'ben', 'bob', 'carl'],
    },
    {
      name: 'B',
      type: 'undef',
      line: 4,
      entries: [
        { line: 5, pattern: '*b', takes: 1 },
        { line: 6, pattern: 'BEN', takes: 0 },
      ],
      entryCount: 2,
      members: 1,
      names: ['deb'],
    },
  ])
  expect(unmatched).toEqual([{ type: 'undef', fallsTo: 'A', count: 1, names: ['carl'] }])
})

test('a line that another one takes everything from is told with it', () => {
  expect(
    told('MAP: A\nann\nb*\nANN\nMAP: B\nann\nbob\nbo?\nc*\nMAP: C\n*rl\n', ['ann', 'bob', 'carl', 'charles']),
  ).toEqual(['4 duplicate 2', '6 shadowed 2', '7 shadowed 3', '8 shadowed 3', '10 unused-group', '11 shadowed 9'])
})

test('names that several lines take together are told by the first of them', () => {
  expect(told('MAP: A\nann\nbob\nMAP: B\n?n?\n?o?\nx\nMAP: C\n*\n', ['ann', 'bob', 'x', 'y'])).toEqual([
    '5 shadowed 2',
    '6 shadowed 3',
  ])
})

test('of a name in many groups only the same group is looked at', () => {
  expect(
    told('MAP: A (Site)\nann\nMAP: B (Site)\nann\n*\nMAP: A (Team)\nann\nMAP: A (Site)\na*\nann\n', ['ann'], typed),
  ).toEqual(['5 shadowed 4', '9 shadowed 2', '10 duplicate 2'])
})

test('what matches no known name, what is empty, what is told twice, what says nothing', () => {
  const text = 'ann\nMAP: A\nann\nzoe\nMAP: B\nyan\nyu*\nMAP: C\nDEFAULT: D\nDEFAULT: E\n'
  const { findings, findingCounts } = check(text, ['ann', 'bob'])
  expect(findings.map(({ line, kind, severity }) => `${line} ${kind} ${severity}`)).toEqual([
    '1 malformed error',
    '4 unused-pattern info',
    '5 unused-group info',
    '8 empty-group warning',
    '10 duplicate warning',
  ])
  expect(findingCounts).toEqual({
    malformed: 1,
    duplicate: 1,
    shadowed: 0,
    'unused-pattern': 1,
    'unused-group': 1,
    'empty-group': 1,
  })
  expect(findings[0]?.message).toBe(
    'Line 1 stands before the first MAP line, so it belongs to no group: “ann”. It has no effect.',
  )
})

test('before anything is imported no line is called unused', () => {
  expect(told('MAP: A\nann\nMAP: B\nbob\n', [])).toEqual([])
})

test('in each group type a name falls to its DEFAULT, else to undef', () => {
  const { unmatched, groupTypes } = check(
    'MAP: Oslo (Site)\nann\nMAP: Sales (Team)\nbob\nMAP: All\n*\nDEFAULT: elsewhere (Site)\n',
    ['ann', 'bob', 'carl'],
    typed,
  )
  expect(groupTypes).toEqual(['Site', 'Team', 'undef'])
  expect(unmatched).toEqual([
    { type: 'Site', fallsTo: 'elsewhere', count: 2, names: ['bob', 'carl'] },
    { type: 'Team', fallsTo: 'undef', count: 2, names: ['ann', 'carl'] },
    { type: 'undef', fallsTo: 'undef', count: 0, names: [] },
  ])
})

test('two texts of a map differ in the names they put elsewhere', () => {
  const before = 'MAP: A\nann\nMAP: B\nbob\ncarl\n'
  const after = '# the same people, one of them moved\nMAP: A\na*\nMAP: B\nbob\nDEFAULT: C\n'
  expect(compareMaps(before, after, users, ['ann', 'bob', 'carl', 'dora'])).toEqual({
    changedNames: 2,
    moves: [
      { name: 'carl', from: 'B', to: 'C' },
      { name: 'dora', from: 'undef', to: 'C' },
    ],
    groups: ['B', 'C', 'undef'],
  })
  expect(compareMaps(before, `\uFEFF${before.replaceAll('\n', '\r\n')}`, users, ['ann', 'bob']).changedNames).toBe(0)
})

test('a name that joins a further group leaves the others alone', () => {
  expect(compareMaps('MAP: A (x)\nann\n', 'MAP: A (x)\nann\nMAP: B (x)\nann\n', typed, ['ann', 'bob'])).toEqual({
    changedNames: 1,
    moves: [{ name: 'ann', from: '', to: 'B (x)' }],
    groups: ['B'],
  })
})

test.each([
  ['license-user-mapping', 'license-user-mapping'],
  ['License-User-Mapping.txt', 'license-user-mapping'],
  ['license-host-mapping.map', 'license-host-mapping'],
  ['user-to-groups.map', 'user-to-groups.map'],
  ['host-to-groups', 'host-to-groups.map'],
  ['host-to-groups.map.txt', 'host-to-groups.map'],
  ['my-license-user-mapping', undefined],
  ['', undefined],
])('the file name %j tells %j', (fileName, kind) => {
  expect(mapKindOf(fileName)).toBe(kind)
})
