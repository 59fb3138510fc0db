import { expect, test } from 'vitest'
import { createCsvTable, type TableLayout } from './csv-table.ts'
import type { ColumnMapping } from './documented-columns.ts'

const format = {
  columns: [
    { name: 'time', meaning: 'when', isRequired: true },
    { name: 'user name', meaning: 'who', isRequired: true },
    { name: 'count', meaning: 'how many' },
  ],
}

/** Reads lines from where another reading stopped. @returns rows as the fields of their columns, and all else as words */
const read = (lines: readonly string[], mapping?: ColumnMapping, saved?: TableLayout | null, firstLine = 1) => {
  const found: string[] = []
  const table = createCsvTable(format, mapping, saved, {
    row: (fields, { places }, line) =>
      found.push(`${line}: ${Object.entries(places).map(([column, at]) => `${column}=${fields[at]}`)}`),
    ignored: (kind) => found.push(kind),
    reject: (reason, line) => found.push(`${line}: ${reason}`),
  })
  for (const [i, line] of lines.entries()) table.line(line, firstLine + i)
  return { found, layout: table.layout, settled: table.settled }
}

test('names of the header are compared by their letters and digits', () => {
  expect(read(['Time;USER_NAME;other', '1;ann;x']).found).toEqual(['header', '2: time=1,user name=ann'])
})

test('a mapping tells columns apart, takes the others by name, and can leave one out', () => {
  const rows = ['When,Who,count,time', 'a,b,c,d']
  expect(read(rows, { time: 'When', 'user name': 'who' }).found[1]).toBe('2: time=a,user name=b,count=c')
  expect(read(rows, { 'user name': 'Who', count: '' }).found[1]).toBe('2: time=d,user name=b')
})

test('a column that the header does not have makes the table unreadable, and says so of each line', () => {
  expect(read(['time,user name', '1,ann', '', '2,bob'], { time: 'Date' }).found).toEqual([
    '1: unknown-columns',
    '2: unknown-columns',
    'blank',
    '4: unknown-columns',
  ])
})

test('read on from where it stopped, the mapping need not be told again', () => {
  const { layout } = read(['When,Who', 'a,b'], { time: 'When', 'user name': 'Who' })
  const saved = JSON.parse(JSON.stringify(layout)) as TableLayout
  expect(read(['c,d'], undefined, saved, 3).found).toEqual(['3: time=c,user name=d'])
})

test('in the middle of a quoted field there is no stopping', () => {
  expect(read(['time,user name', '1,"ann']).settled).toBe(false)
  expect(read(['time,user name', '1,"ann', 'of design"'])).toMatchObject({
    found: ['header', 'rest of a row', '2: time=1,user name=ann\nof design'],
    settled: true,
  })
})

test('rows with too few or too many fields are turned down, empty ones behind the last are not', () => {
  expect(read(['time,user name', '1', '1,ann,x', '1,ann,,', '   ']).found).toEqual([
    'header',
    '2: field-count',
    '3: field-count',
    '4: time=1,user name=ann',
    'blank',
  ])
})
