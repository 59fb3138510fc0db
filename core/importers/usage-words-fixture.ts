import type { SubjectContent } from '../facts/subject-dictionary.ts'
import { eachSubject, handleOfNumber } from '../facts/subject-rows.ts'
import { subjectAttributes, subjectKinds, UsageKind, type UsageSegment } from '../facts/usage-fact.ts'
import { unpackColumn } from '../segments/column.ts'

const kinds = Object.fromEntries(Object.entries(UsageKind).map(([word, kind]) => [kind, word]))

/** For tests: the rows of segments in words, in the order of their lines; times end in Z where they are UTC. What is empty is left out. */
export const usageInWords = (segments: readonly UsageSegment[], { texts, subjects }: SubjectContent) => {
  const rows: (readonly number[])[] = []
  eachSubject(subjects, (at, length) => rows.push([...subjects.subarray(at, at + length)]))
  const textOf = (id: number): string => (id < 0 ? handleOfNumber(id) : id === 0 ? '' : (texts[id - 1] as string))
  return segments
    .flatMap(({ day, isUtc, rows: columns }) => {
      const { time, timeRest, length, lengthRest, kind, subject, count, number, detail, line } = Object.fromEntries(
        Object.entries(columns).map(([name, column]) => [name, unpackColumn(column)]),
      ) as Record<keyof typeof columns, Int32Array>
      return Array.from(time, (at, i) => {
        const [of, ...ids] = rows[(subject[i] as number) - 1] ?? [0]
        const about = subjectKinds[of as number] as (typeof subjectKinds)[number]
        const milliseconds = (day * 86400 + at) * 1000 + (timeRest[i] as number)
        const span = (length[i] as number) + (lengthRest[i] as number) / 1000
        return {
          line: line[i] as number,
          at: `${new Date(milliseconds)
            .toISOString()
            .replace('T', ' ')
            .replace(/(\.000)?Z$/, '')}${isUtc ? 'Z' : ''}`,
          ...(span === 0 ? {} : { seconds: span }),
          kind: kinds[kind[i] as number],
          [about]: Object.fromEntries(
            subjectAttributes[about].map((name, k) => [name, textOf(ids[k] ?? 0)]).filter(([, value]) => value !== ''),
          ),
          ...(count[i] === 1 ? {} : { count: count[i] }),
          ...(number[i] === 0 ? {} : { number: number[i] }),
          ...(detail[i] === 0 ? {} : { detail: textOf(detail[i] as number) }),
        }
      })
    })
    .sort((a, b) => a.line - b.line)
}
