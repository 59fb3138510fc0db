import { expect, test } from 'vitest'
import { createBudget } from './budget.ts'

test('what does not fit waits in line until something is given back, the first first', async () => {
  const budget = createBudget(10)
  const began: string[] = []
  const take = (name: string, cost: number) =>
    budget.take(cost).then((release) => {
      began.push(name)
      return release
    })
  const [a, b] = [await take('a', 6), await take('b', 4)]
  const large = take('larger than all', 50)
  const small = take('small', 1)
  await Promise.resolve()
  expect(began).toEqual(['a', 'b'])
  a()
  a()
  b()
  const release = await large
  expect(began).toEqual(['a', 'b', 'larger than all'])
  release()
  await small
  expect(began).toEqual(['a', 'b', 'larger than all', 'small'])
})
