import { expect, test, vi } from 'vitest'
import type { EventLog, SeenTrouble } from '../../events/event-log-context.ts'
import { createTokenTroubles } from './token-troubles.ts'

test('a machine whose token was turned away is shown until it joins, and no longer than a day', async () => {
  let now = 1_000_000
  let shown: readonly SeenTrouble[] = []
  const events: Pick<EventLog, 'open' | 'troubles'> = {
    open: () => [],
    troubles: async (_, __, current) => {
      shown = current
    },
  }
  const tokens = createTokenTroubles(
    events,
    () => now,
    () => undefined,
    { shownFor: 1000, lookEvery: 5 },
  )
  await tokens.tell('ws1', 'This join token is used up. From 192.0.2.7.')
  await tokens.tell('ws2', 'This join token was revoked. From 192.0.2.8.')
  expect(shown.map(({ subject }) => subject)).toEqual(['ws1', 'ws2'])
  await tokens.tell('ws1', undefined)
  expect(shown.map(({ subject }) => subject)).toEqual(['ws2'])
  // Nobody tries again.
  now += 1000
  await vi.waitFor(() => expect(shown).toEqual([]))
})
