import { createByteTable, hashBytes } from '../../segments/byte-table.ts'
import { createPairTable } from '../../segments/pair-table.ts'

/**
 * Finds the holder of `"feature" user@host` by its bytes. The feature and the `user@host` are looked up apart, in two small tables that stay
 * in the processor's cache, and their numbers together name the holder; one table of whole spans was 1.6 times as slow.
 */
export interface HolderCache {
  /** The holder, or -1; `quote` is where the feature's closing quote stands, `end` where the host ends. */
  find(bytes: Uint8Array, start: number, quote: number, end: number, daemon: number): number
  add(bytes: Uint8Array, start: number, quote: number, end: number, daemon: number, holder: number): void
}

export const createHolderCache = (): HolderCache => {
  const features = createByteTable()
  const people = createByteTable()
  const holders = createPairTable()
  let featureCount = 0
  let peopleCount = 0

  return {
    find(bytes, start, quote, end, daemon) {
      const feature = features.find(bytes, start, quote, hashBytes(bytes, start, quote), daemon)
      if (feature < 0) return -1
      const person = people.find(bytes, quote, end, hashBytes(bytes, quote, end), 0)
      return person < 0 ? -1 : holders.find(feature, person)
    },
    add(bytes, start, quote, end, daemon, holder) {
      const featureHash = hashBytes(bytes, start, quote)
      let feature = features.find(bytes, start, quote, featureHash, daemon)
      if (feature < 0) {
        feature = featureCount++
        features.add(bytes, start, quote, featureHash, daemon, feature)
      }
      const personHash = hashBytes(bytes, quote, end)
      let person = people.find(bytes, quote, end, personHash, 0)
      if (person < 0) {
        person = peopleCount++
        people.add(bytes, quote, end, personHash, 0, person)
      }
      holders.add(feature, person, holder)
    },
  }
}
