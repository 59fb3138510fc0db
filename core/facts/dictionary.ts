import { append, appended, growingColumn } from '../segments/growing-column.ts'
import type { LineDetail } from './line-fact.ts'
import {
  createSubjectDictionary,
  noSubjects,
  type SubjectContent,
  type SubjectDictionary,
} from './subject-dictionary.ts'

/** Names by concept. Ids begin at 1 and are only ever appended; 0 stands for none. */
export const nameConcepts = ['daemon', 'feature', 'user', 'host'] as const
export type NameConcept = (typeof nameConcepts)[number]

/** Everything that facts refer to by number. */
export interface DictionaryContent {
  readonly names: { readonly [K in NameConcept]: readonly string[] }
  /** Four numbers a holder: daemon, feature, user, host. */
  readonly holders: Int32Array
  readonly details: readonly (readonly [reason: string, codes: string, version: string, tail: string])[]
  /** What usage rows refer to. Only the ingest worker and reports about usage need it, so it does not travel with the rest. */
  readonly subjects?: SubjectContent
  /** Of additions: how many subjects and texts there were before them. */
  readonly subjectsBefore?: { readonly texts: number; readonly subjects: number }
}

export interface Dictionary {
  name(concept: NameConcept, text: string): number
  holder(daemon: number, feature: number, user: number, host: number): number
  detail(detail: LineDetail): number
  /** Subjects of usage rows. @throws Error before `knowSubjects`, where the dictionary goes on from a stored one */
  readonly subjects: SubjectDictionary
  /** Goes on from these subjects. */
  knowSubjects(content: SubjectContent): void
  /** What was added since the last call: ids go on from those before. */
  takeAdditions(): DictionaryContent
}

/** The dictionary of the process's one ingest worker: it alone hands out new ids. */
export const createDictionary = (content: DictionaryContent): Dictionary => {
  const names = Object.fromEntries(
    nameConcepts.map((concept) => [
      concept,
      { ids: new Map(content.names[concept].map((text, i) => [text, i + 1])), added: [] as string[] },
    ]),
  ) as Record<NameConcept, { ids: Map<string, number>; added: string[] }>
  // Keys are whole numbers, not texts: (daemon, feature) and (user, host) are numbered, and pairs of those numbers name a holder.
  const seriesNumbers = new Map<number, number>()
  const personNumbers = new Map<number, number>()
  const holderIds = new Map<number, number>()
  const numberOf = (numbers: Map<number, number>, a: number, b: number): number => {
    const key = a * 0x4000000 + b
    let number = numbers.get(key)
    if (number === undefined) {
      number = numbers.size
      numbers.set(key, number)
    }
    return number
  }
  const keyOf = (daemon: number, feature: number, user: number, host: number): number =>
    numberOf(seriesNumbers, daemon, feature) * 0x8000000 + numberOf(personNumbers, user, host)
  const stored = content.holders
  for (let at = 0; at < stored.length; at += 4) {
    const key = keyOf(
      stored[at] as number,
      stored[at + 1] as number,
      stored[at + 2] as number,
      stored[at + 3] as number,
    )
    holderIds.set(key, at / 4 + 1)
  }
  const detailIds = new Map(content.details.map((detail, i) => [detail.join('\u0000'), i + 1]))
  let subjects = content.subjects && createSubjectDictionary(content.subjects)
  const addedHolders = growingColumn()
  let addedDetails: (readonly [string, string, string, string])[] = []

  return {
    name(concept, text) {
      const { ids, added } = names[concept]
      const known = ids.get(text)
      if (known !== undefined) return known
      const id = ids.size + 1
      ids.set(text, id)
      added.push(text)
      return id
    },
    holder(daemon, feature, user, host) {
      const key = keyOf(daemon, feature, user, host)
      const known = holderIds.get(key)
      if (known !== undefined) return known
      const id = holderIds.size + 1
      holderIds.set(key, id)
      append(addedHolders, daemon)
      append(addedHolders, feature)
      append(addedHolders, user)
      append(addedHolders, host)
      return id
    },
    detail({ reason, codes, version, tail }) {
      if (reason === '' && codes === '' && version === '' && tail === '') return 0
      const key = `${reason}\u0000${codes}\u0000${version}\u0000${tail}`
      const known = detailIds.get(key)
      if (known !== undefined) return known
      const id = detailIds.size + 1
      detailIds.set(key, id)
      addedDetails.push([reason, codes, version, tail])
      return id
    },
    get subjects() {
      if (!subjects) throw new Error('The dictionary was not told its subjects.')
      return subjects
    },
    knowSubjects(known) {
      subjects = createSubjectDictionary(known)
    },
    takeAdditions() {
      const usage = subjects?.takeAdditions() ?? noSubjects
      const before = usage.texts.length > 0 || usage.subjects.length > 0 ? subjects?.sizeBefore(usage) : undefined
      const taken = {
        names: Object.fromEntries(nameConcepts.map((concept) => [concept, names[concept].added])) as Record<
          NameConcept,
          string[]
        >,
        holders: appended(addedHolders).slice(),
        details: addedDetails,
        ...(before ? { subjects: usage, subjectsBefore: before } : {}),
      }
      for (const concept of nameConcepts) names[concept].added = []
      addedHolders.length = 0
      addedDetails = []
      return taken
    },
  }
}

export const emptyDictionary: DictionaryContent = {
  names: { daemon: [], feature: [], user: [], host: [] },
  holders: new Int32Array(0),
  details: [],
  subjects: noSubjects,
}
