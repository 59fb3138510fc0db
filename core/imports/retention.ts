import { zoneClock } from '../aggregation/zone-clock.ts'
import type { Database, Reader } from '../database/connection.ts'
import {
  allPasts,
  daysToEmpty,
  emptyDays,
  emptySegments,
  giveBackPages,
  inheritPasts,
  lastWholeDay,
  marginDay,
  pastOf,
  type SourcePast,
  segmentsToEmpty,
  setPast,
  sizeOfPast,
} from '../database/past-table.ts'
import { logSources } from '../database/source-table.ts'

/** What the removal of old days would take from one source. */
export interface OldDays {
  readonly past: SourcePast
  readonly server: string
  readonly days: number
  readonly lines: number
  readonly bytes: number
}

/** Days and segments emptied in one transaction: each is short, so that others can write between them. */
const perTransaction = 50
const pagesPerTransaction = 500

/** What an import says of lines that its source keeps no more; empty when there are none. */
export const removedDays = (firstDay: number | undefined): string =>
  firstDay === undefined
    ? ''
    : ` Its days before ${new Date(firstDay * 86_400_000).toISOString().slice(0, 10)} were removed because of their age.`

/**
 * First day that is not older than so many months on the clock of a zone, as days since 1970: the same day of the month, or that
 * month's last one.
 */
export const oldestKeptDay = (zone: string, months: number, now: number): number => {
  const today = new Date(zoneClock(zone).dayOf(Math.floor(now / 1000)) * 86_400_000)
  const lastOfMonth = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months + 1, 0)
  const sameDay = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, today.getUTCDate())
  return Math.min(lastOfMonth, sameDay) / 86_400_000
}

/** The days older than so many months, by source; sources that have none are left out. */
export const findOldDays = async (reader: Reader, months: number, now: number): Promise<OldDays[]> => {
  const found: OldDays[] = []
  if (months === 0) return found
  for (const { id, server, zone } of await logSources(reader)) {
    const last = await lastWholeDay(reader, id, oldestKeptDay(zone, months, now))
    if (last === undefined) continue
    const past = { source: id, first_day: last + 1, margin_day: await marginDay(reader, id, last + 1) }
    const known = await pastOf(reader, id)
    if (known && known.first_day >= past.first_day) continue
    found.push({ past, server, ...(await sizeOfPast(reader, past)) })
  }
  return found
}

/**
 * Removes days for good. Reports lose them all at once; then what they hold is deleted bit by bit, and a kill between two bits leaves the
 * rest to the next start. What later days need of them stays: the state at their end, first mentions, packages.
 */
export const removeOldDays = async (
  database: Database,
  old: readonly OldDays[],
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> => {
  await database.transaction(async (tx) => {
    for (const { past } of old) await setPast(tx, past)
  })
  await emptyPast(database, onProgress)
  for (let free = Number.POSITIVE_INFINITY; free > 0; ) {
    const left = await database.transaction((tx) => giveBackPages(tx, pagesPerTransaction))
    if (left >= free) break
    free = left
  }
}

/** Deletes what removed days and their lines still hold; also of files that came later and reach back into them. */
export const emptyPast = async (
  database: Database,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> => {
  const before = await allPasts(database)
  if (before.length > 0) await database.transaction((tx) => inheritPasts(tx))
  for (const past of before.length > 0 ? await allPasts(database) : []) {
    const days = await daysToEmpty(database, past)
    const segments = await segmentsToEmpty(database, past)
    const total = days.length + segments.length
    let done = 0
    for (let at = 0; at < days.length; at += perTransaction) {
      const some = days.slice(at, at + perTransaction)
      await database.transaction((tx) => emptyDays(tx, past, some))
      done += some.length
      onProgress(done, total)
    }
    for (let at = 0; at < segments.length; at += perTransaction) {
      const some = segments.slice(at, at + perTransaction)
      await database.transaction((tx) => emptySegments(tx, some))
      done += some.length
      onProgress(done, total)
    }
  }
}
