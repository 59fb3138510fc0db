import { expect, test } from 'vitest'
import { latestFirst, lengthWords } from './run-words.ts'

test('a length is said in two units at most', () => {
  const minute = 60_000
  expect(lengthWords(59_400)).toBe('59 s')
  expect(lengthWords(59 * minute)).toBe('59 min')
  expect(lengthWords(60 * minute)).toBe('1 h')
  expect(lengthWords(19 * 60 * minute + 12 * minute)).toBe('19 h 12 min')
  expect(lengthWords(76 * 60 * minute)).toBe('3 days 4 h')
  expect(lengthWords(72 * 60 * minute)).toBe('3 days')
})

test('runs of several daemons stand in one list, older ones before those known', () => {
  const run = (from: number) => ({ from, to: from + 5 })
  const listed = latestFirst(
    [
      { name: 'a', runs: [run(20), run(30)] },
      { name: 'b', runs: [run(20)] },
    ],
    { a: [run(10)] },
  )
  expect(listed.map(({ daemon, from }) => `${daemon}${from}`)).toEqual(['a30', 'a20', 'b20', 'a10'])
})
