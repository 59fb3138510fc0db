/**
 * Looks up byte strings without decoding them. Values are whole numbers from 0; `salt` (0 to 65,535) tells equal bytes in
 * different contexts apart. An entry is four numbers side by side, so that a look-up touches two places in memory.
 */
export interface ByteTable {
  /** The value kept for these bytes, or -1. */
  find(bytes: Uint8Array, start: number, end: number, hash: number, salt: number): number
  add(bytes: Uint8Array, start: number, end: number, hash: number, salt: number, value: number): void
}

/** Past this many bytes the table forgets everything and starts afresh: it is only a cache. */
const arenaLimit = 64 * 1024 * 1024

/** 32-bit hash of a byte string, four bytes at a step. */
export const hashBytes = (bytes: Uint8Array, start: number, end: number): number => {
  let hash = 0x811c9dc5 ^ (end - start)
  let at = start
  for (const last = end - 3; at < last; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    hash = Math.imul(hash ^ word, 0x01000193)
    hash ^= hash >>> 15
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

export const createByteTable = (): ByteTable => {
  let mask = 0xffff
  /** hash, length and salt, offset in the arena, value + 1 */
  let entries = new Int32Array((mask + 1) * 4)
  let count = 0
  let arena = new Uint8Array(1 << 20)
  let used = 0

  const grow = () => {
    const old = entries
    mask = mask * 2 + 1
    entries = new Int32Array((mask + 1) * 4)
    for (let from = 0; from < old.length; from += 4) {
      if (old[from + 3] === 0) continue
      let at = (old[from] as number) & mask
      while (entries[at * 4 + 3] !== 0) at = (at + 1) & mask
      entries.set(old.subarray(from, from + 4), at * 4)
    }
  }

  return {
    find(bytes, start, end, hash, salt) {
      const length = end - start
      const shape = (length << 16) | salt
      let at = hash & mask
      for (;;) {
        const entry = at * 4
        const value = entries[entry + 3] as number
        if (value === 0) return -1
        if (entries[entry] === hash && entries[entry + 1] === shape) {
          const offset = entries[entry + 2] as number
          let i = 0
          while (i < length && arena[offset + i] === bytes[start + i]) i++
          if (i === length) return value - 1
        }
        at = (at + 1) & mask
      }
    },
    add(bytes, start, end, hash, salt, value) {
      const length = end - start
      if (used + length > arenaLimit) {
        entries.fill(0)
        count = 0
        used = 0
      }
      if (used + length > arena.length) {
        const grown = new Uint8Array(Math.max(arena.length * 2, used + length))
        grown.set(arena.subarray(0, used))
        arena = grown
      }
      if (count * 2 > mask) grow()
      arena.set(bytes.subarray(start, end), used)
      let at = hash & mask
      while (entries[at * 4 + 3] !== 0) at = (at + 1) & mask
      entries[at * 4] = hash
      entries[at * 4 + 1] = (length << 16) | salt
      entries[at * 4 + 2] = used
      entries[at * 4 + 3] = value + 1
      used += length
      count++
    },
  }
}
