import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSubjectDictionary } from '../../facts/subject-dictionary.ts'
import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { createLicenceLooks } from './licence-looks.ts'

type Row = { kind: number; time: number; length: number; subject: number; count: number }

const recorded = () => {
  const rows: Row[] = []
  const dictionary = createSubjectDictionary()
  const writer = {
    row: (kind: number, time: number, length: number, subject: number, count = 1) =>
      rows.push({ kind, time, length, subject, count }),
    subjectOf: dictionary.subject,
  } as unknown as UsageWriter
  return { rows, looks: createLicenceLooks(writer) }
}

test('what is seen in looks that follow each other is one row; a change of the count or a look without it ends it', () => {
  const { rows, looks } = recorded()
  const seen = [2, 2, 3, 0, 3]
  for (const [i, count] of seen.entries()) {
    looks.begin(i * 300)
    looks.server(1, true)
    if (count > 0) looks.holding(7, count)
    looks.end()
  }
  looks.flush()
  expect(rows.filter(({ kind }) => kind === UsageKind.seen)).toEqual([
    { kind: UsageKind.seen, time: 0, length: 300, subject: 7, count: 2 },
    { kind: UsageKind.seen, time: 600, length: 0, subject: 7, count: 3 },
    { kind: UsageKind.seen, time: 1200, length: 0, subject: 7, count: 3 },
  ])
})

test('a capacity is told when it changes, and anew each day', () => {
  const { rows, looks } = recorded()
  for (const [time, licences] of [
    [0, 5],
    [300, 5],
    [600, 6],
    [86_400, 6],
  ] as const) {
    looks.begin(time)
    looks.capacity(3, licences)
    looks.end()
  }
  expect(rows.map(({ time, count }) => [time, count])).toEqual([
    [0, 5],
    [600, 6],
    [86_400, 6],
  ])
})

test('the rows say of every look what was seen in it, wherever they are cut', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          held: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 1, max: 2 })),
          cut: fc.boolean(),
        }),
        {
          minLength: 1,
          maxLength: 20,
        },
      ),
      (steps) => {
        const { rows, looks } = recorded()
        steps.forEach(({ held, cut }, i) => {
          looks.begin(i * 60)
          for (const [subject, count] of Object.entries(held)) looks.holding(Number(subject), count)
          looks.end()
          if (cut) looks.flush()
        })
        looks.flush()
        return steps.every(({ held }, i) =>
          [1, 2, 3].every((subject) => {
            const told = rows.filter(
              (row) => row.subject === subject && row.time <= i * 60 && i * 60 <= row.time + row.length,
            )
            return told.length <= 1 && (told[0]?.count ?? 0) === (held[subject] ?? 0)
          }),
        )
      },
    ),
  )
})
