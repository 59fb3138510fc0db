import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createByteTable, hashBytes } from './byte-table.ts'

const call = fc.record({
  text: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('', 'a', 'aa', 'aaaa', 'aaaaa', '"gear" mia@ws')),
  salt: fc.constantFrom(0, 1, 2, 65_535),
  pad: fc.nat(5),
})

test('finds what a Map finds', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 300 }), (calls) => {
      const table = createByteTable()
      const map = new Map<string, number>()
      for (const [i, { text, salt, pad }] of calls.entries()) {
        // The bytes lie somewhere in a longer line.
        const bytes = Buffer.from('x'.repeat(pad) + text + 'y'.repeat(pad))
        const end = bytes.length - pad
        const hash = hashBytes(bytes, pad, end)
        const key = `${salt}/${text}`
        expect(table.find(bytes, pad, end, hash, salt)).toBe(map.get(key) ?? -1)
        if (!map.has(key)) {
          map.set(key, i)
          table.add(bytes, pad, end, hash, salt, i)
        }
      }
    }),
  )
})

test('equal hashes of different bytes are told apart', () => {
  const table = createByteTable()
  const bytes = Buffer.from('abcdef')
  table.add(bytes, 0, 3, 42, 0, 1)
  table.add(bytes, 3, 6, 42, 0, 2)
  expect([table.find(bytes, 0, 3, 42, 0), table.find(bytes, 3, 6, 42, 0), table.find(bytes, 1, 4, 42, 0)]).toEqual([
    1, 2, -1,
  ])
})

test('holds a hundred thousand entries and more bytes than it began with', () => {
  const table = createByteTable()
  const bytes = (i: number) => Buffer.from(`"solver_module_${i}" user${i * 7}@workstation-${i}.site.example`)
  for (let i = 0; i < 100_000; i++)
    table.add(bytes(i), 0, bytes(i).length, hashBytes(bytes(i), 0, bytes(i).length), i % 3, i)
  for (let i = 0; i < 100_000; i += 7) {
    const of = bytes(i)
    const hash = hashBytes(of, 0, of.length)
    expect(table.find(of, 0, of.length, hash, i % 3)).toBe(i)
    expect(table.find(of, 0, of.length, hash, (i + 1) % 3)).toBe(-1)
  }
})
