import { expect, test } from 'vitest'
import { createCsvRecords, csvDelimiter, csvFields } from './csv-fields.ts'

test.each([
  ['time,event,feature', ','],
  ['time;event;feature, version', ';'],
  ['time\tevent\tfeature', '\t'],
  ['"a;b;c";x', ';'],
  ['"a,b,c";x', ';'],
  ['one', ','],
])('the delimiter of %j', (header, delimiter) => {
  expect(csvDelimiter(header)).toBe(delimiter)
})

test.each([
  ['a,b,c', ['a', 'b', 'c']],
  ['', ['']],
  ['a,,c,', ['a', '', 'c', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['"say ""hi""",2', ['say "hi"', '2']],
  ['"",""', ['', '']],
  ['""""', ['"']],
  ['5" disk,x', ['5" disk', 'x']],
  ['"a"b,c', ['ab', 'c']],
])('fields of %j', (record, fields) => {
  expect(csvFields(record, ',')).toEqual(fields)
})

test('a quote that is still open', () => {
  expect(csvFields('a,"b', ',')).toBeUndefined()
  expect(csvFields('a,"b""', ',')).toBeUndefined()
})

/** What a text is taken for: records as their fields, broken lines as text; each with its line number. */
const read = (text: string) => {
  const found: unknown[] = []
  const records = createCsvRecords(
    ',',
    (fields, line, lines) => found.push([line, lines, ...fields]),
    (line, of) => found.push([line, 'broken', of]),
  )
  for (const [i, line] of text.split('\n').entries()) records.line(line, i + 1)
  const isOpen = records.isOpen
  records.finish()
  return { found, isOpen }
}

test('a quoted field goes over several lines', () => {
  expect(read('a,"b\n\nc",d\ne,f')).toEqual({
    found: [
      [1, 3, 'a', 'b\n\nc', 'd'],
      [4, 1, 'e', 'f'],
    ],
    isOpen: false,
  })
})

test('a blank line is a record without fields', () => {
  expect(read('a\n\nb').found).toEqual([
    [1, 1, 'a'],
    [2, 1],
    [3, 1, 'b'],
  ])
})

test('a quote that is never closed costs its own line only', () => {
  expect(read('a,"b\nc,d\ne,f')).toEqual({
    found: [
      [1, 'broken', 'a,"b'],
      [2, 1, 'c', 'd'],
      [3, 1, 'e', 'f'],
    ],
    isOpen: true,
  })
})

test('a quote that is open for fifty lines is given up', () => {
  const lines = ['x,"never closed', ...Array.from({ length: 200 }, (_, i) => `a,${i}`)]
  const { found, isOpen } = read(lines.join('\n'))
  expect(isOpen).toBe(false)
  expect(found).toHaveLength(201)
  expect(found[0]).toEqual([1, 'broken', 'x,"never closed'])
  expect(found[200]).toEqual([201, 1, 'a', '199'])
})
