import { createSubjectIndex, createSubjectRows, eachSubject } from './subject-rows.ts'
import { type SubjectKind, subjectAttributes, subjectKinds } from './usage-fact.ts'

/** Texts and subjects by number. Ids begin at 1 and are only ever appended; text 0 is the empty one. */
export interface SubjectContent {
  readonly texts: readonly string[]
  /** One after the other, as in core/facts/subject-rows.ts. */
  readonly subjects: Int32Array
}

export const noSubjects: SubjectContent = { texts: [], subjects: new Int32Array(0) }

export interface SubjectDictionary {
  text(value: string): number
  /** @param values one for each attribute of the kind, in their order; missing ones are empty */
  subject(kind: SubjectKind, values: readonly string[]): number
  /** What was added since the last call: ids go on from those before. */
  takeAdditions(): SubjectContent
  /** How many there were before these additions, which are the last ones. */
  sizeBefore(added: SubjectContent): { readonly texts: number; readonly subjects: number }
}

/** The dictionary of the process's one ingest worker: it alone hands out new ids. */
export const createSubjectDictionary = (content: SubjectContent = noSubjects): SubjectDictionary => {
  const textIds = new Map(content.texts.map((text, i) => [text, i + 1]))
  const rows = createSubjectRows()
  const index = createSubjectIndex(rows)
  eachSubject(content.subjects, (at, length) =>
    index.added(rows.add(content.subjects.subarray(at, at + length), length)),
  )
  const kindNumbers = new Map(subjectKinds.map((kind, i) => [kind, i]))
  const row = new Int32Array(1 + Math.max(...Object.values(subjectAttributes).map(({ length }) => length)))
  let addedTexts: string[] = []
  let taken = rows.flat.length

  const text = (value: string): number => {
    if (value === '') return 0
    const known = textIds.get(value)
    if (known !== undefined) return known
    // A text cut out of a longer one would keep that one in memory.
    const own = Buffer.from(value).toString()
    const id = textIds.size + 1
    textIds.set(own, id)
    addedTexts.push(own)
    return id
  }

  return {
    text,
    sizeBefore({ texts, subjects }) {
      let count = 0
      eachSubject(subjects, () => count++)
      return { texts: textIds.size - texts.length, subjects: rows.size - count }
    },
    subject(kind, values) {
      const { length } = subjectAttributes[kind]
      row[0] = kindNumbers.get(kind) as number
      for (let i = 0; i < length; i++) row[i + 1] = text(values[i] ?? '')
      const known = index.find(row, length + 1)
      if (known !== 0) return known
      const id = rows.add(row, length + 1)
      index.added(id)
      return id
    },
    takeAdditions() {
      const added = { texts: addedTexts, subjects: rows.flat.slice(taken) }
      addedTexts = []
      taken = rows.flat.length
      return added
    },
  }
}
