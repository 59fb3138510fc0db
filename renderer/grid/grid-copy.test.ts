import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue, GridColumn } from './grid-column.ts'
import { copiedText, rowsAsTsv } from './grid-copy.ts'

interface Row {
  readonly name: string
  readonly hours: number | null
}
const columns: readonly GridColumn<Row>[] = [
  { id: 'name', title: 'Feature', kind: 'text', value: (row) => row.name },
  { id: 'hours', title: 'Elapsed time', unit: 'h', kind: 'number', decimals: 2, value: (row) => row.hours },
]

test('rows are copied with headers, units and all digits', () => {
  expect(
    rowsAsTsv(
      columns,
      [
        { name: 'MAYA', hours: 8.123456789 },
        { name: 'undef', hours: null },
      ],
      false,
    ),
  ).toBe('Feature\tElapsed time (h)\nMAYA\t8.123456789\nundef\t\n')
})

test('a text that a spreadsheet would take for a formula is marked, unless raw is chosen', () => {
  for (const text of ['=1+1', '+1', '-1', '@sum', '\tx', '\rx']) {
    expect(copiedText(text, false)).toBe(`'${text}`)
    expect(copiedText(text, true)).toBe(text)
  }
  expect(copiedText('a=b', false)).toBe('a=b')
  // A number is a number, negative or not.
  expect(copiedText(-1.5, false)).toBe('-1.5')
})

/** What a spreadsheet does with pasted text. */
const readTsv = (text: string): string[][] => {
  const rows: string[][] = [[]]
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++
        cell += text[at]
      }
      at++
    } else while (text[at] !== '\t' && text[at] !== '\n') cell += text[at++]
    rows.at(-1)!.push(cell)
    if (text[at++] === '\n' && at < text.length) rows.push([])
  }
  return rows
}

test('whatever a cell holds, it is read back as one cell', () => {
  const value: fc.Arbitrary<CellValue> = fc.oneof(
    fc.string(),
    fc.constantFrom('a\tb', 'a\nb', '"', 'say "x"', '\r\n', ''),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  )
  const pair: readonly GridColumn<readonly [CellValue, CellValue]>[] = [
    { id: 'a', title: 'A', kind: 'text', value: (row) => row[0] },
    { id: 'b', title: 'B', kind: 'text', value: (row) => row[1] },
  ]
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { maxLength: 5 }), (rows) => {
      expect(readTsv(rowsAsTsv(pair, rows, true))).toEqual([
        ['A', 'B'],
        ...rows.map((row) => row.map((it) => copiedText(it, true))),
      ])
    }),
  )
})
