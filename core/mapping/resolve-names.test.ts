import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coversGlob, matchesGlob } from './glob.ts'
import { parseMap } from './map-text.ts'
import { createPatternIndex } from './pattern-index.ts'
import { groupTypesOf, singleGroups, typedGroups } from './resolve-names.ts'

// The twin knows the rules only from the semantics page and takes every pattern for a regular expression.
const naive = (pattern: string, name: string): boolean => {
  const source = [...pattern.trim()]
    .map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[\\^$.|+()[\]{}/]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`, 'isu').test(name.trim())
}

const letters = fc.constantFrom('a', 'b', 'c', 'A', 'B', 'ä', '𠮷', '.', '-')
const name = fc.string({ unit: letters, minLength: 1, maxLength: 8 })
const pattern = fc.string({ unit: fc.oneof(letters, fc.constantFrom('*', '?')), minLength: 1, maxLength: 7 })
const groupName = fc.constantFrom('One', 'Two', 'Three', 'undef')
const typeName = fc.constantFrom('', 'Site', 'Team')

type Line = { readonly kind: 'member' | 'map' | 'default'; readonly text: string; readonly type?: string }

const mapLines = fc.array<Line>(
  fc.oneof(
    { weight: 4, arbitrary: pattern.map((text) => ({ kind: 'member' as const, text })) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('map' as const), text: groupName, type: typeName }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('default' as const), text: groupName, type: typeName }) },
  ),
  { maxLength: 20 },
)
const textOf = (lines: readonly Line[]): string =>
  lines
    .map(({ kind, text, type }) =>
      kind === 'member' ? text : `${kind === 'map' ? 'MAP' : 'DEFAULT'}: ${text}${type ? ` (${type})` : ''}`,
    )
    .join('\n')

/** Members with their group and type; a member below a DEFAULT belongs nowhere. */
const membersOf = (lines: readonly Line[]) => {
  let heading: Line | undefined
  return lines.flatMap((line) => {
    if (line.kind !== 'member') heading = line.kind === 'map' ? line : undefined
    else if (heading) return [{ pattern: line.text, group: heading.text, type: heading.type || 'undef' }]
    return []
  })
}

test('one group per name: the first line that matches, else the first DEFAULT', () => {
  fc.assert(
    fc.property(mapLines, name, (lines, who) => {
      const { texts, of } = singleGroups(parseMap(textOf(lines)))
      const expected =
        membersOf(lines).find((member) => naive(member.pattern, who))?.group ??
        lines.find(({ kind }) => kind === 'default')?.text ??
        'undef'
      expect(texts[of(who)]).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('any number of groups per name: all that match in each type, else the DEFAULT of the type, else the one for all types', () => {
  fc.assert(
    fc.property(mapLines, name, (lines, who) => {
      const map = parseMap(textOf(lines))
      const members = membersOf(lines)
      const defaults = lines.filter(({ kind }) => kind === 'default')
      for (const { type, texts, of } of typedGroups(map)) {
        const matching = members.filter((member) => member.type === type && naive(member.pattern, who))
        const fallsTo =
          defaults.find((line) => line.type === type)?.text ?? defaults.find((line) => !line.type)?.text ?? 'undef'
        const expected = matching.length > 0 ? matching.map(({ group }) => group) : [fallsTo]
        expect(new Set(of(who).map((group) => texts[group]))).toEqual(new Set(expected))
      }
      const types = new Set([...lines.filter(({ kind }) => kind === 'map').map((line) => line.type || 'undef')])
      for (const { type } of defaults) if (type) types.add(type)
      if (types.size === 0 && defaults.length > 0) types.add('undef')
      expect(new Set(groupTypesOf(map))).toEqual(types)
    }),
    { numRuns: 2000 },
  )
})

test('the index finds what trying every pattern finds', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 30 }), name, (patterns, who) => {
      const index = createPatternIndex(patterns)
      const expected = patterns.flatMap((one, i) => (naive(one, who) ? [i] : []))
      const found: number[] = []
      index.each(who, (i) => found.push(i))
      expect(found.sort((a, b) => a - b)).toEqual(expected)
      expect(index.first(who)).toBe(expected[0] ?? -1)
    }),
    { numRuns: 2000 },
  )
})

test('a pattern covers another only where all that the other matches is matched', () => {
  fc.assert(
    fc.property(pattern, pattern, fc.array(name, { minLength: 20, maxLength: 20 }), (a, b, names) => {
      const covers = coversGlob([...a.toLowerCase()], [...b.toLowerCase()])
      if (covers) for (const who of names) if (naive(b, who)) expect(naive(a, who)).toBe(true)
      const index = createPatternIndex([a])
      let found = false
      index.eachCovering(b, () => {
        found = true
      })
      expect(found).toBe(covers)
    }),
    { numRuns: 3000 },
  )
})

test('a hostile pattern costs no more than the product of both lengths', () => {
  const began = performance.now()
  for (let i = 0; i < 50; i++) expect(matchesGlob([...`${'*a'.repeat(300)}b`], [...'a'.repeat(3000)])).toBe(false)
  expect(performance.now() - began).toBeLessThan(20_000)
})

test('100,000 users in 7,700 lines, two thirds of them patterns, cost less than a fifth of trying every line', () => {
  const lines = ['DEFAULT: rest']
  for (let group = 0; group < 60; group++) {
    lines.push(`MAP: group ${group}`)
    for (let i = 0; i < 40; i++) lines.push(`user${group}_${i}`, `s${group}x${i}-*`, `*-${group}.${i}.example`)
    for (let i = 0; i < 4; i++) lines.push(`*team${group}${i}*`, `?${group}${i}?z*`)
  }
  const user = (i: number) => `s${i % 60}x${i % 97}-person${i}`
  const map = parseMap(lines.join('\n'))
  const { of } = singleGroups(map)
  let began = performance.now()
  let matched = 0
  for (let i = 0; i < 100_000; i++) if (of(user(i)) > 0) matched++
  const indexed = performance.now() - began
  // Every hundredth of them, line by line.
  const globs = map.entries.map(({ pattern: text }) => [...text.toLowerCase()])
  began = performance.now()
  let tried = 0
  for (let i = 0; i < 100_000; i += 100) if (globs.some((glob) => matchesGlob(glob, [...user(i)]))) tried++
  const everyLine = (performance.now() - began) * 100
  expect(matched).toBeGreaterThan(0)
  expect(tried).toBeGreaterThan(0)
  expect(indexed).toBeLessThan(everyLine / 5)
})
