import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSubjectDictionary } from './subject-dictionary.ts'
import { eachSubject, handleOfNumber, numberedHandle } from './subject-rows.ts'
import { type SubjectKind, subjectAttributes } from './usage-fact.ts'

const kinds: readonly SubjectKind[] = ['licence', 'process', 'request']
const someSubject = fc.tuple(fc.constantFrom(...kinds), fc.array(fc.constantFrom('', 'a', 'b', 'ab'), { maxLength: 5 }))

test('equal subjects have one number, numbers go on where the additions before ended, and a stored dictionary goes on', () => {
  fc.assert(
    fc.property(fc.array(someSubject), fc.array(someSubject), (first, second) => {
      const dictionary = createSubjectDictionary()
      const ids = new Map<string, number>()
      const told = ([kind, values]: readonly [SubjectKind, readonly string[]]) => {
        // An attribute that is left out at the end is an empty one.
        const whole = [...values, '', '', '', '', ''].slice(0, Math.min(5, subjectAttributes[kind].length))
        const key = JSON.stringify([kind, whole])
        const id = dictionary.subject(kind, values)
        expect(id).toBe(ids.get(key) ?? ids.size + 1)
        ids.set(key, id)
      }
      first.forEach(told)
      const stored = dictionary.takeAdditions()
      second.forEach(told)
      const added = dictionary.takeAdditions()
      let count = 0
      for (const { subjects } of [stored, added]) eachSubject(subjects, () => count++)
      expect(count).toBe(ids.size)
      const again = createSubjectDictionary({
        texts: [...stored.texts, ...added.texts],
        subjects: Int32Array.from([...stored.subjects, ...added.subjects]),
      })
      for (const [key, id] of ids) {
        const [kind, values] = JSON.parse(key) as [SubjectKind, string[]]
        expect(again.subject(kind, values)).toBe(id)
      }
      expect(again.takeAdditions()).toEqual({ texts: [], subjects: new Int32Array(0) })
    }),
  )
})

test('a hundred thousand subjects are told apart', () => {
  const dictionary = createSubjectDictionary()
  for (let i = 0; i < 100_000; i++)
    expect(dictionary.subject('request', [`host${i % 300}`, '', `url${Math.floor(i / 300)}`])).toBe(i + 1)
  expect(dictionary.subject('request', ['host7', '', 'url3'])).toBe(908)
})

test('a handle that is a hexadecimal number is kept as one, and comes back as it was', () => {
  fc.assert(
    fc.property(fc.nat(0xfffffff), (n) => {
      const handle = n.toString(16)
      const id = numberedHandle(handle)
      expect(id < 0 ? handleOfNumber(id) : id).toBe(n === 0 ? 0 : handle)
    }),
  )
  for (const other of ['', '0', '01', '1G', 'AB', '12345678', 'x1', '1 '])
    expect(Math.abs(numberedHandle(other)), other).toBe(0)
})
