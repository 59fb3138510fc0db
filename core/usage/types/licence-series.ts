import type { ClassificationConcept } from '../../data-types/data-type.ts'
import type { SubjectAttribute } from '../../facts/usage-fact.ts'
import type { TypeContext } from '../typed-uses.ts'
import type { UsageSpec } from '../usage-spec.ts'
import { addSteps, type Step, strongestSteps } from './capacity-steps.ts'
import type { FirstMention, TakenLicences } from './taken-licences.ts'
import type { TypedBuilder } from './typed-builder.ts'
import { nameOfColumn } from './values.ts'

export type LicenceAttribute = SubjectAttribute<'licence'>

/** Attributes of a licence that part a feature into series, where the type shows them. */
const partingAttributes: { readonly [C in ClassificationConcept]?: LicenceAttribute } = {
  package: 'package',
  'feature-version': 'version',
  'licence-purpose': 'licenceType',
  category: 'category',
  'server-uri': 'uri',
  'licensing-model': 'model',
  'licensing-model-status': 'modelStatus',
  'licensing-model-assignment': 'modelAssignment',
}

export interface LicenceSeries {
  /** Number of the series of a subject. */
  of(subject: number, zone: string): number
  /** Subjects without any use so far, one for each series that no other one stands for. Their own series are made by `of`. */
  idle(): readonly FirstMention[]
}

/**
 * Series are features of a vendor licence, parted by version and the like as far as the type shows them. Where one side leaves an
 * attribute open (a line `Users of solver: (Total of 5 licenses issued)` names no version, and perhaps no daemon), it stands for all values
 * of the other.
 */
export const createLicenceSeries = (
  taken: TakenLicences,
  { subjects }: Pick<TypeContext, 'subjects'>,
  { columns }: Pick<UsageSpec, 'columns'>,
  builder: TypedBuilder,
): LicenceSeries => {
  const parting: readonly LicenceAttribute[] = [
    'daemon',
    ...columns.flatMap((column) => {
      const name = nameOfColumn(column)
      const attribute = name && partingAttributes[name as ClassificationConcept]
      return attribute ? [attribute] : []
    }),
  ]
  const partsOf: string[][] = []
  const parts = (subject: number): string[] => {
    partsOf[subject] ??= parting.map((name) => subjects.attribute(subject, 'licence', name))
    return partsOf[subject] as string[]
  }
  const featureOf: string[] = []
  const feature = (subject: number): string => {
    featureOf[subject] ??= (['server', 'feature'] as const)
      .map((name) => subjects.attribute(subject, 'licence', name))
      .join('\u0000')
    return featureOf[subject] as string
  }
  /** Attributes that a subject leaves open. */
  const openParts = (subject: number): number => parts(subject).filter((part) => part === '').length
  const fits = (a: number, b: number): boolean => {
    const others = parts(b)
    return parts(a).every((part, i) => part === '' || others[i] === '' || part === others[i])
  }
  const statedOf = Map.groupBy(taken.capacity, ({ subject }) => feature(subject))
  const idOf: string[] = []
  const idOfSubject = (subject: number): string => {
    idOf[subject] ??= [feature(subject), ...parts(subject)].join('\u0000')
    return idOf[subject] as string
  }
  const mentions = earliest(taken.known, idOfSubject)
  const mentionsOf = Map.groupBy(mentions, ({ subject }) => feature(subject))
  const usedOf = new Map<string, number[]>()
  const numberOf = new Map<string, number>()

  const capacityOf = (subject: number): readonly Step[] => {
    const stated = statedOf.get(feature(subject)) ?? []
    const fitting = stated.filter((one) => fits(one.subject, subject))
    // A user's version need not be that of the licences it is served from.
    const chosen = fitting.length > 0 ? fitting : stated
    // Of one kind of source, what names more of the series is the better answer.
    const byStrength = Map.groupBy(chosen, (one) => one.rank * (parting.length + 1) + openParts(one.subject))
    return strongestSteps(
      [...byStrength].sort(([a], [b]) => a - b).map(([, list]) => addSteps(list.map(({ steps }) => steps))),
    )
  }
  return {
    of(subject, zone) {
      const id = idOfSubject(subject)
      const known = numberOf.get(id)
      if (known !== undefined) return known
      const used = usedOf.get(feature(subject)) ?? []
      usedOf.set(feature(subject), used)
      used.push(subject)
      const number = builder.series(id, () => ({
        zone,
        observed: taken.observed(
          subjects.attribute(subject, 'licence', 'server'),
          subjects.attribute(subject, 'licence', 'daemon'),
        ),
        knownAt: (mentionsOf.get(feature(subject)) ?? [])
          .filter((one) => fits(one.subject, subject))
          .reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY),
        capacity: capacityOf(subject),
      }))
      numberOf.set(id, number)
      return number
    },
    idle() {
      const chosen = new Map<string, number[]>()
      const clearest = mentions.toSorted((a, b) => openParts(a.subject) - openParts(b.subject))
      return clearest.filter(({ subject }) => {
        const own = chosen.get(feature(subject)) ?? []
        chosen.set(feature(subject), own)
        const isStoodFor = [...(usedOf.get(feature(subject)) ?? []), ...own].some((other) => fits(other, subject))
        if (!isStoodFor) own.push(subject)
        return !isStoodFor
      })
    },
  }
}

/** The first mention of each of them, which many subjects may be: one for each user. */
const earliest = (known: readonly FirstMention[], idOf: (subject: number) => string): FirstMention[] => {
  const found = new Map<string, FirstMention>()
  for (const one of known) {
    const id = idOf(one.subject)
    const before = found.get(id)
    if (!before || one.at < before.at) found.set(id, one)
  }
  return [...found.values()]
}
