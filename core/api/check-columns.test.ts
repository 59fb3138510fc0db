import { expect, test } from 'vitest'
import { checkedColumns, parseColumns, tableImporters } from './check-columns.ts'

test('pairs as they are typed', () => {
  expect(parseColumns('time=Date, event = Action ,"feature=Product, long name",count=')).toEqual({
    time: 'Date',
    event: 'Action',
    feature: 'Product, long name',
    count: '',
  })
  expect(parseColumns('time=a=b')).toEqual({ time: 'a=b' })
})

test.each([
  ['', 'An empty part of --columns is no pair'],
  ['time', '“time” of --columns is no pair'],
  ['=Date', '“=Date” of --columns is no pair'],
  ['time="Date', undefined],
  ['"time=Date', 'is never closed'],
])('%j', (text, message) => {
  if (message === undefined) expect(parseColumns(text)).toEqual({ time: '"Date' })
  else expect(() => parseColumns(text)).toThrow(message)
})

test('documented names are found however they are written', () => {
  const columns = { applicationVersion: 'Ver', LICENCE_TYPE: 'Kind', dates: 'day-first' }
  expect(checkedColumns('licence-events-csv', columns)).toEqual({
    'application version': 'Ver',
    'licence type': 'Kind',
    dates: 'day-first',
  })
})

test('names of the header are looked for where it is known', () => {
  const header = ['Usage date', 'Product']
  expect(checkedColumns('autodesk-usage', { date: 'usage_date', tokens: '' }, header)).toEqual({
    date: 'usage_date',
    tokens: '',
  })
  expect(() => checkedColumns('autodesk-usage', { date: 'Day' }, header)).toThrow('It has: Usage date, Product.')
})

test('a mapping needs a format of tables', () => {
  expect(() => checkedColumns('', {})).toThrow('Say with --format which format the columns are of')
  expect(() => checkedColumns('flexnet-debug-log', {})).toThrow('Columns cannot be told of flexnet-debug-log.')
})

test('every documented column has a name of its own and says what stands in it', () => {
  for (const { columns } of tableImporters()) {
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length)
    for (const { meaning } of columns) expect(meaning).not.toBe('')
  }
})
