import { expect, test } from 'vitest'
import type { FleetAgent } from '../agents-context.ts'
import { untold } from './fleet-rows.ts'
import { createPresence } from './presence.ts'

const seconds = 1000
const agent = (id: string, lastConnection: number, interval = 30): FleetAgent => ({
  ...untold,
  id,
  standing: 'approved',
  channel: 'local',
  version: '1.0.0',
  host: id,
  domain: '',
  ip: '',
  addresses: [],
  system: 'linux',
  release: '',
  architecture: '',
  fingerprint: '',
  enrolledAt: 0,
  lastConnection,
  interval,
})

test('an agent is offline after two of its own intervals, and back with its next connection', () => {
  const start = 1_000_000
  const presence = createPresence(0, start)
  const ids = (now: number, agents: FleetAgent[]) => {
    const { wentOffline, cameBack } = presence.look(agents, now)
    return [wentOffline.map(({ id }) => id), cameBack.map(({ id }) => id)]
  }
  const fleet = [agent('often', start), agent('rarely', start, 600), agent('never', 0)]
  expect(ids(start + 1, fleet)).toEqual([[], ['often', 'rarely']])
  for (let now = start; now <= start + 60 * seconds; now += 5 * seconds) expect(ids(now, fleet)).toEqual([[], []])
  expect(ids(start + 61 * seconds, fleet)).toEqual([['often'], []])
  expect(ids(start + 62 * seconds, [agent('often', start + 62 * seconds)])).toEqual([[], ['often']])
})

test('while the console was down nobody could connect: who was online then has two intervals more', () => {
  const stopped = 10_000_000
  const started = stopped + 3600 * seconds
  const presence = createPresence(stopped, started)
  const before = agent('before', stopped - 20 * seconds)
  const longGone = agent('gone', stopped - 200 * seconds)
  expect([before, longGone].map((one) => presence.isOnline(one, started + 59 * seconds))).toEqual([true, false])
  expect(presence.isOnline(before, started + 61 * seconds)).toBe(false)
})

test('a console that slept judges nobody by that time', () => {
  const start = 1_000_000
  const presence = createPresence(0, start)
  const fleet = [agent('ws1', start), agent('ws2', start - 100 * seconds)]
  presence.look(fleet, start + 1)
  const woken = start + 8 * 3600 * seconds
  expect(presence.look(fleet, woken).wentOffline).toEqual([])
  expect(fleet.map((one) => presence.isOnline(one, woken))).toEqual([true, false])
  presence.look(fleet, woken + 9 * seconds)
  expect(presence.isOnline(fleet[0] as FleetAgent, woken + 61 * seconds)).toBe(false)
})

test('a clock that is corrected by a moment takes nobody offline', () => {
  const start = 10_000_000
  const presence = createPresence(0, start)
  const hours = start + 5 * 3600 * seconds
  const here = agent('here', hours + 900)
  presence.look([agent('here', hours)], hours)
  expect(presence.look([here], hours + 400).wentOffline).toEqual([])
  expect(presence.isOnline(here, hours - 100)).toBe(true)
  expect(presence.isOnline(here, hours - 60 * seconds)).toBe(true)
})

test('a clock that is set back leaves nobody online who is gone', () => {
  const start = 10_000_000
  const presence = createPresence(0, start)
  const [gone, comes] = [agent('gone', start), agent('comes', start)]
  presence.look([gone, comes], start + 1)
  const back = start - 3600 * seconds
  expect(presence.look([gone, comes], back).wentOffline).toEqual([])
  expect(presence.isOnline(gone, back + 59 * seconds)).toBe(true)
  expect(presence.isOnline(gone, back + 61 * seconds)).toBe(false)
  expect(presence.isOnline({ ...comes, lastConnection: back + 30 * seconds }, back + 61 * seconds)).toBe(true)
  // Also when the console is started only then.
  const after = createPresence(0, back)
  expect(after.isOnline(gone, back + 59 * seconds)).toBe(true)
  expect(after.isOnline(gone, back + 61 * seconds)).toBe(false)
})
