import { type Grant, grantSteps } from '../aggregation/licence-grants.ts'
import { type ZoneClock, zoneClock } from '../aggregation/zone-clock.ts'
import type { CapacityCourse, CapacityEntry, CapacityStep, ExpiringLicences } from '../contract/capacity.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Reader } from '../database/connection.ts'
import { sourceDays } from '../database/day-table.ts'
import { vendorLicenceRenames } from '../database/rename-table.ts'
import { capacityUnknown } from '../facts/derived-day.ts'
import type { DictionaryMirror } from '../imports/dictionary-mirror.ts'
import { licenceUses, readCapacityInputs } from '../imports/licence-uses.ts'
import {
  type FeatureCapacity,
  licenceSteps,
  typedInstant,
  type VendorLicence,
  vendorLicencesOf,
} from '../imports/source-capacity.ts'
import { machineZone } from '../imports/zone-names.ts'
import { instantOfPoint, isoInZone } from '../query/periods.ts'
import { asLicences, knownSeriesOf, loggedSteps, type OriginStep, stepsInForce, withEnds } from './capacity-origins.ts'

type Words = Pick<DictionaryMirror, 'names' | 'holders'>

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

const zoneOf = ({ source }: VendorLicence): string => source?.zone ?? machineZone()

const vendorLicences = async (reader: Reader) => {
  const inputs = await readCapacityInputs(reader)
  return vendorLicencesOf(inputs, licenceUses(inputs))
}

/** `license.lic, line 4 and 7; extra.lic, line 2`. */
const placesOf = (grants: readonly Grant[]): string =>
  [...Map.groupBy(grants, ({ record }) => record.fileName)]
    .map(([file, list]) => {
      const lines = [...new Set(list.map(({ record }) => record.line))].sort((a, b) => a - b)
      const shown =
        lines.length > 5 ? `${lines.length} records` : `line ${lines.join(', ').replace(/, (\d+)$/, ' and $1')}`
      return `${file}, ${shown}`
    })
    .join('; ')

/** What each origin says of one feature over time, the strongest first. */
const originsOf = (
  clock: ZoneClock,
  { grants, typed }: Pick<FeatureCapacity, 'grants' | 'typed'>,
  logged: readonly { readonly at: number; readonly licences: number }[],
): OriginStep[][] => {
  const days = grantSteps(grants)
  const ofFiles = licenceSteps(clock, grants).map(({ at, licences }, i) => ({
    from: at,
    licences,
    origin: 'licence-file' as const,
    detail: placesOf(days[i]?.grants ?? []),
    importIds: [...new Set((days[i]?.grants ?? []).map(({ record }) => record.file))],
  }))
  const ofLog = logged.map(({ at, licences }) => ({
    from: at,
    licences,
    origin: 'verbose-log' as const,
    detail: 'out_of in the log',
  }))
  const ofHand = typed
    .map(({ id, at, licences, note }) => ({
      from: typedInstant(clock, at),
      licences,
      origin: 'typed' as const,
      detail: note,
      typedId: id,
    }))
    .sort((a, b) => a.from - b.from)
  return [withEnds(ofLog), withEnds(ofFiles), withEnds(ofHand)]
}

/** Every feature of every vendor licence at an instant: an ISO date or instant, or now. @throws ConsoleError `invalid` */
export const listCapacity = async (reader: Reader, words: Words, at: string | undefined): Promise<CapacityEntry[]> => {
  const renames = await vendorLicenceRenames(reader)
  const entries: CapacityEntry[] = []
  for (const licence of await vendorLicences(reader)) {
    const { server, daemon, source } = licence
    const zone = zoneOf(licence)
    const clock = zoneClock(zone)
    const instant = at === undefined ? Date.now() / 1000 : instantOfPoint(zone, at)
    if (instant === undefined)
      throw new ConsoleError('invalid', `${at} is neither a date (2024-03-04) nor an instant (2024-03-04T08:00:00Z).`)
    const days = source ? await sourceDays(reader, source.id, { withPast: true }) : []
    const daemonId = words.names.daemon.indexOf(daemon)
    const isOwn = (series: number): boolean => words.holders.daemon[series] === daemonId
    const nameOf = (series: number): string => words.names.feature[words.holders.feature[series] as number] as string
    const latest = days.findLast(({ start }) => start <= instant)
    const logged = Map.groupBy(
      (latest ? await loggedSteps(reader, [latest]) : []).filter(
        ({ series, at: from }) => isOwn(series) && from <= instant,
      ),
      ({ series }) => nameOf(series),
    )
    const known = [...(await knownSeriesOf(reader, days))].filter(isOwn).map(nameOf)
    const stated = new Map(licence.features.map((one) => [one.feature, one]))
    for (const feature of [...new Set([...known, ...stated.keys()])].sort()) {
      const { grants = [], typed = [] } = stated.get(feature) ?? {}
      const origins = originsOf(clock, { grants, typed }, logged.get(feature) ?? [])
      const saying = origins
        .map((steps) => steps.findLast(({ from, until }) => from <= instant && instant < until))
        .filter((step) => step !== undefined && step.licences !== capacityUnknown) as OriginStep[]
      const [step] = saying
      const day = clock.dayOf(instant)
      const valid = grants.filter(({ from, until }) => (from ?? -Infinity) <= day && day < (until ?? Infinity))
      const ends = Math.min(...valid.map(({ until }) => until ?? Number.POSITIVE_INFINITY))
      const ending = valid.filter(({ until }) => until === ends)
      const vendorLicence = `${server};${daemon}`
      entries.push({
        server,
        daemon,
        vendorLicence,
        shownName: renames.get(vendorLicence) ?? vendorLicence,
        feature,
        ...(source ? { sourceId: source.id } : {}),
        licences: asLicences(step?.licences ?? capacityUnknown),
        ...(step ? { origin: step.origin, detail: step.detail } : {}),
        ...(step && step.origin !== 'verbose-log' && Number.isFinite(step.from)
          ? { since: isoInZone(zone, step.from) }
          : {}),
        ...(Number.isFinite(ends)
          ? {
              expires: isoDay(ends - 1),
              expiring: ending.reduce((sum, { licences }) => sum + Math.max(0, licences), 0),
            }
          : {}),
        increments: new Set(valid.map(({ record }) => record.id)).size,
        versions: [...new Set(valid.map(({ version }) => version))].sort(),
        serials: [...new Set(valid.map(({ record }) => record.serial).filter((serial) => serial !== ''))].sort(),
        said: saying.map(({ origin, licences }) => ({ origin, licences: asLicences(licences) })),
        isTyped: typed.length > 0,
      })
    }
  }
  return entries.sort((a, b) =>
    a.vendorLicence === b.vendorLicence ? (a.feature < b.feature ? -1 : 1) : a.vendorLicence < b.vendorLicence ? -1 : 1,
  )
}

