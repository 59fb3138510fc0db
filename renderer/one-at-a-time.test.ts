import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('wishes during a question lead to one more question after it, never to two at once', async () => {
  let running = 0
  let most = 0
  let asked = 0
  const ask = oneAtATime(async () => {
    asked++
    running++
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
  })
  await Promise.all([ask(), ask(), ask(), ask()])
  expect(most).toBe(1)
  expect(asked).toBe(2)
  await ask()
  expect(asked).toBe(3)
})
