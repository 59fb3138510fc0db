import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapKinds } from '../contract/mapping.ts'
import { readMap } from './read-map.ts'

const words = [
  'MAP: A (x)',
  'MAP: 5 hourly (2024-02-30)',
  'MAP: 30',
  'MAP:',
  'DEFAULT: 10',
  'DEFAULT',
  'GROUP "a"',
  'UNMAPPED',
  'general:',
  'elements:',
  'rules:',
  '@cost=1',
  '@count=',
  'featureset="a"',
  'feature="*"',
  'lic;d / f',
  ' / ',
  'package:',
  'C:\\a\\*',
  'https://a.example/b',
  '# said',
  '',
]
const text = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 30 })
  .map((lines) => lines.join('\n'))

test.each(mapKinds)('%s: whatever stands in it, every line is taken or told, in order', (kind) => {
  fc.assert(
    fc.property(text, (content) => {
      const { groups, entries, headings, defaults, malformed } = readMap(kind, content)
      for (const { group } of [...entries, ...headings]) expect(groups[group]).toBeDefined()
      const told = [entries, malformed].map((list) => list.map(({ line }) => line))
      for (const lines of told) expect(lines).toEqual([...lines].sort((a, b) => a - b))
      const used = [...entries, ...headings, ...defaults, ...malformed].map(({ line }) => line)
      expect(new Set(used).size).toBe(used.length)
    }),
    { numRuns: 150 },
  )
})