/** How the number of one feature went. @throws ConsoleError `not-found` */
export const capacityCourse = async (
  reader: Reader,
  words: Words,
  wanted: { readonly server: string; readonly daemon: string; readonly feature: string },
): Promise<CapacityCourse> => {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
  const licence = (await vendorLicences(reader)).find(
    ({ server, daemon }) => same(server, wanted.server) && same(daemon, wanted.daemon),
  )
  const { feature } = wanted
  const days = licence?.source ? await sourceDays(reader, licence.source.id, { withPast: true }) : []
  const { names, holders } = words
  const isWanted = (series: number): boolean =>
    names.feature[holders.feature[series] as number] === feature &&
    names.daemon[holders.daemon[series] as number] === licence?.daemon
  const stated = licence?.features.find((one) => one.feature === feature)
  if (!licence || (!stated && ![...(await knownSeriesOf(reader, days))].some(isWanted)))
    throw new ConsoleError(
      'not-found',
      `Neither a log nor a licence file names ${feature} of ${wanted.server};${wanted.daemon}.`,
    )
  const zone = zoneOf(licence)
  const logged = (await loggedSteps(reader, days)).filter(({ series }) => isWanted(series))
  const origins = originsOf(zoneClock(zone), stated ?? { grants: [], typed: [] }, logged)
  const inForce = stepsInForce(origins)
  const shown = (step: OriginStep): CapacityStep => ({
    ...(Number.isFinite(step.from) ? { from: isoInZone(zone, step.from) } : {}),
    ...(Number.isFinite(step.until) ? { until: isoInZone(zone, step.until) } : {}),
    licences: asLicences(step.licences),
    origin: step.origin,
    detail: step.detail,
    isUsed: inForce.some(({ origin, from, until }) => origin === step.origin && from < step.until && step.from < until),
    ...(step.importIds ? { importIds: step.importIds } : {}),
    ...(step.typedId === undefined ? {} : { typedId: step.typedId }),
  })
  return {
    vendorLicence: `${licence.server};${licence.daemon}`,
    feature,
    zone,
    inForce: inForce.map(shown),
    steps: origins.flat().map(shown),
  }
}

/** Licences of files that end within so many days of today, or ended within as many before; the first to end first. */
export const expiringLicences = async (reader: Reader, days: number): Promise<ExpiringLicences[]> => {
  const renames = await vendorLicenceRenames(reader)
  return (await vendorLicences(reader))
    .flatMap((licence) => {
      const today = zoneClock(zoneOf(licence)).dayOf(Date.now() / 1000)
      const vendorLicence = `${licence.server};${licence.daemon}`
      return licence.features.flatMap(({ feature, grants }) =>
        grants.flatMap(({ until, licences, version, record }): ExpiringLicences[] => {
          if (until === null || Math.abs(until - 1 - today) > days) return []
          const after = grantSteps(grants).find(({ day }) => day === until)
          return [
            {
              vendorLicence,
              shownName: renames.get(vendorLicence) ?? vendorLicence,
              daemon: licence.daemon,
              feature,
              licences: licences > 0 ? licences : 'uncounted',
              left: asLicences(after?.licences ?? capacityUnknown),
              expires: isoDay(until - 1),
              daysLeft: until - 1 - today,
              importId: record.file,
              fileName: record.fileName,
              line: record.line,
              version,
              ...(record.serial === '' ? {} : { serial: record.serial }),
            },
          ]
        }),
      )
    })
    .sort((a, b) => a.daysLeft - b.daysLeft || (a.feature < b.feature ? -1 : 1))
}
