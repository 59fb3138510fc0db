import { expect, test } from 'vitest'
import { dateProblem } from './typed-problems.ts'

test('a date, or a date and time, that exists', () => {
  expect(['2026-01-31', '2024-02-29', '2026-01-31T08:30', '2026-01-31T23:59:59'].map(dateProblem)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(dateProblem('2026-02-30')).toBe('There is no 2026-02-30.')
  for (const text of ['31.1.2026', '2026-1-31', '2026-01-31T24:00', 'soon'])
    expect(dateProblem(text)).toContain('Type a')
})
