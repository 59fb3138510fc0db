import { expect, test } from 'vitest'
import { benchmark } from './benchmark.ts'

test('every measure runs and says what it found', { timeout: 180_000 }, async () => {
  let table = ''
  let progress = ''
  const status = await benchmark(['--scale', '0.005', '--rounds', '1'], {
    stdout: { write: (text: string) => (table += text) },
    stderr: { write: (text: string) => (progress += text) },
  })
  expect(progress).not.toContain('failed')
  expect(status).toBe(0)
  expect(table.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(33)
  expect(table).not.toMatch(/NaN|undefined/)
})
