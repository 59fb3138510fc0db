import { type WallClock, wallClock } from '../chart/wall-clock.ts'

/** Half-open, epoch milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const zooms = ['all', 'year', 'month', 'day'] as const
export type Zoom = (typeof zooms)[number]

const clocks = new Map<string, WallClock>()

/** Wall clocks look offsets up and keep them: one per zone. An unknown zone is read as UTC. */
export const clockOf = (zone: string): WallClock => {
  const known = clocks.get(zone)
  if (known) return known
  let made: WallClock
  try {
    made = wallClock(zone)
  } catch {
    made = { toWall: (instant) => instant, toInstant: (wall) => wall }
  }
  clocks.set(zone, made)
  return made
}

const day = 86_400_000
const startOfDay = (wall: number) => Math.floor(wall / day) * day

/** First wall instant of the year, month or day that holds `wall`, `steps` of them later. Wall milliseconds. */
const startOf = (zoom: Exclude<Zoom, 'all'>, wall: number, steps: number): number => {
  const date = new Date(wall)
  if (zoom === 'year') return Date.UTC(date.getUTCFullYear() + steps, 0)
  if (zoom === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps)
  return startOfDay(wall) + steps * day
}

/** The local year, month or day that holds the instant; `all`: everything, in whole local days. */
export const windowAt = (zoom: Zoom, at: number, extent: Span, zone: string): Span => {
  const clock = clockOf(zone)
  if (zoom === 'all') {
    const from = clock.toInstant(startOfDay(clock.toWall(extent.from)))
    const to = clock.toInstant(startOfDay(clock.toWall(Math.max(extent.to - 1, extent.from))) + day)
    return { from, to }
  }
  const wall = clock.toWall(at)
  return { from: clock.toInstant(startOf(zoom, wall, 0)), to: clock.toInstant(startOf(zoom, wall, 1)) }
}

/** The window `steps` further, or nothing where there is no data any more. */
export const neighbour = (zoom: Zoom, window: Span, steps: -1 | 1, extent: Span, zone: string): Span | undefined => {
  if (zoom === 'all') return undefined
  const found = windowAt(zoom, steps > 0 ? window.to : window.from - 1, extent, zone)
  return found.to <= extent.from || found.from >= extent.to ? undefined : found
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const two = (n: number) => String(n).padStart(2, '0')
const isoDate = (wall: number) => new Date(wall).toISOString().slice(0, 10)

/** `2024`, `March 2024`, `Mon 2024-03-04`, `2024-03-04 – 2024-06-01` */
export const labelOfWindow = (zoom: Zoom, window: Span, zone: string): string => {
  const clock = clockOf(zone)
  const from = clock.toWall(window.from)
  const date = new Date(from)
  if (zoom === 'year') return String(date.getUTCFullYear())
  if (zoom === 'month') return `${monthNames[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  if (zoom === 'day') return `${weekdays[date.getUTCDay()]} ${isoDate(from)}`
  const last = isoDate(clock.toWall(window.to - 1))
  return last === isoDate(from) ? last : `${isoDate(from)} – ${last}`
}

export interface Tick {
  readonly at: number
  readonly label: string
}

const hour = 3_600_000
type Unit = 'hour' | 'day' | 'month' | 'year'
/** Steps from fine to coarse, with their length for the choice: months as 30.4 days. */
const steps: readonly (readonly [unit: Unit, count: number, length: number])[] = [
  ['hour', 1, hour],
  ['hour', 2, 2 * hour],
  ['hour', 3, 3 * hour],
  ['hour', 6, 6 * hour],
  ['hour', 12, 12 * hour],
  ['day', 1, day],
  ['day', 2, 2 * day],
  ['day', 7, 7 * day],
  ['month', 1, 30.4 * day],
  ['month', 3, 91 * day],
  ['month', 6, 182 * day],
  ['year', 1, 365 * day],
  ['year', 2, 730 * day],
  ['year', 5, 1826 * day],
  ['year', 10, 3652 * day],
]

const labelOfTick = (unit: Unit, wall: number, isFirst: boolean): string => {
  const date = new Date(wall)
  const year = date.getUTCFullYear()
  if (unit === 'year') return String(year)
  if (unit === 'month')
    return isFirst || date.getUTCMonth() === 0 ? `${months[date.getUTCMonth()]} ${year}` : months[date.getUTCMonth()]!
  if (unit === 'day') return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`
  return `${two(date.getUTCHours())}:00`
}

/** Local hours, days, months or years inside the window, at least `apart` pixels from each other. */
export const ticksOf = (window: Span, width: number, zone: string, apart = 72): readonly Tick[] => {
  const length = window.to - window.from
  if (width <= 0 || length <= 0) return []
  const [unit, count] = steps.find(([, , each]) => (each / length) * width >= apart) ?? steps.at(-1)!
  const clock = clockOf(zone)
  const from = clock.toWall(window.from)
  const date = new Date(from)
  const firsts: Readonly<Record<Unit, (index: number) => number>> = {
    hour: (index) => startOfDay(from) + index * count * hour,
    day: (index) => (count === 7 ? mondayBefore(from) : startOfDay(from)) + index * count * day,
    month: (index) => Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / count) * count + index * count),
    year: (index) => Date.UTC(Math.floor(date.getUTCFullYear() / count) * count + index * count, 0),
  }
  const ticks: Tick[] = []
  for (let index = 0; index < 400; index++) {
    const wall = firsts[unit](index)
    const at = clock.toInstant(wall)
    if (at >= window.to) break
    // An hour that a change of the clock leaves out has no place.
    if (at >= window.from && clock.toWall(at) === wall)
      ticks.push({ at, label: labelOfTick(unit, wall, ticks.length === 0) })
  }
  return ticks
}

const mondayBefore = (wall: number): number => {
  const start = startOfDay(wall)
  return start - ((new Date(start).getUTCDay() + 6) % 7) * day
}
