/** Looks up whole numbers by a pair of whole numbers from 0: open addressing, three numbers side by side an entry. */
export interface PairTable {
  /** The value kept for the pair, or -1. */
  find(a: number, b: number): number
  add(a: number, b: number, value: number): void
}

export const createPairTable = (): PairTable => {
  let mask = 0xfff
  /** a + 1, b, value */
  let entries = new Int32Array((mask + 1) * 3)
  let count = 0

  const slot = (a: number, b: number): number => {
    let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 15) ^ b, 0xc2b2ae35)
    return h ^ (h >>> 13)
  }
  const put = (a: number, b: number, value: number): void => {
    let at = slot(a, b) & mask
    while (entries[at * 3] !== 0) at = (at + 1) & mask
    entries[at * 3] = a + 1
    entries[at * 3 + 1] = b
    entries[at * 3 + 2] = value
  }

  return {
    find(a, b) {
      let at = slot(a, b) & mask
      for (;;) {
        const entry = at * 3
        const first = entries[entry] as number
        if (first === 0) return -1
        if (first === a + 1 && entries[entry + 1] === b) return entries[entry + 2] as number
        at = (at + 1) & mask
      }
    },
    add(a, b, value) {
      if (count * 2 > mask) {
        const old = entries
        mask = mask * 2 + 1
        entries = new Int32Array((mask + 1) * 3)
        for (let i = 0; i < old.length; i += 3) {
          if (old[i] !== 0) put((old[i] as number) - 1, old[i + 1] as number, old[i + 2] as number)
        }
      }
      put(a, b, value)
      count++
    },
  }
}
