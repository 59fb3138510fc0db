import { expect, test } from 'vitest'
import { quietProblem, quietText, readQuiet } from './quiet-hours.ts'

test('two times of day are quiet hours, however they are written', () => {
  for (const text of ['22:00-06:30', ' 22:00 – 6:30 ', '22:00 to 06:30'])
    expect(readQuiet(text), text).toEqual({ from: '22:00', to: '06:30' })
  expect(quietText(readQuiet('22:00-6:30') ?? null)).toBe('22:00–06:30')
  expect([readQuiet(' '), quietText(null)]).toEqual([null, ''])
  for (const text of ['22', '22:00', '24:00-06:00', '22:61-06:00', '08:00-08:00', 'night'])
    expect(quietProblem(text), text).toBeDefined()
})
