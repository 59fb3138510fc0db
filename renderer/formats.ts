/** How numbers, times and sizes are written for people. `Intl` only; exports have their own rules. */

export const emDash = '—'

const numberFormats = new Map<number, Intl.NumberFormat>()
const numberFormat = (decimals: number): Intl.NumberFormat => {
  const known = numberFormats.get(decimals)
  if (known) return known
  const made = new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  numberFormats.set(decimals, made)
  return made
}

/** `12345.678` → `12,345.68` with two decimals; no value → an em dash, never a zero. */
export const formatNumber = (value: number | null | undefined, decimals = 0): string =>
  value === null || value === undefined || Number.isNaN(value) ? emDash : numberFormat(decimals).format(value)

/** Hours with two decimals, without the unit (it stands in the header). */
export const formatHours = (hours: number | null | undefined): string => formatNumber(hours, 2)

/** A ratio from 0 to 1 as `99.2 %`. Only a whole is written as 100, only nothing as 0. */
export const formatPercent = (ratio: number | null | undefined): string => {
  if (ratio === null || ratio === undefined || Number.isNaN(ratio)) return emDash
  if (ratio > 0 && ratio < 0.0005) return '< 0.1 %'
  if (ratio < 1 && ratio > 0.9995) return '> 99.9 %'
  return `${formatNumber(ratio * 100, 1)} %`
}

/** The seed's word for a classification that does not apply; shown muted. */
export const isUndef = (value: unknown): boolean => value === 'undef'

/** A cell of a report: by decimals where the column has them, whole numbers whole, text as it is. */
export const formatCell = (value: string | number | null | undefined, decimals?: number): string => {
  if (value === null || value === undefined) return emDash
  if (typeof value === 'string') return value
  return formatNumber(value, decimals ?? (Number.isInteger(value) ? 0 : 2))
}

/** Full precision, for the hover over a rounded number. */
export const exactNumber = (value: number): string =>
  new Intl.NumberFormat('en', { maximumFractionDigits: 15 }).format(value)

/** `1 file`, `3 files`; the number is thousands-separated. */
export const count = (n: number, one: string, many = `${one}s`): string => `${formatNumber(n)} ${n === 1 ? one : many}`

/** `940 B`, `4.2 KB`, `318 MB`: powers of 1000, as file managers count. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return `${formatNumber(bytes)} B`
  const units = ['KB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${formatNumber(value, value < 10 ? 1 : 0)} ${units[unit]}`
}

/** `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export const formatDuration = (seconds: number): string => {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 10) return `${formatNumber(seconds, 1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole / 60} min`
  const minutes = Math.round(whole / 60)
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`
}

/** `about 3 min left`: coarse on purpose, so that it does not flicker. */
export const formatTimeLeft = (seconds: number): string => {
  if (seconds < 5) return 'a few seconds left'
  if (seconds < 60) return `about ${Math.ceil(seconds / 5) * 5} s left`
  if (seconds < 3600) return `about ${Math.ceil(seconds / 60)} min left`
  return `about ${formatNumber(seconds / 3600, 1)} h left`
}

/** Epoch milliseconds against `now`: `just now`, `3 min ago`, `5 h ago`, `12 days ago`. */
export const formatAgo = (at: number, now: number): string => {
  const seconds = Math.max(0, (now - at) / 1000)
  if (seconds < 45) return 'just now'
  if (seconds < 3570) return `${Math.max(1, Math.round(seconds / 60))} min ago`
  if (seconds < 84_600) return `${Math.round(seconds / 3600)} h ago`
  const days = Math.round(seconds / 86_400)
  if (days < 60) return `${count(days, 'day')} ago`
  return days < 730 ? `${Math.round(days / 30.4)} months ago` : `${Math.round(days / 365.25)} years ago`
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()
const partsIn = (at: number, zone: string | undefined): Record<string, string> => {
  const key = zone ?? ''
  let format = dateFormats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: isZone(zone) ? zone : undefined,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    })
    dateFormats.set(key, format)
  }
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

/** Whether the runtime knows this IANA zone. */
export const isZone = (zone: string | undefined): zone is string => {
  if (!zone) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const epoch = (at: number | string): number => (typeof at === 'number' ? at : Date.parse(at))

/** `2024-03-04 08:00:00` in the zone; an unknown zone is the machine's. Takes epoch milliseconds or ISO 8601. */
export const formatInstant = (at: number | string, zone?: string): string => {
  const ms = epoch(at)
  if (Number.isNaN(ms)) return String(at)
  const p = partsIn(ms, zone)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`
}

/** `2024-03-04 08:00` */
export const formatMinute = (at: number | string, zone?: string): string => formatInstant(at, zone).slice(0, 16)

/** `2024-03-04` */
export const formatDate = (at: number | string, zone?: string): string => formatInstant(at, zone).slice(0, 10)

/** `2024-03-04 08:00:00 +01:00`, for the hover: the instant with nothing left to guess. */
export const formatInstantWithOffset = (at: number | string, zone?: string): string => {
  const ms = epoch(at)
  if (Number.isNaN(ms)) return String(at)
  const offset = partsIn(ms, zone).timeZoneName?.replace('GMT', '') || '+00:00'
  return `${formatInstant(ms, zone)} ${offset}`
}

/**
 * An ISO string with offset shows its own wall time: `2024-03-04T08:00:00+01:00` → `2024-03-04 08:00`. The core already
 * wrote it in the report's zone, so nothing is converted.
 */
export const formatLocalIso = (iso: string, precision: 'date' | 'minute' | 'second' = 'minute'): string =>
  iso.slice(0, { date: 10, minute: 16, second: 19 }[precision]).replace('T', ' ')
