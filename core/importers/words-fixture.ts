import { createDictionary, type DictionaryContent, emptyDictionary } from '../facts/dictionary.ts'
import { appendHolders, createHolderTable } from '../facts/holder-table.ts'
import { LineKind } from '../facts/line-fact.ts'
import type { LineSegment } from '../facts/line-segment.ts'
import type { UsageSegment } from '../facts/usage-fact.ts'
import { unpackColumn } from '../segments/column.ts'
import { type AnySegment, isUsageSegment } from './importer.ts'
import { type Checkpoint, ingestFile } from './ingest-file.ts'

/** For tests: a dictionary that can be read back. Share one between readings of the same content. */
export const createWords = () => {
  const dictionary = createDictionary(emptyDictionary)
  const names = { daemon: [''], feature: [''], user: [''], host: [''] }
  const details: (readonly string[])[] = [['', '', '', '']]
  const holders = createHolderTable()
  const subjects: { texts: readonly string[]; subjects: Int32Array } = { texts: [], subjects: new Int32Array(0) }
  return {
    subjects,
    dictionary,
    names,
    details,
    holders,
    learn({ names: added, details: more, holders: of, subjects: usage }: DictionaryContent) {
      subjects.texts = [...subjects.texts, ...(usage?.texts ?? [])]
      subjects.subjects = Int32Array.from([...subjects.subjects, ...(usage?.subjects ?? [])])
      for (const concept of ['daemon', 'feature', 'user', 'host'] as const) names[concept].push(...added[concept])
      details.push(...more)
      appendHolders(holders, of)
    },
  }
}
type Words = ReturnType<typeof createWords>

const kinds = Object.fromEntries(Object.entries(LineKind).map(([word, kind]) => [kind, word]))

/** For tests: the facts of segments in words; `at` is the log's own clock. What is empty or 1 is left out. */
export const factsInWords = (segments: readonly LineSegment[], { names, details, holders }: Words) =>
  segments.flatMap(({ piece, day, facts: columns }) => {
    const { time, kind, holder, count, detail, handle, line } = Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, unpackColumn(column)]),
    ) as Record<keyof typeof columns, Int32Array>
    return Array.from(time, (seconds, i) => {
      const id = holder[i] as number
      const [reason, codes, version, tail] = details[detail[i] as number] ?? []
      return {
        line: line[i] as number,
        at: new Date((day * 86400 + seconds) * 1000).toISOString().slice(0, 19).replace('T', ' '),
        ...(piece > 0 ? { piece } : {}),
        kind: kinds[kind[i] as number],
        daemon: names.daemon[holders.daemon[id] as number],
        ...filled({
          feature: names.feature[holders.feature[id] as number],
          user: names.user[holders.user[id] as number],
          host: names.host[holders.host[id] as number],
        }),
        ...(count[i] === 1 ? {} : { count: count[i] }),
        ...filled({ reason, codes, version, tail }),
        ...(handle[i] === 0 ? {} : { handle: true }),
      }
    })
  })

const filled = (fields: { readonly [name: string]: string | undefined }) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value))

/** For tests: reads a file, from a checkpoint on where one is given. `stored` are the segments up to the new checkpoint. */
export const readWith = async (words: Words, path: string, format: string, checkpoint?: Checkpoint) => {
  const stored: LineSegment[] = []
  const usage: UsageSegment[] = []
  const put = (segments: readonly AnySegment[]): LineSegment[] =>
    segments.flatMap((segment) => {
      if (!isUsageSegment(segment)) return [segment]
      usage.push(segment)
      return []
    })
  const result = await ingestFile(
    { path, format, ...(checkpoint ? { checkpoint } : {}) },
    words.dictionary,
    new AbortController().signal,
    async (batch) => {
      if (!('segments' in batch)) return
      stored.push(...put(batch.segments))
      words.learn(batch.added)
    },
  )
  words.learn(result.added)
  return { ...result, stored, provisional: put(result.provisional), usage }
}
