import { expect, test } from 'vitest'
import { labelOfWindow, neighbour, ticksOf, windowAt } from './time-window.ts'

const at = (iso: string) => Date.parse(iso)
const zone = 'Europe/Berlin'
const extent = { from: at('2023-11-20T06:00:00+01:00'), to: at('2024-06-01T13:30:00+02:00') }

test('windows are local years, months and days', () => {
  const instant = at('2024-03-31T12:00:00+02:00')
  expect(windowAt('year', instant, extent, zone)).toEqual({
    from: at('2024-01-01T00:00:00+01:00'),
    to: at('2025-01-01T00:00:00+01:00'),
  })
  expect(windowAt('month', instant, extent, zone)).toEqual({
    from: at('2024-03-01T00:00:00+01:00'),
    to: at('2024-04-01T00:00:00+02:00'),
  })
  const day = windowAt('day', instant, extent, zone)
  expect((day.to - day.from) / 3_600_000).toBe(23)
})

test('all is whole local days, and a last instant at midnight opens no further day', () => {
  expect(windowAt('all', 0, extent, zone)).toEqual({
    from: at('2023-11-20T00:00:00+01:00'),
    to: at('2024-06-02T00:00:00+02:00'),
  })
  const toMidnight = { from: extent.from, to: at('2024-06-01T00:00:00+02:00') }
  expect(windowAt('all', 0, toMidnight, zone).to).toBe(toMidnight.to)
})

test('one goes on from window to window as long as there is data', () => {
  const may = windowAt('month', at('2024-05-10T00:00:00Z'), extent, zone)
  const june = neighbour('month', may, 1, extent, zone)
  expect(june && labelOfWindow('month', june, zone)).toBe('June 2024')
  expect(june && neighbour('month', june, 1, extent, zone)).toBeUndefined()
  const first = windowAt('year', extent.from, extent, zone)
  expect(neighbour('year', first, -1, extent, zone)).toBeUndefined()
  expect(neighbour('all', windowAt('all', 0, extent, zone), 1, extent, zone)).toBeUndefined()
})

test('windows are named as people name them', () => {
  expect(labelOfWindow('day', windowAt('day', at('2024-03-04T12:00:00Z'), extent, zone), zone)).toBe('Mon 2024-03-04')
  expect(labelOfWindow('all', windowAt('all', 0, extent, zone), zone)).toBe('2023-11-20 – 2024-06-01')
})

test('ticks stand at local midnights, at least as far apart as asked', () => {
  const march = windowAt('month', at('2024-03-10T00:00:00Z'), extent, zone)
  const ticks = ticksOf(march, 900, zone)
  expect(ticks.map(({ label }) => label)).toEqual(['4 Mar', '11 Mar', '18 Mar', '25 Mar'])
  for (const { at: tick } of ticks)
    expect(new Date(tick).toLocaleTimeString('en-GB', { timeZone: zone })).toBe('00:00:00')
  const all = ticksOf(windowAt('all', 0, extent, zone), 900, zone)
  expect(all.map(({ label }) => label)).toEqual(['Dec 2023', 'Jan 2024', 'Feb', 'Mar', 'Apr', 'May', 'Jun'])
})

test('an hour that the clock leaves out has no tick', () => {
  const day = windowAt('day', at('2024-03-31T12:00:00+02:00'), extent, zone)
  const labels = ticksOf(day, 24 * 80, zone).map(({ label }) => label)
  expect(labels).toHaveLength(23)
  expect(labels).not.toContain('02:00')
})

test('an unknown zone is read as UTC', () => {
  expect(windowAt('day', at('2024-03-04T12:00:00Z'), extent, 'No/Where').from).toBe(at('2024-03-04T00:00:00Z'))
})
