import { afterEach, expect, test } from 'vitest'
import { endTest } from '../database/database-fixture.ts'
import { updateFleet } from './update-fleet-fixture.ts'

afterEach(endTest)

test('U6 a thousand agents over HTTP, a console that is killed three times: never more than 20 at work, and each update ends', {
  timeout: 1_800_000,
}, async () => {
  const seed = Date.now() % 1_000_000
  const story = { agents: 1000, interval: 10, attempts: 2, killsAt: [5, 300, 700], seed, patience: 1_700 }
  const { lived, shown, ends, batch, kills, seconds } = await updateFleet(story)
  const count = (wanted: string) => ends.filter(({ stage }) => stage === wanted).length
  console.log(
    `U6: ${lived.length} changes of who is at work, at most ${Math.max(...lived)}; looked at ${shown.length} times, at most ${Math.max(...shown)}; ${count('done')} done, ${count('failed')} failed, ${count('rolledBack')} rolled back, ${seconds.toFixed(0)} s, seed ${seed}`,
  )
  expect(Math.max(...lived)).toBeLessThanOrEqual(20)
  expect(Math.max(...shown)).toBe(20)
  expect([batch, kills]).toEqual(['finished', 3])
  for (const { stage, runs } of ends) {
    expect(['done', 'failed', 'rolledBack']).toContain(stage)
    expect(runs).toBe(stage === 'done' ? '1.0.0' : '0.9.0')
  }
  expect(count('done')).toBeGreaterThan(850)
})
