import type { FeaturesetCovers } from '../../mapping/featureset-cover.ts'
import type { FeatureSet } from '../../mapping/featureset-text.ts'
import type { TypeContext } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { type HeldUse, sweepUses, usesByHolder } from './holder-sweep.ts'
import type { LicenceNames } from './licence-names.ts'
import type { VisitUse } from './taken-licences.ts'
import type { Values } from './values.ts'

export interface CoveringSet {
  /** Its place in the map, from 1 on; one more than there are for what no set has. */
  readonly number: number
  /** Undefined for what no set has. */
  readonly set: FeatureSet | undefined
  readonly values: Values
}

export interface SetUse {
  readonly set: FeatureSet
  readonly start: number
  readonly end: number
  /** One of the licences behind it: vendor licence, user and host are its. */
  readonly subject: number
  readonly source: SourceUsage
}

export interface CoveredUses {
  /** Each use in pieces, with the set that it counts for. */
  pieces(
    visitAll: (visit: VisitUse) => void,
    visit: (
      subject: number,
      start: number,
      end: number,
      count: number,
      source: SourceUsage,
      set: CoveringSet,
      use: HeldUse,
    ) => void,
  ): void
  /** Uses of sets: one for each set, vendor licence, user and host at a time. */
  setUses(visitAll: (visit: VisitUse) => void, visit: (use: SetUse) => void): void
  /** The set of a feature that is held by itself. */
  alone(subject: number): CoveringSet
  /** Says so where a cover need not be the cheapest. */
  tell(): void
}

interface FoundCover {
  readonly sets: readonly FeatureSet[]
  /** By feature. */
  readonly setOf: ReadonlyMap<string, CoveringSet>
}

const coversKept = 50_000

/** Products behind licences: the cheapest cover of what a user holds of a vendor licence on a host at each instant. */
export const coverUses = (
  covers: FeaturesetCovers,
  names: LicenceNames,
  { subjects, note }: TypeContext,
): CoveredUses => {
  let isExact = true
  const { sets, unmapped } = covers.map
  const numbers = new Map(sets.map((set, i) => [set, i + 1]))
  const chosen = new Map<FeatureSet | undefined, CoveringSet>()
  const covering = (set: FeatureSet | undefined): CoveringSet => {
    let made = chosen.get(set)
    if (!made) {
      const { featureset, version } = set ?? unmapped
      made = {
        set,
        number: set ? (numbers.get(set) as number) : sets.length + 1,
        values: { featureset, 'featureset-version': version },
      }
      chosen.set(set, made)
    }
    return made
  }
  const features: string[] = []
  const feature = (subject: number): string => {
    features[subject] ??= subjects.attribute(subject, 'licence', 'feature')
    return features[subject] as string
  }
  const holderOf = (subject: number): string =>
    [
      names.vendorLicence(subject),
      subjects.attribute(subject, 'licence', 'user'),
      subjects.attribute(subject, 'licence', 'host'),
    ].join('\u0000')
  const known = new Map<string, FoundCover>()
  const coverOf = (open: ReadonlySet<HeldUse>): FoundCover => {
    const [first] = open
    const licence = names.vendorLicence((first as HeldUse).subject)
    const distinct = new Set<string>()
    for (const use of open) distinct.add(feature(use.subject))
    const held = distinct.size === 1 ? [...distinct] : [...distinct].sort()
    const id = `${licence}\u0000${held.join('\u0000')}`
    let found = known.get(id)
    if (!found) {
      const cover = covers.of(licence, held)
      isExact &&= cover.isExact
      found = { sets: cover.sets, setOf: new Map(held.map((name, i) => [name, covering(cover.setOf[i])])) }
      if (known.size >= coversKept) known.clear()
      known.set(id, found)
    }
    return found
  }

  return {
    pieces(visitAll, visit) {
      for (const uses of usesByHolder(visitAll, holderOf).values()) {
        const pieces = new Map<HeldUse, { set: CoveringSet; since: number; until: number }>()
        const close = (use: HeldUse): void => {
          const { set, since, until } = pieces.get(use) as { set: CoveringSet; since: number; until: number }
          visit(use.subject, since, until, use.count, use.source, set, use)
        }
        sweepUses(uses, (from, to, open) => {
          const { setOf } = coverOf(open)
          for (const use of open) {
            const set = setOf.get(feature(use.subject)) as CoveringSet
            const piece = pieces.get(use)
            if (piece?.set === set) piece.until = to
            else {
              if (piece) close(use)
              pieces.set(use, { set, since: from, until: to })
            }
            if (to === use.end) {
              close(use)
              pieces.delete(use)
            }
          }
        })
      }
    },
    setUses(visitAll, visit) {
      for (const uses of usesByHolder(visitAll, holderOf).values()) {
        const lasting = new Map<FeatureSet, { -readonly [Part in keyof SetUse]: SetUse[Part] }>()
        sweepUses(uses, (from, to, open) => {
          const cover = coverOf(open)
          for (const set of cover.sets) {
            const before = lasting.get(set)
            if (before?.end === from) {
              before.end = to
              continue
            }
            if (before) visit(before)
            const own = [...open].find((use) => cover.setOf.get(feature(use.subject))?.set === set)
            const behind = own ?? ([...open][0] as HeldUse)
            lasting.set(set, { set, start: from, end: to, subject: behind.subject, source: behind.source })
          }
        })
        for (const one of lasting.values()) visit(one)
      }
    },
    alone: (subject) => covering(covers.of(names.vendorLicence(subject), [feature(subject)]).setOf[0]),
    tell() {
      if (!isExact)
        note(
          'Some users held features of more than 20 sets of featureset.map that come into question at once. Their featuresets were found step by step: a cheaper combination may exist.',
        )
    },
  }
}
