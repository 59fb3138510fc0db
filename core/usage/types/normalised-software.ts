import type { FeatureSet } from '../../mapping/featureset-text.ts'
import { softwareCatalogue } from '../../mapping/software-catalogue.ts'
import type { TypeContext, UseSeries } from '../typed-uses.ts'
import { addSteps, type Step, strongestSteps } from './capacity-steps.ts'
import { type CoveredUses, coverUses } from './covered-uses.ts'
import { readFeaturesets } from './licence-maps.ts'
import type { LicenceNames } from './licence-names.ts'
import { joinObserved } from './observed-time.ts'
import type { TakenLicences } from './taken-licences.ts'
import { unknownValue, type Values } from './values.ts'

/** A piece of software, whatever its features are called. */
export interface Software {
  readonly id: string
  readonly title: string
  /** Where it is one of featureset.map. */
  readonly set?: FeatureSet
}

export interface SoftwareNames {
  readonly covers: CoveredUses | undefined
  ofSet(set: FeatureSet): Software
  /** Of a feature that no set has: what the catalogue says, else the feature for itself. */
  ofFeature(subject: number): Software
  /** Of a feature that is held by itself, or denied. */
  alone(subject: number): Software
}

export const createSoftwareNames = (names: LicenceNames, context: TypeContext): SoftwareNames => {
  const { spec, subjects } = context
  const catalogue = softwareCatalogue(spec.maps['software-catalogue.map'] ?? '')
  const featuresets = readFeaturesets(spec.maps)
  const covers = featuresets && coverUses(featuresets, names, context)
  const ofSet = (set: FeatureSet): Software => ({ id: set.productId || unknownValue, title: set.featureset, set })
  const known: Software[] = []
  const ofFeature = (subject: number): Software => {
    const feature = subjects.attribute(subject, 'licence', 'feature')
    known[subject] ??= catalogue.ofFeature(names.vendorLicence(subject), feature) ?? {
      id: unknownValue,
      title: feature,
    }
    return known[subject] as Software
  }
  return {
    covers,
    ofSet,
    ofFeature,
    alone(subject) {
      const set = covers?.alone(subject).set
      return set ? ofSet(set) : ofFeature(subject)
    },
  }
}

/** The licences of one piece of software that one vendor daemon gives, on however many servers. */
export interface Pool {
  readonly software: Software
  readonly daemon: string
  /** The servers, in order of name. */
  readonly servers: readonly string[]
  readonly values: Values
  series(zone: string): UseSeries
}

interface GrowingPool {
  readonly software: Software
  readonly daemon: string
  readonly servers: Set<string>
  readonly features: Set<string>
}

const separator = ','

/**
 * Pools of all licences that are known, used or not.
 * @param used what features were found to be a part of where they were held
 */
export const createPools = (
  taken: TakenLicences,
  software: SoftwareNames,
  names: LicenceNames,
  { subjects }: Pick<TypeContext, 'subjects'>,
  used: Iterable<readonly [subject: number, software: Software]> = [],
): { of(subject: number, software: Software): Pool } => {
  const pools = new Map<string, GrowingPool>()
  const idOf = ({ id, title }: Software, daemon: string): string => [id, title, daemon].join('\u0000')
  const join = (subject: number, of: Software): void => {
    const [server, daemon] = names.serverOf(subject)
    const pool = pools.get(idOf(of, daemon)) ?? { software: of, daemon, servers: new Set(), features: new Set() }
    pools.set(idOf(of, daemon), pool)
    pool.servers.add(server)
    pool.features.add(subjects.attribute(subject, 'licence', 'feature'))
  }
  for (const { subject } of taken.known) join(subject, software.alone(subject))
  const seen = new Set<number>()
  const joinOnce = (subject: number): void => {
    if (seen.has(subject)) return
    seen.add(subject)
    join(subject, software.alone(subject))
  }
  taken.held(joinOnce)
  taken.happened(({ happened }, row) => joinOnce(happened.subject[row] as number))
  for (const [subject, of] of used) join(subject, of)

  const finished = new Map<string, Pool>()
  const finish = (id: string, pool: GrowingPool): Pool => {
    const servers = [...pool.servers].sort()
    const made: Pool = {
      software: pool.software,
      daemon: pool.daemon,
      servers,
      values: {
        'software-id': pool.software.id,
        'software-title': pool.software.title,
        'licence-hosts': servers.join(separator),
        'vendor-daemon': pool.daemon,
      },
      series: (zone) => ({
        zone,
        observed: joinObserved(servers.flatMap((server) => taken.observed(server, pool.daemon))),
        knownAt: Number.POSITIVE_INFINITY,
        capacity: poolCapacity(taken, pool, names, subjects),
      }),
    }
    finished.set(id, made)
    return made
  }
  return {
    of(subject, one) {
      const id = idOf(one, names.serverOf(subject)[1])
      const known = finished.get(id)
      if (known) return known
      if (!pools.has(id)) join(subject, one)
      return finish(id, pools.get(id) as GrowingPool)
    },
  }
}

/**
 * Licences of all servers, added. Of a set it is its `@count`, else as many as of the feature that there are fewest of; of several
 * features that the catalogue makes one piece of software the sum.
 */
const poolCapacity = (
  taken: TakenLicences,
  { software, daemon, servers, features }: GrowingPool,
  names: LicenceNames,
  subjects: TypeContext['subjects'],
): readonly Step[] => {
  const { set } = software
  if (set?.count !== undefined) return [{ at: Number.NEGATIVE_INFINITY, licences: set.count }]
  const stepsOf = (feature: string): Step[] => {
    const ofServers = Map.groupBy(
      taken.capacity.filter(({ subject }) => {
        const [server, own] = names.serverOf(subject)
        return own === daemon && servers.has(server) && subjects.attribute(subject, 'licence', 'feature') === feature
      }),
      ({ subject }) => names.serverOf(subject)[0],
    )
    return addSteps(
      [...ofServers.values()].map((stated) => {
        const byRank = Map.groupBy(stated, ({ rank }) => rank)
        const lists = [...byRank].sort(([a], [b]) => a - b)
        return strongestSteps(lists.map(([, list]) => addSteps(list.map(({ steps }) => steps))))
      }),
    )
  }
  const lists = [...features].map(stepsOf).filter((steps) => steps.length > 0)
  if (lists.length < 2) return lists[0] ?? []
  return set ? fewestSteps(lists) : addSteps(lists)
}

/** The lowest of several numbers at each instant, of those that are counted. */
const fewestSteps = (lists: readonly (readonly Step[])[]): Step[] => {
  const instants = [...new Set(lists.flatMap((list) => list.map(({ at }) => at)))].sort((a, b) => a - b)
  return instants.map((at) => {
    const inForce = lists.flatMap((list) => list.findLast((step) => step.at <= at)?.licences ?? [])
    const counted = inForce.filter((licences) => licences >= 0)
    return { at, licences: counted.length > 0 ? Math.min(...counted) : Math.min(...inForce, -1) }
  })
}
