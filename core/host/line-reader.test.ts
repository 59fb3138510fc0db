import { expect, test } from 'vitest'
import { createLineReader } from './line-reader.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('lines come out whole however the stream is cut', () => {
  const text = 'first\nsecond “λ” 😀\n\nlast without end'
  for (let size = 1; size < 12; size++) {
    const reader = createLineReader(100)
    const lines: string[] = []
    const all = bytes(text)
    for (let at = 0; at < all.length; at += size) lines.push(...(reader.push(all.subarray(at, at + size)) as string[]))
    expect(lines).toEqual(['first', 'second “λ” 😀', ''])
  }
})

test('a line past the limit is told as soon as it is, whole or not', () => {
  expect(createLineReader(5).push(bytes('12345\n'))).toEqual(['12345'])
  expect(createLineReader(5).push(bytes('123456\n'))).toBe('too long')
  expect(createLineReader(5).push(bytes('123456'))).toBe('too long')
  const reader = createLineReader(5)
  expect(reader.push(bytes('a\n123'))).toEqual(['a'])
  expect(reader.push(bytes('456'))).toBe('too long')
})

test('a long line in many pieces takes time in proportion to its length', () => {
  const reader = createLineReader(100_000_000)
  const piece = bytes('x'.repeat(1000))
  for (let count = 0; count < 50_000; count++) reader.push(piece)
  expect((reader.push(bytes('\n'))[0] as string).length).toBe(50_000_000)
})
