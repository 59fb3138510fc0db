import { afterEach, expect, test } from 'vitest'
import { endTest } from '../database/database-fixture.ts'
import { isFullSize } from './fault-fixture.ts'
import { updateFleet } from './update-fleet-fixture.ts'

afterEach(endTest)

// A thousand: update-fleet.faults.ts.
test.skipIf(isFullSize)(
  'U6 over HTTP at most 20 agents are at work at any instant, and each update ends',
  {
    timeout: 60_000,
  },
  async () => {
    const story = { agents: 80, interval: 1, attempts: 1, killsAt: [30], seed: 5, patience: 50 }
    const { lived, shown, ends, batch, kills } = await updateFleet(story)
    expect(Math.max(...lived)).toBeLessThanOrEqual(20)
    expect(Math.max(...shown)).toBe(20)
    expect([batch, kills]).toEqual(['finished', 1])
    for (const { stage, runs, fetched } of ends) {
      expect(['done', 'failed', 'rolledBack']).toContain(stage)
      expect([runs, fetched || stage !== 'done']).toEqual([stage === 'done' ? '1.0.0' : '0.9.0', true])
    }
    expect(ends.filter(({ stage }) => stage === 'done').length).toBeGreaterThan(story.agents / 2)
  },
)
