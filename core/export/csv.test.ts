import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvField, csvNumber, guardFormula } from './csv.ts'
import { csvChunks, csvHeader } from './export-report.ts'

/** RFC 4180 read back: rows of fields; lines end in LF. */
const parse = (text: string): string[][] => {
  const rows: string[][] = [[]]
  let field = ''
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (isQuoted) {
      if (c !== '"') field += c
      else if (text[i + 1] === '"') field += text[++i]
      else isQuoted = false
    } else if (c === '"') isQuoted = true
    else if (c === ',' || c === '\n') {
      rows.at(-1)?.push(field)
      field = ''
      if (c === '\n') rows.push([])
    } else field += c
  }
  rows.pop()
  return rows
}

test('any text is read back as it was', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '"', ',', '\n', '\r\n', 'a"b', '=cmd')), {
          minLength: 2,
          maxLength: 2,
        }),
        { maxLength: 20 },
      ),
      (rows) => {
        const table = {
          title: '',
          columns: [{ name: 'A' }, { name: 'B' }],
          rows: rows.length,
          cell: (c: number, r: number) => rows[r]?.[c] as string,
        }
        expect(parse([...csvChunks(table)].join(''))).toEqual([['A', 'B'], ...rows])
      },
    ),
  )
})

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  [' kept ', ' kept '],
  ['=1+1', '=1+1'],
])('%j is written %j', (value, field) => {
  expect(csvField(value)).toBe(field)
})

test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx'])(
  '%j is guarded where somebody opens it in a spreadsheet',
  (value) => {
    expect(guardFormula(value)).toBe(`'${value}`)
    expect(guardFormula(`a${value}`)).toBe(`a${value}`)
  },
)

test('numbers have their decimals, and nothing where they do not apply', () => {
  expect([
    csvNumber(2, 0),
    csvNumber(0.5, 6),
    csvNumber(null, 6),
    csvNumber(1e-9, 6),
    csvNumber(1_234_567.5, 6),
  ]).toEqual(['2', '0.500000', '', '0.000000', '1234567.500000'])
})

test("a type's own Time follows as Time (2)", () => {
  expect(csvHeader([{ name: 'Time' }, { name: 'Feature' }, { name: 'Time' }])).toBe('Time,Feature,Time (2)')
})

test('many rows come in several chunks, none lost', () => {
  const table = {
    title: '',
    columns: [{ name: 'N', decimals: 0 }],
    rows: 10_001,
    cell: (_: number, row: number) => row,
  }
  const lines = [...csvChunks(table)].join('').trimEnd().split('\n')
  expect(lines).toHaveLength(10_002)
  expect(lines.at(-1)).toBe('10000')
})
