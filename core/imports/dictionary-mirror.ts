import type { Reader, Transaction } from '../database/connection.ts'
import { appendDictionary, type DictionarySize, readDictionary } from '../database/dictionary-table.ts'
import { type DictionaryContent, type NameConcept, nameConcepts } from '../facts/dictionary.ts'
import { appendHolders, createHolderTable, type HolderTable } from '../facts/holder-table.ts'
import type { LineDetail } from '../facts/line-fact.ts'

/** The dictionary as the main thread keeps it: names for reports, and what the worker threads must be told. */
export interface DictionaryMirror {
  /** Index is the id; index 0 is empty. */
  readonly names: { readonly [K in NameConcept]: readonly string[] }
  readonly details: readonly LineDetail[]
  readonly holders: HolderTable
  /** Stores what an import added. Call `added` with the same content once the transaction is through. */
  store(tx: Transaction, added: DictionaryContent): Promise<void>
  added(content: DictionaryContent): void
  /** Everything known now. */
  content(): DictionaryContent
  /** Calls back with each addition, in order. */
  follow(listener: (content: DictionaryContent) => void): void
}

export const openDictionaryMirror = async (reader: Reader): Promise<DictionaryMirror> => {
  const names = Object.fromEntries(nameConcepts.map((concept) => [concept, ['']])) as Record<NameConcept, string[]>
  const details: LineDetail[] = [{ reason: '', codes: '', version: '', tail: '' }]
  const holders = createHolderTable()
  const listeners: ((content: DictionaryContent) => void)[] = []

  const add = (content: DictionaryContent): void => {
    for (const concept of nameConcepts) for (const text of content.names[concept]) names[concept].push(text)
    for (const [reason, codes, version, tail] of content.details) details.push({ reason, codes, version, tail })
    appendHolders(holders, content.holders)
  }
  const size = (): DictionarySize => ({
    names: Object.fromEntries(nameConcepts.map((concept) => [concept, names[concept].length - 1])) as Record<
      NameConcept,
      number
    >,
    holders: holders.size - 1,
    details: details.length - 1,
  })
  const everything = (): DictionaryContent => ({
    names: Object.fromEntries(nameConcepts.map((concept) => [concept, names[concept].slice(1)])) as Record<
      NameConcept,
      string[]
    >,
    holders: flatHolders(holders),
    details: details.slice(1).map(({ reason, codes, version, tail }) => [reason, codes, version, tail]),
  })
  add(await readDictionary(reader))

  return {
    names,
    details,
    holders,
    content: everything,
    store: (tx, added) => appendDictionary(tx, size(), added),
    added(content) {
      add(content)
      for (const listener of listeners) listener(content)
    },
    follow(listener) {
      listeners.push(listener)
    },
  }
}

const flatHolders = ({ daemon, feature, user, host, size }: HolderTable): Int32Array => {
  const flat = new Int32Array((size - 1) * 4)
  for (let id = 1; id < size; id++) {
    flat[id * 4 - 4] = daemon[id] as number
    flat[id * 4 - 3] = feature[id] as number
    flat[id * 4 - 2] = user[id] as number
    flat[id * 4 - 1] = host[id] as number
  }
  return flat
}
