import { expect, test } from 'vitest'
import {
  changedLayout,
  columnStateOf,
  emptyLayout,
  isSameLayout,
  orderedIds,
  readLayout,
  withColumnPinned,
  withColumnShown,
} from './grid-layout.ts'

const columns = ['Time', 'Feature', 'Max', 'Avg'].map((id) => ({ id, width: 100, shown: undefined }))

test('a column that is new stands where it stands naturally', () => {
  expect(orderedIds(['Time', 'Feature', 'User', 'Max'], ['Max', 'Time', 'Feature'])).toEqual([
    'Max',
    'Time',
    'Feature',
    'User',
  ])
  expect(orderedIds(['New', 'Time'], ['Time'])).toEqual(['New', 'Time'])
  expect(orderedIds(['Time'], ['Gone', 'Time'])).toEqual(['Time'])
})

test('what the user made of the grid comes back', () => {
  const state = [
    { colId: 'Feature', width: 240, sort: null },
    { colId: 'Time', width: 100, sort: 'desc' as const, sortIndex: 0 },
    { colId: 'Max', width: 100 },
    { colId: 'Avg', width: 100, sort: 'asc' as const, sortIndex: 1 },
  ]
  const layout = withColumnShown(
    changedLayout(emptyLayout, state, { Feature: { filter: 'MA' } }, 'Feature'),
    'Max',
    false,
  )
  expect(readLayout(JSON.stringify(layout))).toEqual(layout)
  expect(columnStateOf(columns, layout)).toEqual([
    { colId: 'Feature', width: 240, pinned: null, hide: false, sort: null, sortIndex: null },
    { colId: 'Time', width: 100, pinned: null, hide: false, sort: 'desc', sortIndex: 0 },
    { colId: 'Max', width: 100, pinned: null, hide: true, sort: null, sortIndex: null },
    { colId: 'Avg', width: 100, pinned: null, hide: false, sort: 'asc', sortIndex: 1 },
  ])
})

test('a column that is absent today keeps its place, its width and its filter', () => {
  const before = { ...emptyLayout, order: ['User', 'Time'], widths: { User: 300 }, filter: { User: { filter: 'x' } } }
  const after = changedLayout(before, [{ colId: 'Time', width: 90 }], {}, 'Time')
  expect(after).toMatchObject({
    order: ['Time', 'User'],
    widths: { User: 300, Time: 90 },
    filter: { User: { filter: 'x' } },
  })
})

test('a page that decides about a column overrules what is remembered', () => {
  const layout = withColumnShown(emptyLayout, 'Max', false)
  expect(columnStateOf([{ id: 'Max', width: 90, shown: true }], layout)[0]?.hide).toBe(false)
})

test('what cannot be read is as if nothing were remembered', () => {
  for (const text of [undefined, '', 'null', '7', '{"order":3,"widths":null}', '{'])
    expect(readLayout(text)).toEqual(emptyLayout)
})

test('a column is pinned to an edge, beside the others there, and let go', () => {
  const one = withColumnPinned(withColumnPinned(emptyLayout, 'Feature', 'left'), 'Max', 'left')
  expect(one.left).toEqual(['Feature', 'Max'])
  const other = withColumnPinned(one, 'Feature', 'right')
  expect([other.left, other.right]).toEqual([['Max'], ['Feature']])
  expect(columnStateOf(columns, other).map((it) => it.pinned)).toEqual([null, 'right', 'left', null])
  const free = withColumnPinned(withColumnPinned(other, 'Feature', undefined), 'Max', undefined)
  expect(isSameLayout(free, emptyLayout)).toBe(true)
})

test('pins of the grid are remembered, those of absent columns are kept', () => {
  const before = { ...emptyLayout, left: ['User'] }
  expect(changedLayout(before, [{ colId: 'Time', pinned: 'left' }, { colId: 'Max' }], {}, undefined).left).toEqual([
    'Time',
    'User',
  ])
})
