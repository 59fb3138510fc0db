// Numbers of licences from a FlexNet licence file and from typed values, put into a recount: written from the page of semantics and
// docs/numbers.md alone, and only for what the tests write: INCREMENT, FEATURE and PACKAGE records of the daemons of one stream.

import { addDays, instantsOf, type LocalDay } from './local-time.ts'
import type { CapacityStep, KnownFeature, Recount, Stream } from './recount-shapes.ts'

type Licence = {
  readonly kind: string
  readonly daemon: string
  readonly feature: string
  readonly version: string
  /** Instants; infinite where there is no beginning or end. */
  readonly from: number
  readonly until: number
  readonly count: number | 'uncounted'
}

export type TypedLicences = {
  readonly daemon: string
  readonly feature: string
  /** UTC seconds. */
  readonly at: number
  readonly count: number | 'uncounted' | undefined
}

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec'

/** The same recount with *Max available*: the log's own number, else the file's, else the typed one; features of the file are known. */
export function withLicences(counted: Recount, file: string, typed: readonly TypedLicences[] = []): Recount {
  const licences = readLicences(file, counted.zone)
  return { ...counted, streams: counted.streams.map((stream) => licensed(stream, licences, typed)) }
}

function licensed(stream: Stream, all: readonly Licence[], typed: readonly TypedLicences[]): Stream {
  const licences = all.filter(({ daemon }) => stream.daemons.includes(daemon))
  const known = new Map(stream.known.map((one) => [`${one.daemon}|${one.feature}`, one]))
  for (const { daemon, feature, from } of licences) {
    const key = `${daemon}|${feature}`
    const since = Math.min(from, known.get(key)?.since ?? Number.POSITIVE_INFINITY)
    known.set(key, { daemon, feature, since } satisfies KnownFeature)
  }
  const capacity: CapacityStep[] = []
  for (const { daemon, feature } of known.values()) {
    const isOwn = (one: { daemon: string; feature: string }) => one.daemon === daemon && one.feature === feature
    const logged = stream.capacity.filter(isOwn)
    const own = licences.filter(isOwn)
    const byHand = typed.filter(isOwn).sort((a, b) => a.at - b.at)
    const times = [...logged.map(({ at }) => at), ...own.flatMap(({ from, until }) => [from, until])]
    for (const at of new Set([...times, ...byHand.map((one) => one.at)])) {
      const valid = own.filter(({ from, until }) => from <= at && at < until).map(({ count }) => count)
      const ofFile =
        valid.length === 0
          ? undefined
          : valid.includes('uncounted')
            ? 'uncounted'
            : (valid as number[]).reduce((sum, n) => sum + n, 0)
      // Steps of one second stand in the order of the lines: the last one holds.
      const ofLog = logged
        .filter((one) => one.at <= at)
        .reduce<CapacityStep | undefined>((last, one) => (!last || one.at >= last.at ? one : last), undefined)
      capacity.push({
        daemon,
        feature,
        at,
        count: ofLog?.count ?? ofFile ?? byHand.findLast((one) => one.at <= at)?.count,
      })
    }
  }
  return { ...stream, known: [...known.values()], capacity }
}

function readLicences(file: string, zone: string): Licence[] {
  const midnight = (day: LocalDay) => instantsOf(zone, day, 0)[0]
  const lines = file.replace(/\\\s*\n\s*/g, ' ').split('\n')
  const found: Licence[] = []
  const packages: { name: string; daemon: string; parts: string[] }[] = []
  const repeated = new Set<string>()
  const features = new Set<string>()
  for (const line of lines) {
    const [kind, feature, daemon, version, expiry, count] = line.split(/\s+/)
    if (repeated.has(line) || !/^(INCREMENT|FEATURE|PACKAGE)$/.test(kind)) continue
    repeated.add(line)
    if (kind === 'PACKAGE') {
      packages.push({ name: feature, daemon, parts: (/COMPONENTS="([^"]*)"/.exec(line)?.[1] ?? '').split(' ') })
      continue
    }
    if (kind === 'FEATURE' && features.has(`${daemon}|${feature}|${version}`)) continue
    if (kind === 'FEATURE') features.add(`${daemon}|${feature}|${version}`)
    const start = /(?:START)=(\S+)/.exec(line)?.[1] ?? /ISSUED=(\S+)/.exec(line)?.[1]
    const end = dayOf(expiry)
    found.push({
      kind,
      daemon,
      feature,
      version,
      from: start ? midnight(dayOf(start) as LocalDay) : Number.NEGATIVE_INFINITY,
      until: end ? midnight(addDays(end, 1)) : Number.POSITIVE_INFINITY,
      count: count === 'uncounted' || count === '0' ? 'uncounted' : Number(count),
    })
  }
  // Packages of the tests are no suites: their own name is no feature.
  const opened = packages.flatMap(({ name, daemon, parts }) =>
    found
      .filter((one) => one.feature === name && one.daemon === daemon)
      .flatMap((one) =>
        parts.map((part): Licence => {
          const [feature, , times] = part.split(':')
          return { ...one, feature, count: one.count === 'uncounted' ? one.count : one.count * Number(times ?? 1) }
        }),
      ),
  )
  const isPackage = (one: Licence) => packages.some(({ name, daemon }) => one.feature === name && one.daemon === daemon)
  return [...found.filter((one) => !isPackage(one)), ...opened]
}

/** `4-mar-2024`; undefined for `permanent`. */
function dayOf(text: string): LocalDay | undefined {
  const [day, month, year] = text.split('-')
  return year === undefined
    ? undefined
    : { year: Number(year), month: MONTHS.indexOf(month.toLowerCase()) / 3 + 1, day: Number(day) }
}
