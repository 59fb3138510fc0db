import { type CapacityStep, type SourceCapacity, strongestSteps } from '../aggregation/capacity-steps.ts'
import { type FiledRecord, type Grant, grantSteps, licenceGrants } from '../aggregation/licence-grants.ts'
import { type ZoneClock, zoneClock } from '../aggregation/zone-clock.ts'
import type { TypedCapacityRow } from '../database/capacity-table.ts'
import type { DictionaryContent } from '../facts/dictionary.ts'
import type { ImportContext } from './import-context.ts'
import {
  type CapacityInputs,
  type LicenceUse,
  licenceUses,
  readCapacityInputs,
  type SourceOfLicences,
} from './licence-uses.ts'

/** What is said of one feature of one vendor licence, by origin. */
export interface FeatureCapacity {
  readonly daemon: string
  readonly feature: string
  readonly grants: readonly Grant[]
  readonly typed: readonly TypedCapacityRow[]
}

/** One vendor licence of which logs, licence files or typed values tell. */
export interface VendorLicence {
  readonly server: string
  readonly daemon: string
  /** Absent while no log of it was imported. */
  readonly source?: SourceOfLicences
  /** Features of which licence files or typed values say anything. */
  readonly features: readonly FeatureCapacity[]
  /** Why a record of a licence file, by its id, does not count or counts in part. */
  readonly leftOut: ReadonlyMap<number, string>
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Every vendor licence of the sources, then those that only licence files and typed values name. */
export const vendorLicencesOf = (inputs: CapacityInputs, uses: readonly LicenceUse[]): VendorLicence[] => {
  const ofSources: (Omit<VendorLicence, 'features' | 'leftOut'> & { readonly uses: readonly LicenceUse[] })[] =
    inputs.sources.flatMap((source) =>
      source.daemons.map((daemon) => ({
        server: source.server,
        daemon,
        source,
        uses: uses.filter(({ sources }) => sources.some((one) => one.id === source.id && one.daemon === daemon)),
      })),
    )
  const others = new Map<string, { server: string; daemon: string; uses: LicenceUse[] }>()
  const other = (server: string, daemon: string) => {
    const key = `${server};${daemon}`.toLowerCase()
    const known = others.get(key) ?? { server, daemon, uses: [] }
    others.set(key, known)
    return known
  }
  for (const use of uses) if (use.sources.length === 0) other(use.hosts[0] ?? 'unknown', use.daemon).uses.push(use)
  for (const { server, daemon } of inputs.typed)
    if (!ofSources.some((one) => same(one.server, server) && same(one.daemon, daemon))) other(server, daemon)

  return [...ofSources, ...others.values()].map(({ uses: own, ...licence }): VendorLicence => {
    const { grants, leftOut } = licenceGrants(recordsOf(inputs, own))
    const typed = inputs.typed.filter((row) => same(row.server, licence.server) && same(row.daemon, licence.daemon))
    const grantsOf = Map.groupBy(grants, ({ feature }) => feature)
    const typedOf = Map.groupBy(typed, ({ feature }) => feature)
    const features = [...new Set([...grantsOf.keys(), ...typedOf.keys()])].map((feature) => ({
      daemon: licence.daemon,
      feature,
      grants: grantsOf.get(feature) ?? [],
      typed: typedOf.get(feature) ?? [],
    }))
    return { ...licence, features, leftOut }
  })
}

/** Records of some uses, with what orders their files. */
export const recordsOf = ({ files, records }: CapacityInputs, uses: readonly LicenceUse[]): FiledRecord[] => {
  const keys = new Set(uses.map(({ file, block, daemon }) => `${file}/${block}/${daemon.toLowerCase()}`))
  const byId = new Map(files.map((file) => [file.id, file]))
  return records
    .filter(({ file, block, daemon }) => keys.has(`${file}/${block}/${daemon.toLowerCase()}`))
    .map((record) => ({
      ...record,
      fileOrder: byId.get(record.file)?.head ?? '',
      fileName: byId.get(record.file)?.name ?? '',
    }))
}

/** Steps of licence files on a source's clock: a licence begins with its first day and ends with the midnight after its last. */
export const licenceSteps = (clock: Pick<ZoneClock, 'dayStart'>, grants: readonly Grant[]): CapacityStep[] =>
  grantSteps(grants).map(({ day, licences }) => ({
    at: day === null ? Number.NEGATIVE_INFINITY : clock.dayStart(day),
    licences,
  }))

export const typedSteps = (clock: ZoneClock, typed: readonly TypedCapacityRow[]): CapacityStep[] =>
  typed.map(({ at, licences }) => ({ at: typedInstant(clock, at), licences })).sort((a, b) => a.at - b.at)

export const typedInstant = (clock: ZoneClock, wall: number): number =>
  wall % 86400 === 0 ? clock.dayStart(wall / 86400) : clock.instantOf(wall, undefined)

/** What licence files and typed values say of each source, by its number. Names that no log has used yet are added to the dictionary. */
export const sourceCapacities = async (context: ImportContext): Promise<Map<number, SourceCapacity>> => {
  const inputs = await readCapacityInputs(context.database)
  const found = new Map<number, SourceCapacity>()
  if (inputs.records.length === 0 && inputs.typed.length === 0) return found
  const licences = vendorLicencesOf(inputs, licenceUses(inputs)).filter(({ source }) => source !== undefined)
  const seriesOf = await nameSeries(
    context,
    licences.flatMap(({ features }) => features),
  )
  for (const source of inputs.sources) {
    const clock = zoneClock(source.zone)
    const steps = new Map<number, readonly CapacityStep[]>()
    const known = new Map<number, number>()
    for (const { daemon, feature, grants, typed } of licences
      .filter((one) => one.source === source)
      .flatMap(({ features }) => features)) {
      const series = seriesOf(daemon, feature)
      const stated = licenceSteps(clock, grants)
      steps.set(series, strongestSteps(stated, typedSteps(clock, typed)))
      if (stated[0]) known.set(series, stated[0].at)
    }
    found.set(source.id, { steps, known })
  }
  return found
}

interface Series {
  readonly daemon: string
  readonly feature: string
}

/** Numbers of (daemon, feature). The ingest worker alone hands out new ones. */
const nameSeries = async (
  context: ImportContext,
  wanted: readonly Series[],
): Promise<(daemon: string, feature: string) => number> => {
  const known = knownSeries(context, wanted)
  const missing = wanted.filter(({ daemon, feature }) => !known.has(`${daemon}\n${feature}`))
  if (missing.length === 0) return (daemon, feature) => known.get(`${daemon}\n${feature}`) as number
  await context.prepareIngest()
  const added = await context.ingestWorker.call<DictionaryContent>('nameSeries', { series: missing })
  try {
    await context.database.transaction((tx) => context.dictionary.store(tx, added))
  } catch (error) {
    await context.ingestWorker.call('loadDictionary', context.dictionary.content())
    throw error
  }
  context.dictionary.added(added)
  const all = knownSeries(context, wanted)
  return (daemon, feature) => all.get(`${daemon}\n${feature}`) as number
}

const knownSeries = ({ dictionary }: ImportContext, wanted: readonly Series[]): Map<string, number> => {
  const { names, holders } = dictionary
  const daemons = new Set(wanted.map(({ daemon }) => daemon))
  const found = new Map<string, number>()
  for (let id = 1; id < holders.size; id++) {
    if (holders.user[id] !== 0 || holders.host[id] !== 0 || holders.feature[id] === 0) continue
    const daemon = names.daemon[holders.daemon[id] as number] as string
    if (daemons.has(daemon)) found.set(`${daemon}\n${names.feature[holders.feature[id] as number]}`, id)
  }
  return found
}
