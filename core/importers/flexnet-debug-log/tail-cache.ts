import type { Dictionary } from '../../facts/dictionary.ts'
import { decodeText } from '../../reading/decoding.ts'
import { createByteTable, hashBytes } from '../../segments/byte-table.ts'
import { type EventTail, parseTail } from './event-text.ts'

export interface KnownTail {
  readonly count: number
  readonly detail: number
  readonly text: EventTail
}

/** What stands behind `user@host` repeats a lot: each text is parsed once and found by its bytes from then on. */
export interface TailCache {
  /** Undefined for a tail that cannot be read, or that is another on every line (`^^^ … ^^^`). */
  at(bytes: Uint8Array, start: number, end: number): KnownTail | undefined
}

export const createTailCache = (dictionary: Dictionary): TailCache => {
  const table = createByteTable()
  const known: KnownTail[] = []
  return {
    at(bytes, start, end) {
      const hash = hashBytes(bytes, start, end)
      const number = table.find(bytes, start, end, hash, 0)
      if (number >= 0) return known[number]
      const text = parseTail(decodeText(bytes, start, end))
      if ('rejected' in text || text.verbose) return undefined
      table.add(bytes, start, end, hash, 0, known.length)
      const tail = { count: text.count, detail: dictionary.detail(text), text }
      known.push(tail)
      return tail
    },
  }
}
