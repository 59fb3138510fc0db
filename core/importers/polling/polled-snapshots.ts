import { capacityUncounted } from '../../facts/derived-day.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { createLicenceLooks, type LicenceLooks } from './licence-looks.ts'
import type { StatedInstant } from './stated-instant.ts'

/**
 * Snapshots of licence servers in one file, one after the other, each with its instant: the one that the status tool itself states, else
 * the one that a script wrote above it, else the midnight of the day that the admin stated (once for each server).
 */
export interface PolledSnapshots {
  /** A script's line that states an instant: of the snapshots without one of their own that follow, up to the next such line. */
  stamp(instant: StatedInstant): void
  /** The snapshot states its own instant. */
  date(instant: StatedInstant): void
  /** The looks at a server in this snapshot, begun when first asked for; undefined: it cannot be told when it was taken. */
  looks(server: string): LicenceLooks | undefined
  /** Adds to the capacity of a series in this snapshot, of tools that list it by licence; `capacityUncounted` stays uncounted. */
  capacity(server: string, series: number, licences: number): void
  /** Accounts for a line of a snapshot without a date: the first is rejected as `undated`, those after it are told apart from use. */
  refuse(line: number, text: string): void
  /** The instant of this snapshot on its own clock, as far as it is known. */
  time(): number | undefined
  /** Ends the snapshot; what follows belongs to the next one. */
  close(): void
  /** Writes out all runs of looks. */
  flush(): void
  /** The file is over. A file that states no date at all is then refused as a whole, and the admin is asked for its day. */
  finish(): void
  save(): PolledState
}

export interface PolledState {
  readonly stamp: StatedInstant | null
  readonly own: StatedInstant | null
  readonly isUtc: boolean
  /** Servers that were looked at on the day that the admin stated. */
  readonly onStartDay: readonly string[]
  readonly isUndatedSeen: boolean
  readonly isDatedSeen: boolean
}

/** Data types that looks at who holds which licences feed, but for those about a queue (60, 61). */
export const polledTypes: readonly number[] = [
  45, 46, 47, 49, 71, 72, 93, 94, 95, 102, 103, 110, 111, 112, 113, 114, 115, 126, 127, 128, 143, 144, 147,
]

export const undatedRejection = {
  undated: {
    title: 'A snapshot without a date',
    explanation:
      'Neither the status tool nor a line above it says when it was taken, so it was left out. Write the date before each look (`date` or an ISO date), or import the file with the day it was taken on.',
  },
}

/** What a row can hold. */
const mostCounted = 2 ** 31 - 1

export const createPolledSnapshots = (
  writer: UsageWriter,
  resume: PolledState | undefined,
  startDay: number | undefined,
): PolledSnapshots => {
  const servers = new Map<string, LicenceLooks>()
  const begun = new Map<string, LicenceLooks>()
  const capacities = new Map<LicenceLooks, Map<number, number>>()
  const onStartDay = new Set(resume?.onStartDay)
  let stamp = resume?.stamp ?? undefined
  let own = resume?.own ?? undefined
  let isUtc = resume?.isUtc ?? false
  let isUndatedSeen = resume?.isUndatedSeen ?? false
  let isDatedSeen = resume?.isDatedSeen ?? false
  let isRefused = false

  const flush = (): void => {
    for (const looks of servers.values()) looks.flush()
  }
  const instantFor = (server: string): StatedInstant | undefined => {
    if (own ?? stamp) return own ?? stamp
    if (startDay === undefined || onStartDay.has(server)) return undefined
    onStartDay.add(server)
    return { time: startDay * 86400, isUtc: false }
  }
  const begin = (server: string): LicenceLooks | undefined => {
    const instant = instantFor(server)
    if (!instant) return undefined
    if (instant.isUtc !== isUtc) flush()
    isUtc = instant.isUtc
    writer.clock(isUtc ? 'utc' : 'wall')
    const looks = servers.get(server) ?? createLicenceLooks(writer)
    servers.set(server, looks)
    begun.set(server, looks)
    looks.begin(instant.time)
    isDatedSeen = true
    return looks
  }
  const close = (): void => {
    for (const [looks, series] of capacities)
      for (const [subject, licences] of series) looks.capacity(subject, licences)
    capacities.clear()
    for (const looks of begun.values()) looks.end()
    begun.clear()
    own = undefined
    isRefused = false
  }

  return {
    stamp(instant) {
      stamp = instant
    },
    date(instant) {
      own = instant
    },
    looks: (server) => begun.get(server) ?? begin(server),
    capacity(server, series, licences) {
      const looks = begun.get(server) ?? begin(server)
      if (!looks) return
      const summed = capacities.get(looks) ?? new Map<number, number>()
      capacities.set(looks, summed)
      const before = summed.get(series) ?? 0
      const isCounted = before !== capacityUncounted && licences !== capacityUncounted
      summed.set(series, isCounted ? Math.min(before + licences, mostCounted) : capacityUncounted)
    },
    refuse(line, text) {
      if (isRefused) writer.ignored('line of a snapshot without a date')
      else writer.reject('undated', line, text)
      isRefused = true
      isUndatedSeen = true
    },
    time: () => (own ?? stamp)?.time ?? (startDay === undefined ? undefined : startDay * 86400),
    close,
    flush,
    finish() {
      close()
      // Nothing is dated: a line that counts and yields no row makes the import ask for the day.
      if (isUndatedSeen && !isDatedSeen) writer.used('line of a snapshot without a date')
    },
    save: () => ({
      stamp: stamp ?? null,
      own: own ?? null,
      isUtc,
      onStartDay: [...onStartDay],
      isUndatedSeen,
      isDatedSeen,
    }),
  }
}
