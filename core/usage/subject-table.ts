import type { SubjectContent } from '../facts/subject-dictionary.ts'
import { type SubjectKind, subjectAttributes, subjectKinds } from '../facts/usage-fact.ts'
import type { Subjects } from './usage.ts'

/** Subjects as a report reads them: those that are stored, and some of its own beyond them. */
export interface SubjectTable extends Subjects {
  /** What is stored, from where the last call ended. Own ones are forgotten: their numbers come after the stored ones. */
  learn(content: SubjectContent): void
  readonly stored: { readonly texts: number; readonly subjects: number }
  /** A subject for what is not stored as one, such as a holder of a licence log. */
  own(kind: SubjectKind, values: readonly string[]): number
  /** Text id of an attribute by its position: equal numbers are equal texts. */
  textId(subject: number, position: number): number
  /** Id of a text that may be none of the stored. */
  ownText(text: string): number
}

export const createSubjectTable = (): SubjectTable => {
  const texts: string[] = ['']
  const subjects: (readonly number[])[] = [[]]
  let storedTexts = 0
  let storedSubjects = 0
  let ownTexts = new Map<string, number>()
  let ownSubjects = new Map<string, number>()
  const positions = new Map(
    subjectKinds.map((kind) => [
      kind,
      new Map(subjectAttributes[kind].map((name, i): readonly [string, number] => [name, i + 1])),
    ]),
  )

  const textIdOf = (text: string): number => {
    if (text === '') return 0
    const known = ownTexts.get(text)
    if (known !== undefined) return known
    const id = texts.push(text) - 1
    ownTexts.set(text, id)
    return id
  }
  const forgetOwn = (): void => {
    texts.length = storedTexts + 1
    subjects.length = storedSubjects + 1
    ownTexts = new Map()
    ownSubjects = new Map()
  }

  return {
    learn(content) {
      forgetOwn()
      for (const text of content.texts) texts.push(text)
      for (const subject of content.subjects) subjects.push(subject)
      storedTexts = texts.length - 1
      storedSubjects = subjects.length - 1
    },
    get stored() {
      return { texts: storedTexts, subjects: storedSubjects }
    },
    own(kind, values) {
      const row = [
        subjectKinds.indexOf(kind),
        ...subjectAttributes[kind].map((_, i) => textIdOf(values[i] ?? '')),
      ] as const
      const key = row.join()
      const known = ownSubjects.get(key)
      if (known !== undefined) return known
      const id = subjects.push(row) - 1
      ownSubjects.set(key, id)
      return id
    },
    ownText: textIdOf,
    textId: (subject, position) => subjects[subject]?.[position + 1] ?? 0,
    kind: (subject) => subjectKinds[subjects[subject]?.[0] as number] as SubjectKind,
    attribute(subject, kind, name) {
      const row = subjects[subject] as readonly number[]
      const position = positions.get(kind)?.get(name)
      if (position === undefined || subjectKinds[row[0] as number] !== kind)
        throw new Error(`Subject ${subject} is no ${kind} with a ${name}.`)
      // Attributes appended later are missing in what was stored before.
      return texts[row[position] ?? 0] as string
    },
    text: (id) => texts[id] ?? '',
  }
}
