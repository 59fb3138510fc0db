/** The most digits of a handle that is kept as a number. */
const mostDigits = 7

/**
 * Handles are new with nearly every checkout, and mostly hexadecimal numbers: those are kept as what they are, below zero, in place of the
 * id of a text. @param text a text whose part from `from` to `to` is the handle @returns 0 for what is no such number: `0`, capitals, zeros
 * in front
 */
export const numberedHandle = (text: string, from = 0, to = text.length): number => {
  if (to <= from || to - from > mostDigits || text.charCodeAt(from) === 48) return 0
  let value = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1
    if (digit < 0) return 0
    value = value * 16 + digit
  }
  return -value
}

export const handleOfNumber = (id: number): string => (-id).toString(16)

/**
 * Subjects one after the other in one array: how many numbers follow, the number of the kind, then a text id for each of its attributes.
 * Hundreds of thousands of them are usual, so they are kept as numbers, not as objects.
 */
export interface SubjectRows {
  /** Number of subjects; ids are 1 to this. */
  readonly size: number
  /** All of it so far, without copying: valid until the next one is added. */
  readonly flat: Int32Array
  /** @param row the kind's number and its text ids, of which the first `length` count */
  add(row: ArrayLike<number>, length: number): number
  /** Where the subject's kind stands in `flat`; how many numbers it has stands before it. */
  at(id: number): number
  /** Forgets those with higher ids. */
  cut(size: number): void
}

export const createSubjectRows = (): SubjectRows => {
  let data = new Int32Array(1024)
  let used = 0
  let starts = new Int32Array(256)
  let size = 0
  return {
    get size() {
      return size
    },
    get flat() {
      return data.subarray(0, used)
    },
    add(row, length) {
      if (used + length + 1 > data.length) {
        const grown = new Int32Array(Math.max(data.length * 2, used + length + 1))
        grown.set(data)
        data = grown
      }
      if (size + 1 >= starts.length) {
        const grown = new Int32Array(starts.length * 2)
        grown.set(starts)
        starts = grown
      }
      data[used] = length
      starts[++size] = used + 1
      for (let i = 0; i < length; i++) data[used + 1 + i] = row[i] as number
      used += length + 1
      return size
    },
    at: (id) => starts[id] as number,
    cut(to) {
      if (to >= size) return
      used = (starts[to + 1] as number) - 1
      size = to
    },
  }
}

/** Calls back with the place and the length of each subject of an array as above. */
export const eachSubject = (flat: Int32Array, handle: (at: number, length: number) => void): void => {
  for (let at = 0; at < flat.length; at += (flat[at] as number) + 1) handle(at + 1, flat[at] as number)
}

/** Numbers subjects by what they are: a hash table over the rows. */
export const createSubjectIndex = (rows: SubjectRows) => {
  let mask = 0x3ff
  let slots = new Int32Array(mask + 1)
  const hash = (row: ArrayLike<number>, from: number, length: number): number => {
    let h = 0x9e3779b9
    for (let i = 0; i < length; i++) h = Math.imul((h ^ (row[from + i] as number)) + (h << 6), 0x85ebca6b)
    return h ^ (h >>> 15)
  }
  const put = (id: number): void => {
    const at = rows.at(id)
    const { flat } = rows
    let slot = hash(flat, at, flat[at - 1] as number) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = id
  }
  const grow = (): void => {
    mask = mask * 2 + 1
    slots = new Int32Array(mask + 1)
    for (let id = 1; id <= rows.size; id++) put(id)
  }
  return {
    /** The id of a row; 0 for one that is not there. */
    find(row: ArrayLike<number>, length: number): number {
      const { flat } = rows
      for (let slot = hash(row, 0, length) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const id = slots[slot] as number
        const at = rows.at(id)
        if (flat[at - 1] !== length) continue
        let i = 0
        while (i < length && flat[at + i] === row[i]) i++
        if (i === length) return id
      }
      return 0
    },
    /** Takes a row into the index that was just added to the rows. */
    added(id: number): void {
      if (rows.size * 2 > mask) grow()
      else put(id)
    },
  }
}
