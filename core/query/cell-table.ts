/**
 * Numbers the cells of an answer: each combination of period, series group, rest group and extra gets the next whole number.
 * A small answer is an array look-up, a large one a hash table.
 */
export interface CellTable {
  /** The cell's number; a new one when the combination is new. */
  at(period: number, series: number, rest: number, extra: number): number
  readonly size: number
  /** Four numbers for each cell: period, series, rest, extra. */
  readonly keys: Int32Array
}

/** Above this many possible cells a hash table takes less memory than an array. */
const denseLimit = 4_000_000

export interface CellShape {
  readonly periods: number
  readonly series: number
  readonly rests: number
  /** Extras are numbered as they come up; with them the table is hashed. */
  readonly hasExtra: boolean
}

export const createCellTable = ({ periods, series, rests, hasExtra }: CellShape): CellTable => {
  const possible = periods * series * rests
  const dense = !hasExtra && possible <= denseLimit ? new Int32Array(possible) : undefined
  let keys = new Int32Array(4096)
  let size = 0
  let mask = 0xfff
  let slots = dense ? new Int32Array(0) : new Int32Array(mask + 1)

  const append = (period: number, seriesGroup: number, rest: number, extra: number): number => {
    if (size * 4 + 4 > keys.length) {
      const grown = new Int32Array(keys.length * 2)
      grown.set(keys)
      keys = grown
    }
    const at = size * 4
    keys[at] = period
    keys[at + 1] = seriesGroup
    keys[at + 2] = rest
    keys[at + 3] = extra
    return size++
  }
  const hash = (period: number, seriesGroup: number, rest: number, extra: number): number => {
    let h = Math.imul(period ^ 0x9e3779b9, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 15) ^ seriesGroup, 0xc2b2ae35)
    h = Math.imul(h ^ (h >>> 13) ^ rest, 0x27d4eb2f)
    h = Math.imul(h ^ (h >>> 15) ^ extra, 0x165667b1)
    return h ^ (h >>> 16)
  }
  const grow = () => {
    mask = mask * 2 + 1
    slots = new Int32Array(mask + 1)
    for (let cell = 0; cell < size; cell++) {
      let at =
        hash(
          keys[cell * 4] as number,
          keys[cell * 4 + 1] as number,
          keys[cell * 4 + 2] as number,
          keys[cell * 4 + 3] as number,
        ) & mask
      while (slots[at] !== 0) at = (at + 1) & mask
      slots[at] = cell + 1
    }
  }

  return {
    at(period, seriesGroup, rest, extra) {
      if (dense) {
        const index = (period * series + seriesGroup) * rests + rest
        const known = dense[index] as number
        if (known !== 0) return known - 1
        const cell = append(period, seriesGroup, rest, extra)
        dense[index] = cell + 1
        return cell
      }
      let at = hash(period, seriesGroup, rest, extra) & mask
      for (let slot = slots[at] as number; slot !== 0; slot = slots[at] as number) {
        const key = (slot - 1) * 4
        if (keys[key] === period && keys[key + 1] === seriesGroup && keys[key + 2] === rest && keys[key + 3] === extra)
          return slot - 1
        at = (at + 1) & mask
      }
      const cell = append(period, seriesGroup, rest, extra)
      slots[at] = cell + 1
      if (size * 2 > mask) grow()
      return cell
    },
    get size() {
      return size
    },
    get keys() {
      return keys
    },
  }
}
