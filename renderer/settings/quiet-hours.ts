import type { Settings } from '../../core/contract/application.ts'

type QuietHours = Settings['quietHours']

/** `22:00–06:30`; nothing for none. */
export const quietText = (hours: QuietHours): string => (hours === null ? '' : `${hours.from}–${hours.to}`)

const written = /^(\d{1,2}):(\d\d)\s*(?:-|–|to)\s*(\d{1,2}):(\d\d)$/i
const time = (hours: string, minutes: string): string | undefined =>
  Number(hours) < 24 && Number(minutes) < 60 ? `${hours.padStart(2, '0')}:${minutes}` : undefined

/** Reads `22:00-6:30`, with any of the usual dashes; nothing typed is none. `undefined`: it says no hours. */
export const readQuiet = (text: string): QuietHours | undefined => {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const found = written.exec(trimmed)
  const from = found && time(found[1]!, found[2]!)
  const to = found && time(found[3]!, found[4]!)
  return from && to && from !== to ? { from, to } : undefined
}

export const quietProblem = (text: string): string | undefined =>
  readQuiet(text) === undefined ? 'Type two different times of day, for example 22:00–06:30.' : undefined
