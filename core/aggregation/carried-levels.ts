/** What each holder has at the end of a day: carried into the next one. */
export interface CarriedLevels {
  add(holder: number, change: number): void
  /** Calls back with every holder that has something, in the order in which they got it. */
  each(take: (holder: number, level: number) => void): void
}

/** An array look-up a change; the list of holders is cleared of those with nothing when it is read. */
export const createCarriedLevels = (): CarriedLevels => {
  let levels = new Int32Array(1024)
  let isListed = new Uint8Array(1024)
  let listed: number[] = []
  return {
    add(holder, change) {
      if (holder >= levels.length) {
        const size = Math.max(holder + 1, levels.length * 2)
        const [largerLevels, largerListed] = [new Int32Array(size), new Uint8Array(size)]
        largerLevels.set(levels)
        largerListed.set(isListed)
        levels = largerLevels
        isListed = largerListed
      }
      levels[holder] = (levels[holder] as number) + change
      if (isListed[holder] === 1) return
      isListed[holder] = 1
      listed.push(holder)
    },
    each(take) {
      const kept: number[] = []
      for (const holder of listed) {
        if (levels[holder] === 0) isListed[holder] = 0
        else kept.push(holder)
      }
      listed = kept
      for (const holder of kept) take(holder, levels[holder] as number)
    },
  }
}
