import { expect, test } from 'vitest'
import type { LoggedEvent } from '../../core/contract/events.ts'
import { filterOf, isFiltered, pathOfShown, readShown } from './event-filter.ts'
import { stateWord } from './event-words.ts'
import { joinEvents } from './join-events.ts'

const readPath = (path: string) => readShown(new URL(path, 'http://x').searchParams)
const now = Date.parse('2024-03-04T12:00:00Z')

test('an address and what it lists are the same thing', () => {
  for (const path of [
    '/events',
    '/events?look=1&severity=error%2Cwarning&kind=issue&agent=0b8f&when=day&text=disk+full',
    '/events?from=2024-03-01&to=2024-03-04',
  ])
    expect(pathOfShown(readPath(path))).toBe(path)
  expect(isFiltered(readPath('/events?severity=loud&when=ever&from=x'))).toBe(false)
})

test('a range counts back from now, days are whole', () => {
  expect(filterOf(readPath('/events?when=hour&text=+'), now)).toEqual({ from: now - 3_600_000 })
  const { from, to } = filterOf(readPath('/events?from=2024-03-01&to=2024-03-04'), now)
  expect([new Date(from!).getHours(), (to! - from!) / 86_400_000]).toEqual([0, 4])
  expect(filterOf(readPath('/events?look=1&severity=error&agent=a'), now)).toEqual({
    severities: ['error'],
    agents: ['a'],
    unacknowledged: true,
  })
})

const event = (id: number, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
  id,
  at: id,
  lastAt: id,
  times: 1,
  severity: 'error',
  kind: 'issue',
  agent: '',
  agentName: '',
  subject: '',
  message: '',
  detail: '',
  issue: 0,
  isOpen: false,
  acknowledgedAt: 0,
  ...more,
})
const list = (...ids: number[]) => ids.map((id) => event(id))

test('the latest come before what was listed; held, only what was listed changes', () => {
  const ids = (listed: LoggedEvent[], latest: LoggedEvent[], isHeld = false) => {
    const { events, waiting } = joinEvents(listed, latest, isHeld)
    return [events.map(({ id }) => id), waiting]
  }
  expect(ids([], list(3, 2))).toEqual([[3, 2], 0])
  expect(ids(list(3, 2, 1), list(5, 4, 3))).toEqual([[5, 4, 3, 2, 1], 0])
  expect(ids(list(3, 2, 1), list(5, 4, 2), true)).toEqual([[2, 1], 2])
  expect(ids(list(3, 2, 1), [])).toEqual([[], 0])
  expect(joinEvents(list(3), [event(3, { times: 2 })], true).events[0].times).toBe(2)
})

test('how it stands with an event is one word', () => {
  expect(
    [
      event(1),
      event(1, { severity: 'info' }),
      event(1, { acknowledgedAt: 5 }),
      event(1, { issue: 4, isOpen: true }),
      event(1, { issue: 4, acknowledgedAt: 5 }),
    ].map(stateWord),
  ).toEqual(['New', '', 'Acknowledged', 'Open', 'Over'])
})
