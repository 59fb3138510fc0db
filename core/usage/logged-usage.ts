import { UseKind } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import type { LineDetail } from '../facts/line-fact.ts'
import { UsageKind } from '../facts/usage-fact.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'
import { growingIntervals, noIntervals } from './growing-intervals.ts'
import type { SubjectTable } from './subject-table.ts'
import type { CapacityStep, Observation, SourceUsage } from './usage.ts'

/** A derived day of a licence log, as far as usage is told from it (core/facts/derived-day.ts). */
export interface LoggedDay {
  readonly start: number
  readonly length: number
  readonly columns: { readonly [kind: string]: { readonly [name: string]: PackedColumn } | undefined }
}

export interface LoggedSource {
  readonly source: number
  readonly server: string
  readonly zone: string
}

export interface LogNames {
  readonly holders: HolderTable
  readonly names: { readonly [K in 'daemon' | 'feature' | 'user' | 'host']: readonly string[] }
  readonly details: readonly LineDetail[]
}

/** Kinds and columns of a day that are read. */
export const loggedColumns = {
  use: ['time', 'kind', 'holder', 'change', 'detail'],
  verdict: ['row'],
  run: ['daemon', 'start', 'end'],
  capacity: ['time', 'series', 'licences'],
  observed: ['series'],
  known: ['series', 'time'],
} as const

/**
 * What a licence log says of the use of licences, in the words of the other inputs: its days in order. Checkouts are cut at midnight,
 * denials that another checkout makes false are left out, and a denial's detail is `codes|reason`.
 */
export const collectLogged = (
  { source, server, zone }: LoggedSource,
  { holders, names, details }: LogNames,
  subjects: SubjectTable,
) => {
  const held = growingIntervals()
  const observed: Observation[] = []
  const capacity: CapacityStep[] = []
  const known = new Map<number, number>()
  const denials: { readonly at: number; readonly subject: number; readonly detail: number }[] = []
  const capacities = new Map<number, number>()
  const subjectIds = new Map<string, number>()

  const subjectOf = (holder: number, version: string): number => {
    const key = `${holder},${version}`
    const found = subjectIds.get(key)
    if (found !== undefined) return found
    const id = subjects.own('licence', [
      server,
      names.daemon[holders.daemon[holder] as number] as string,
      'FlexNet',
      '',
      names.feature[holders.feature[holder] as number] as string,
      version,
      names.user[holders.user[holder] as number] as string,
      names.host[holders.host[holder] as number] as string,
    ])
    subjectIds.set(key, id)
    return id
  }
  const read = (day: LoggedDay, kind: keyof typeof loggedColumns, name: string): Int32Array => {
    const column = day.columns[kind]?.[name]
    return column ? unpackColumn(column) : new Int32Array(0)
  }

  return {
    day(day: LoggedDay): void {
      const ends = new Map<number, number[]>()
      const [daemon, from, to] = [read(day, 'run', 'daemon'), read(day, 'run', 'start'), read(day, 'run', 'end')]
      daemon.forEach((of, i) => {
        ends.set(of, [...(ends.get(of) ?? []), to[i] as number])
        observed.push({
          server,
          daemon: names.daemon[of] as string,
          from: day.start + (from[i] as number),
          to: day.start + (to[i] as number),
          status: 'ok',
        })
      })
      const mention = (series: number, at: number): void => {
        const subject = subjectOf(series, '')
        if (!known.has(subject)) known.set(subject, at)
      }
      const [knownSeries, knownTime] = [read(day, 'known', 'series'), read(day, 'known', 'time')]
      knownSeries.forEach((series, i) => {
        mention(series, day.start + (knownTime[i] as number))
      })
      for (const series of read(day, 'observed', 'series')) mention(series, day.start)
      const [at, series, licences] = [
        read(day, 'capacity', 'time'),
        read(day, 'capacity', 'series'),
        read(day, 'capacity', 'licences'),
      ]
      at.forEach((time, i) => {
        const subject = subjectOf(series[i] as number, '')
        if (capacities.get(subject) === licences[i]) return
        capacities.set(subject, licences[i] as number)
        capacity.push({ subject, at: day.start + time, licences: licences[i] as number })
      })
      readUses(day, ends)
    },
    take: (): SourceUsage => ({
      source,
      kind: 'logged',
      zone,
      held: held.take(),
      waited: noIntervals,
      happened: {
        size: denials.length,
        time: Float64Array.from(denials, (one) => one.at),
        length: new Float64Array(denials.length),
        kind: new Int32Array(denials.length).fill(UsageKind.denied),
        subject: Int32Array.from(denials, (one) => one.subject),
        count: new Int32Array(denials.length).fill(1),
        number: new Int32Array(denials.length),
        detail: Int32Array.from(denials, (one) => one.detail),
      },
      observed: joined(observed),
      capacity,
      known: [...known].map(([subject, first]) => ({ subject, at: first })),
    }),
  }

  function readUses(day: LoggedDay, ends: ReadonlyMap<number, readonly number[]>): void {
    const [time, kind, holder, change, detail] = [
      read(day, 'use', 'time'),
      read(day, 'use', 'kind'),
      read(day, 'use', 'holder'),
      read(day, 'use', 'change'),
      read(day, 'use', 'detail'),
    ]
    const isFalse = new Set(read(day, 'verdict', 'row'))
    const open = new Map<number, { at: number; subject: number; left: number }[]>()
    for (let i = 0; i < time.length; i++) {
      const of = holder[i] as number
      const by = change[i] as number
      const now = time[i] as number
      if (kind[i] === UseKind.denied && !isFalse.has(i)) {
        const { codes, reason } = details[detail[i] as number] ?? { codes: '', reason: '' }
        denials.push({
          at: day.start + now,
          subject: subjectOf(of, ''),
          detail: subjects.ownText(`${codes}|${reason}`),
        })
      }
      if (by > 0) {
        const version = details[detail[i] as number]?.version ?? ''
        const list = open.get(of)
        const one = { at: now, subject: subjectOf(of, version), left: by }
        if (list) list.push(one)
        else open.set(of, [one])
      } else if (by < 0) close(open, of, -by, now, day.start)
    }
    // What is still held goes on tomorrow, or as far as its daemon was observed.
    for (const [of, list] of open) {
      const until = ends.get(holders.daemon[of] as number) ?? []
      for (const { at, subject, left } of list) {
        const end = until.find((one) => one >= at) ?? day.length
        if (left > 0) held.add(day.start + at, day.start + end, subject, left, 0)
      }
    }
  }

  function close(
    open: Map<number, { at: number; subject: number; left: number }[]>,
    of: number,
    licences: number,
    now: number,
    start: number,
  ): void {
    const list = open.get(of)
    let left = licences
    while (list && left > 0 && list.length > 0) {
      const one = list[0] as { at: number; subject: number; left: number }
      const closed = Math.min(one.left, left)
      held.add(start + one.at, start + now, one.subject, closed, 0)
      one.left -= closed
      left -= closed
      if (one.left === 0) list.shift()
    }
  }
}

/** Periods of a daemon that go on over midnight are one. */
const joined = (observed: readonly Observation[]): Observation[] => {
  const periods: { server: string; daemon: string; from: number; to: number; status: Observation['status'] }[] = []
  const last = new Map<string, (typeof periods)[number]>()
  for (const one of observed) {
    const before = last.get(one.daemon)
    if (before && before.to >= one.from) {
      before.to = Math.max(before.to, one.to)
      continue
    }
    const period = { ...one }
    last.set(one.daemon, period)
    periods.push(period)
  }
  return periods
}
