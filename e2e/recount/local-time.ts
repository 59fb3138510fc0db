// Wall clock of an IANA zone <-> UTC seconds, by asking Intl. Slow and plain; offsets are remembered per quarter hour.

export type LocalDay = { readonly year: number; readonly month: number; readonly day: number }

const formatters = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** Seconds east of UTC that the clocks of `zone` show at the instant `at` (UTC seconds). */
export function offsetAt(zone: string, at: number): number {
  const quarter = Math.floor(at / 900) * 900
  const key = `${zone}|${quarter}`
  let offset = offsets.get(key)
  if (offset === undefined) {
    const part: Record<string, number> = {}
    for (const { type, value } of formatterOf(zone).formatToParts(quarter * 1000)) part[type] = Number(value)
    offset = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) / 1000 - quarter
    offsets.set(key, offset)
  }
  return offset
}

/** The local calendar day at an instant. */
export function localDay(zone: string, at: number): LocalDay {
  const wall = new Date((at + offsetAt(zone, at)) * 1000)
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() }
}

export function addDays({ year, month, day }: LocalDay, days: number): LocalDay {
  const date = new Date(Date.UTC(year, month - 1, day + days))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

export function isRealDay({ year, month, day }: LocalDay): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** The instants at which the clocks of `zone` show that day and second: two where an hour repeats; where it does not exist, one, moved forward by the gap. */
export function instantsOf(zone: string, { year, month, day }: LocalDay, secondOfDay: number): readonly number[] {
  const naive = Date.UTC(year, month - 1, day) / 1000 + secondOfDay
  const before = offsetAt(zone, naive - 86400)
  const after = offsetAt(zone, naive + 86400)
  const real = [...new Set([naive - before, naive - after])].filter((at) => at + offsetAt(zone, at) === naive)
  return real.length > 0 ? real.sort((a, b) => a - b) : [naive - before]
}

/** Start of the hour, on the clock of the zone, that holds the instant. */
export function hourStart(zone: string, at: number): number {
  const wall = at + offsetAt(zone, at)
  return at - (((wall % 3600) + 3600) % 3600)
}

/** `2024-04-07T19:00:00-04:00` */
export function isoWithOffset(zone: string, at: number): string {
  const offset = offsetAt(zone, at)
  const wall = new Date((at + offset) * 1000).toISOString().slice(0, 19)
  const minutes = Math.abs(offset) / 60
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  return `${wall}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
