import type { Settings } from '../contract/application.ts'

/** `22:30` → 1350 */
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether a moment lies in the quiet hours, by the clock of this machine. `from` belongs to them, `to` does not; they may go over midnight. */
export const isQuiet = (hours: Settings['quietHours'], at: Date): boolean => {
  if (hours === null) return false
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)]
  const now = at.getHours() * 60 + at.getMinutes()
  return from < to ? now >= from && now < to : now >= from || now < to
}
