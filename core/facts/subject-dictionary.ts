import { type SubjectKind, subjectAttributes, subjectKinds } from './usage-fact.ts'

/** Texts and subjects by number. Ids begin at 1 and are only ever appended; text 0 is the empty one. */
export interface SubjectContent {
  readonly texts: readonly string[]
  /** The number of the kind, then a text id for each of its attributes. */
  readonly subjects: readonly (readonly number[])[]
}

export const noSubjects: SubjectContent = { texts: [], subjects: [] }

export interface SubjectDictionary {
  text(value: string): number
  /** @param values one for each attribute of the kind, in their order; missing ones are empty */
  subject(kind: SubjectKind, values: readonly string[]): number
  /** What was added since the last call: ids go on from those before. */
  takeAdditions(): SubjectContent
}

/** The dictionary of the process's one ingest worker: it alone hands out new ids. */
export const createSubjectDictionary = (content: SubjectContent = noSubjects): SubjectDictionary => {
  const textIds = new Map(content.texts.map((text, i) => [text, i + 1]))
  const subjectIds = new Map(content.subjects.map((subject, i) => [subject.join(), i + 1]))
  let addedTexts: string[] = []
  let addedSubjects: number[][] = []
  const kindNumbers = new Map(subjectKinds.map((kind, i) => [kind, i]))

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
    subject(kind, values) {
      let key = `${kindNumbers.get(kind)}`
      const { length } = subjectAttributes[kind]
      for (let i = 0; i < length; i++) key += `,${text(values[i] ?? '')}`
      const known = subjectIds.get(key)
      if (known !== undefined) return known
      const id = subjectIds.size + 1
      subjectIds.set(key, id)
      addedSubjects.push(key.split(',').map(Number))
      return id
    },
    takeAdditions() {
      const taken = { texts: addedTexts, subjects: addedSubjects }
      addedTexts = []
      addedSubjects = []
      return taken
    },
  }
}
