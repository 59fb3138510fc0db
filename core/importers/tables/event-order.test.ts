import { expect, test } from 'vitest'
import { createEventOrder } from './event-order.ts'

/** The order in which events pass that come as `time+letter`, the file's end after them. */
const passed = (events: readonly string[], order = createEventOrder()): string => {
  const found: string[] = []
  for (const event of events) order.put(Number.parseInt(event, 10), () => found.push(event))
  order.release()
  return found.join(' ')
}

test('events in order of time pass as they come', () => {
  expect(passed(['1a', '1b', '2c', '3d', '3e'])).toBe('1a 1b 2c 3d 3e')
})

test('with the newest first, those of one instant are turned round', () => {
  expect(passed(['9a', '8b', '8c', '8d', '7e', '7f'])).toBe('9a 8d 8c 8b 7f 7e')
})

test('a step back turns round that instant only', () => {
  expect(passed(['5a', '4b', '4c', '6d', '6e'])).toBe('5a 4c 4b 6d 6e')
})

test('whether all were in order is remembered', () => {
  const order = createEventOrder()
  passed(['1a', '2b'], order)
  expect(order.save()).toEqual({ last: 2, isAscending: true })
  const later = createEventOrder(order.save())
  passed(['1c', '2d', '3e'], later)
  expect(later.save()).toEqual({ last: 3, isAscending: false })
})
