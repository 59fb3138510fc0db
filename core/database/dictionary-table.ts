import { type DictionaryContent, type NameConcept, nameConcepts } from '../facts/dictionary.ts'
import type { Reader, Transaction } from './connection.ts'
import { appendSubjects } from './usage-table.ts'

/** The whole dictionary, in order of id. */
export const readDictionary = async (reader: Reader): Promise<DictionaryContent> => {
  const names = Object.fromEntries(nameConcepts.map((concept) => [concept, [] as string[]])) as Record<
    NameConcept,
    string[]
  >
  for (const { concept, text } of await reader.all<{ concept: NameConcept; text: string }>(
    'SELECT concept, text FROM name ORDER BY concept, id',
  )) {
    names[concept].push(text)
  }
  const holders = await reader.all<{ daemon: number; feature: number; user: number; host: number }>(
    'SELECT daemon, feature, user, host FROM holder ORDER BY id',
  )
  const details = await reader.all<{ reason: string; codes: string; version: string; tail: string }>(
    'SELECT reason, codes, version, tail FROM detail ORDER BY id',
  )
  return {
    names,
    holders: Int32Array.from(holders.flatMap(({ daemon, feature, user, host }) => [daemon, feature, user, host])),
    details: details.map(({ reason, codes, version, tail }) => [reason, codes, version, tail]),
  }
}

/** Appends what an import added; `before` says how many entries stood there. */
export const appendDictionary = async (
  tx: Transaction,
  before: DictionarySize,
  added: DictionaryContent,
): Promise<void> => {
  for (const concept of nameConcepts) {
    await tx.runMany(
      'INSERT INTO name SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)',
      added.names[concept].map((text, i) => [concept, before.names[concept] + i + 1, text]),
    )
  }
  await tx.runMany(
    'INSERT INTO holder SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM jsonb_each(?)',
    Array.from({ length: added.holders.length / 4 }, (_, i) => [
      before.holders + i + 1,
      ...added.holders.subarray(i * 4, i * 4 + 4),
    ]),
  )
  await tx.runMany(
    'INSERT INTO detail SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM jsonb_each(?)',
    added.details.map((detail, i) => [before.details + i + 1, ...detail]),
  )
  if (added.subjects) await appendSubjects(tx, added.subjects, added.subjectsBefore)
}

export interface DictionarySize {
  readonly names: { readonly [K in NameConcept]: number }
  readonly holders: number
  readonly details: number
}
