import type { SubjectContent } from '../facts/subject-dictionary.ts'
import { createSubjectRows, eachSubject, handleOfNumber } from '../facts/subject-rows.ts'
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
  const rows = createSubjectRows()
  const row = new Int32Array(1 + Math.max(...Object.values(subjectAttributes).map(({ length }) => length)))
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
  /** Attributes appended later are missing in what was stored before. */
  const textId = (subject: number, position: number): number => {
    const at = rows.at(subject)
    return position + 1 < (rows.flat[at - 1] as number) ? (rows.flat[at + position + 1] as number) : 0
  }
  const forgetOwn = (): void => {
    texts.length = storedTexts + 1
    rows.cut(storedSubjects)
    ownTexts = new Map()
    ownSubjects = new Map()
  }

  return {
    learn(content) {
      forgetOwn()
      for (const text of content.texts) texts.push(text)
      const { subjects } = content
      eachSubject(subjects, (at, length) => rows.add(subjects.subarray(at, at + length), length))
      storedTexts = texts.length - 1
      storedSubjects = rows.size
    },
    get stored() {
      return { texts: storedTexts, subjects: storedSubjects }
    },
    own(kind, values) {
      const { length } = subjectAttributes[kind]
      row[0] = subjectKinds.indexOf(kind)
      for (let i = 0; i < length; i++) row[i + 1] = textIdOf(values[i] ?? '')
      const key = row.subarray(0, length + 1).join()
      const known = ownSubjects.get(key)
      if (known !== undefined) return known
      const id = rows.add(row, length + 1)
      ownSubjects.set(key, id)
      return id
    },
    ownText: textIdOf,
    textId,
    kind: (subject) => subjectKinds[rows.flat[rows.at(subject)] as number] as SubjectKind,
    attribute(subject, kind, name) {
      const position = positions.get(kind)?.get(name)
      if (position === undefined || subjectKinds[rows.flat[rows.at(subject)] as number] !== kind)
        throw new Error(`Subject ${subject} is no ${kind} with a ${name}.`)
      return texts[textId(subject, position - 1)] as string
    },
    text: (id) => (id < 0 ? handleOfNumber(id) : (texts[id] ?? '')),
  }
}
