import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { command } from './console-fixture.ts'

interface SeedType {
  readonly id: number
  readonly classifications?: readonly unknown[]
  readonly fields?: readonly unknown[]
}

const seed = JSON.parse(
  readFileSync(new URL('../data-types/seed.json', import.meta.url), 'utf8'),
) as readonly SeedType[]

test('types --format json tells the seed, with the inputs that exist', async () => {
  const { status, stdout } = await command('types', '--format', 'json')
  expect(status).toBe(0)
  const told = JSON.parse(stdout) as (SeedType & { readonly description: string; readonly inputs: readonly string[] })[]
  expect(told).toHaveLength(70)
  expect(told.map(({ inputs: _, description: __, ...type }) => type)).toEqual(seed)
  expect(told.filter(({ description }) => description === '')).toEqual([])
  const fed = [50, 51, 52, 75, 76, 77, 83, 84, 85, 86, 93, 94, 95, 102, 103, 104, 116, 129, 143, 144, 145, 147]
  expect(
    told
      .filter(({ inputs }) => inputs.includes('FlexNet debug log'))
      .map(({ id }) => id)
      .sort((a, b) => a - b),
  ).toEqual(fed)
  expect(told.filter(({ inputs }) => inputs.length === 0).map(({ id }) => id)).toEqual([])
})

test('types lists each type on a line', async () => {
  const { stdout } = await command('types')
  expect(stdout.trimEnd().split('\n')).toHaveLength(70)
})
