import { expect, test } from 'vitest'
import { feedProblem, numberProblem, reportZoneProblem } from './setting-problems.ts'

test('what is right has no problem, and empty is right where it means off', () => {
  expect(reportZoneProblem('')).toBeUndefined()
  expect(reportZoneProblem('Europe/Berlin')).toBeUndefined()
  expect(feedProblem('')).toBeUndefined()
  expect(feedProblem('https://updates.example.com/lictor')).toBeUndefined()
  expect(numberProblem(8, 0.1, 720, 'hours')).toBeUndefined()
})

test('what is wrong is told with an example of what is right', () => {
  expect(reportZoneProblem('Berlin')).toContain('Europe/Berlin')
  expect(feedProblem('updates.example.com')).toContain('https://')
  expect(feedProblem('file:///etc')).toContain('https://')
  expect(numberProblem('', 0, 10, 'hours')).toBe('Type a number.')
  expect(numberProblem(11, 0, 10, 'hours')).toBe('Type a number of hours from 0 to 10.')
})
