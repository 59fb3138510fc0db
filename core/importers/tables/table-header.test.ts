import { expect, test } from 'vitest'
import { headerKey, type TableHeader, tableHeader } from './table-header.ts'

test.each([
  [
    ['Date;Action;Größe', '1;2;3'],
    ['Date', 'Action', 'Größe'],
  ],
  [
    ['sep=;', '# of the portal', '', '"Date","Used by, and where",_id', 'a,b,c', 'd,e,f'],
    ['Date', 'Used by, and where', '_id'],
  ],
  [
    ['a\tb\tc', '1\t"goes on', 'here"\t3'],
    ['a', 'b', 'c'],
  ],
])('%j is a table', (lines, fields) => {
  expect(tableHeader(lines)?.fields).toEqual(fields)
})

test.each([
  [[]],
  [['a,b,c']],
  [['a,b', '1,2']],
  [['a,b,b', '1,2,3']],
  [['a,,c', '1,2,3']],
  [['2024-03-04,out,mesh', '2024-03-05,in,mesh']],
  [['a,b,c', '1,2']],
  [['a,b,c', '1,2,3', '4,5']],
  [['Dear all, as you know. We have, alas, few licences', 'and many, many, many users']],
  [['{"time":1,"event":2,"user":3}', '{"time":1,"event":2,"user":3}']],
])('%j is none', (lines) => {
  expect(tableHeader(lines)).toBeUndefined()
})

test('tables of the same names in the same order are of one kind', () => {
  const header = (line: string) =>
    headerKey(tableHeader([line, '1,2,3'.replaceAll(',', line[1] as string)]) as TableHeader)
  expect(header('a,B,c')).toBe(header('A;b;C'))
  expect(header('a,b,c')).not.toBe(header('b,a,c'))
})
