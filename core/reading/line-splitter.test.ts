import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineSplitter, type LineSplitterState } from './line-splitter.ts'

type Seen = { line: string; number: number; offset: number; length?: number }

function collect(chunks: readonly Uint8Array[], options: { maxLineBytes?: number; resume?: LineSplitterState } = {}) {
  const seen: Seen[] = []
  const splitter = createLineSplitter({
    ...options,
    onLine: (buffer, start, end, number, offset) =>
      seen.push({ line: Buffer.from(buffer).toString('latin1', start, end), number, offset }),
    onTooLong: (first, number, offset, length) =>
      seen.push({ line: Buffer.from(first).toString('latin1'), number, offset, length }),
  })
  for (const chunk of chunks) splitter.push(chunk)
  const partial = splitter.finish()
  return { seen, partial, state: splitter.state() }
}

const lines = (text: string) => collect([Buffer.from(text)]).seen.map(({ line }) => line)

test('lines end with LF, CRLF or both mixed; a CR inside a line stays', () => {
  expect(lines('a\nb\r\n\r\n\nc\rd\n')).toEqual(['a', 'b', '', '', 'c\rd'])
  expect(lines('a\r\r\n')).toEqual(['a\r'])
})

test('a file with CR and no LF in its first 64 KB has CR as its line end', () => {
  expect(lines('a\r\rb\rc')).toEqual(['a', '', 'b'])
  const late = `a\rb\r${'x'.repeat(65_536)}\ny\r`
  expect(lines(late)).toEqual(['a', 'b', 'x'.repeat(4096)])
  const early = `a\rb\r${'x'.repeat(60_000)}\ny\r`
  expect(lines(early)).toEqual([`a\rb\r${'x'.repeat(60_000)}`])
})

test('a CRLF that falls into two chunks, or ends the first 64 KB, is one line end', () => {
  expect(collect([Buffer.from('a\r'), Buffer.from('\nb\n')]).seen.map(({ line }) => line)).toEqual(['a', 'b'])
  const long = 'x'.repeat(65_535)
  expect(lines(`${long}\r\nb\r\n`)).toEqual([long, 'b'])
})

test('I2 a last line without a line end is pending, with the place to go on from', () => {
  const { seen, partial, state } = collect([Buffer.from('one\ntwo')])
  expect(seen).toEqual([{ line: 'one', number: 1, offset: 0 }])
  expect({ ...partial, bytes: String(partial?.bytes) }).toEqual({
    bytes: 'two',
    lineNumber: 2,
    byteOffset: 4,
    length: 3,
    tooLong: false,
  })
  expect(state).toEqual({ byteOffset: 4, lineNumber: 2, terminator: 'lf' })
  // The file has grown: the pending line comes once, whole.
  expect(collect([Buffer.from('two more\n')], { resume: state }).seen).toEqual([
    { line: 'two more', number: 2, offset: 4 },
  ])
})

test('I1 nothing at all is no line', () => {
  expect(collect([])).toMatchObject({ seen: [], partial: undefined, state: { byteOffset: 0, lineNumber: 1 } })
})

test('I10 a line over the cap is counted with its length and skipped; the next is read as usual', () => {
  const chunk = Buffer.alloc(1_000_000, 'x')
  const before = process.memoryUsage().arrayBuffers
  const { seen } = collect([Buffer.from('a\n'), ...Array(200).fill(chunk), Buffer.from('\r\nb\n')])
  expect(seen.map(({ line, ...rest }) => ({ shown: line.length, ...rest }))).toEqual([
    { shown: 1, number: 1, offset: 0 },
    { shown: 4096, number: 2, offset: 2, length: 200_000_000 },
    { shown: 1, number: 3, offset: 200_000_004 },
  ])
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000)
})

test('I10 empty lines are counted', () => {
  let count = 0
  const splitter = createLineSplitter({ onLine: () => count++, onTooLong: () => {} })
  const chunk = Buffer.alloc(1_000_000, '\n')
  for (let i = 0; i < 10; i++) splitter.push(chunk)
  expect(count).toBe(10_000_000)
  expect(splitter.state()).toMatchObject({ byteOffset: 10_000_000, lineNumber: 10_000_001 })
})

test('offsets stay exact beyond 2^32', () => {
  const resume = { byteOffset: 2 ** 53 - 100, lineNumber: 2 ** 40, terminator: 'lf' } as const
  expect(collect([Buffer.from('a\nbc'), Buffer.from('d\ne\n')], { resume }).seen).toEqual([
    { line: 'a', number: 2 ** 40, offset: 2 ** 53 - 100 },
    { line: 'bcd', number: 2 ** 40 + 1, offset: 2 ** 53 - 98 },
    { line: 'e', number: 2 ** 40 + 2, offset: 2 ** 53 - 94 },
  ])
})

/** Says the rule again, plainly, over the whole content. */
function splitAtOnce(content: string, maxLineBytes: number): { seen: Seen[]; rest: string } {
  const newline = !content.includes('\n') && content.slice(0, -1).includes('\r') ? '\r' : '\n'
  const pieces = content.split(newline)
  const rest = pieces.pop() as string
  let offset = 0
  const seen = pieces.map((piece, index): Seen => {
    const line = newline === '\n' && piece.endsWith('\r') ? piece.slice(0, -1) : piece
    const at = offset
    offset += piece.length + 1
    const place = { number: index + 1, offset: at }
    return line.length > maxLineBytes ? { line, ...place, length: line.length } : { line, ...place }
  })
  return { seen, rest: rest.endsWith('\r') ? rest.slice(0, -1) : rest }
}

const content = fc
  .array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n', 'longer'), { maxLength: 60 })
  .map((p) => p.join(''))
const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 20 })

function cutAt(bytes: Buffer, positions: readonly number[]): Buffer[] {
  const sorted = [0, ...positions.map((p) => Math.min(p, bytes.length)), bytes.length].sort((a, b) => a - b)
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end))
}

test('any chunking gives the same lines, numbers and offsets', () => {
  fc.assert(
    fc.property(content, cuts, fc.integer({ min: 1, max: 12 }), (text, positions, maxLineBytes) => {
      const expected = splitAtOnce(text, maxLineBytes)
      const { seen, partial } = collect(cutAt(Buffer.from(text), positions), { maxLineBytes })
      expect(seen).toEqual(expected.seen)
      expect(partial ? String(partial.bytes) : '').toBe(expected.rest)
    }),
    { numRuns: 2000 },
  )
})

test('stopping after any chunk and going on from the state gives the same', () => {
  fc.assert(
    fc.property(content, cuts, fc.nat({ max: 200 }), (text, positions, stop) => {
      const bytes = Buffer.from(text)
      const first = createLineSplitterUntil(cutAt(bytes.subarray(0, stop), positions))
      const second = collect([bytes.subarray(first.state.byteOffset)], { resume: first.state })
      expect([...first.seen, ...second.seen]).toEqual(splitAtOnce(text, 65_536).seen)
    }),
    { numRuns: 1000 },
  )
})

function createLineSplitterUntil(chunks: readonly Buffer[]): { seen: Seen[]; state: LineSplitterState } {
  const seen: Seen[] = []
  const splitter = createLineSplitter({
    onLine: (buffer, start, end, number, offset) =>
      seen.push({ line: Buffer.from(buffer).toString('latin1', start, end), number, offset }),
    onTooLong: () => {},
  })
  for (const chunk of chunks) splitter.push(chunk)
  return { seen, state: splitter.state() }
}
