import { hashFact, LineKind } from '../facts/line-fact.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'

/** Lines of one file in the file's order, by segment. */
export interface FileLines {
  readonly file: number
  readonly segments: readonly {
    readonly day: number
    readonly fact: { readonly [name: string]: PackedColumn }
    readonly other: { readonly [name: string]: PackedColumn }
  }[]
}

export interface OverlapInput {
  /** The file whose doubled lines are looked for. */
  readonly later: FileLines
  /** A file that comes before it; the same one to look for stretches that stand twice in it. */
  readonly earlier: FileLines
}

/** Line ranges of the later file, both ends included, that the earlier one holds too. */
export type Overlaps = readonly (readonly [first: number, last: number])[]

const differentSeconds = 3

/**
 * Stretches that two files share (semantics page, "Overlap"): the same run of consecutive lines by time of day, daemon and text, over
 * at least three different seconds. At least one line of the run must stand at the same instant in both, so that a job which runs every
 * night at the same second is not taken for a copy.
 */
export const findOverlaps = ({ later, earlier }: OverlapInput): Overlaps => {
  const a = readLines(later)
  const b = later.file === earlier.file ? a : readLines(earlier)
  const same = a === b
  const found: [number, number][] = []
  /** Lines of b by instant and text. */
  const anchors = new Map<number, number[]>()
  const wanted = new Set<number>()
  for (let i = 0; i < a.length; i++) wanted.add(a.key[i] as number)
  for (let j = 0; j < b.length; j++) {
    const key = b.key[j] as number
    if (!wanted.has(key)) continue
    const list = anchors.get(key)
    if (list) list.push(j)
    else anchors.set(key, [j])
  }
  let covered = -1
  for (let i = 0; i < a.length; i++) {
    if (i <= covered) continue
    const candidates = anchors.get(a.key[i] as number)
    if (!candidates) continue
    let bestFrom = -1
    let bestTo = -1
    for (const j of candidates) {
      if (same && j >= i) break
      if (a.wall[i] !== b.wall[j] || a.hash[i] !== b.hash[j]) continue
      let from = 0
      while (i - from - 1 > covered && j - from - 1 >= 0 && equal(a, i - from - 1, b, j - from - 1)) from++
      let to = 0
      // Within one file the earlier stretch ends where the later one begins.
      while (i + to + 1 < a.length && j + to + 1 < (same ? i - from : b.length) && equal(a, i + to + 1, b, j + to + 1))
        to++
      if (to + from > bestTo + bestFrom && spansSeconds(a, i - from, i + to)) {
        bestFrom = from
        bestTo = to
      }
    }
    if (bestTo >= 0) {
      found.push([a.line[i - bestFrom] as number, a.line[i + bestTo] as number])
      covered = i + bestTo
    }
  }
  return found
}

interface Lines {
  readonly length: number
  /** Wall seconds since 1970. */
  readonly wall: Float64Array
  /** Of time of day, daemon and text. */
  readonly hash: Int32Array
  /** Of the instant and the text. */
  readonly key: Float64Array
  readonly line: Int32Array
}

const equal = (a: Lines, i: number, b: Lines, j: number): boolean =>
  a.hash[i] === b.hash[j] && (a.wall[i] as number) % 86400 === (b.wall[j] as number) % 86400

const spansSeconds = (lines: Lines, from: number, to: number): boolean => {
  const seconds = new Set<number>()
  for (let i = from; i <= to; i++) {
    seconds.add(lines.wall[i] as number)
    if (seconds.size >= differentSeconds) return true
  }
  return false
}

const readLines = ({ segments }: FileLines): Lines => {
  let size = 0
  for (const { fact, other } of segments) size += (fact.time?.rows ?? 0) + (other.time?.rows ?? 0)
  const wall = new Float64Array(size)
  const hash = new Int32Array(size)
  const key = new Float64Array(size)
  const line = new Int32Array(size)
  let length = 0
  const put = (at: number, text: number, number: number) => {
    wall[length] = at
    hash[length] = text
    key[length] = at * 4096 + (text & 4095)
    line[length] = number
    length++
  }
  for (const { day, fact, other } of segments) {
    const f = Object.fromEntries(Object.entries(fact).map(([name, column]) => [name, unpackColumn(column)])) as Record<
      string,
      Int32Array
    >
    const o = Object.fromEntries(Object.entries(other).map(([name, column]) => [name, unpackColumn(column)])) as Record<
      string,
      Int32Array
    >
    const midnight = day * 86400
    const facts = f.time?.length ?? 0
    const others = o.time?.length ?? 0
    let i = 0
    let j = 0
    while (i < facts || j < others) {
      if (j >= others || (i < facts && (f.line?.[i] as number) <= (o.line?.[j] as number))) {
        const kind = f.kind?.[i] as number
        // Facts of other kinds stand beside the row of the line that told them.
        if (kind <= LineKind.dequeued) {
          const at = midnight + (f.time?.[i] as number)
          const text = hashFact(
            at % 86400,
            kind,
            f.holder?.[i] as number,
            f.count?.[i] as number,
            f.detail?.[i] as number,
            f.handle?.[i] as number,
          )
          put(at, text, f.line?.[i] as number)
        }
        i++
      } else {
        put(
          midnight + (o.time?.[j] as number),
          (o.hash?.[j] as number) ^ Math.imul(o.daemon?.[j] as number, 0x9e3779b1),
          o.line?.[j] as number,
        )
        j++
      }
    }
  }
  return {
    length,
    wall: wall.subarray(0, length),
    hash: hash.subarray(0, length),
    key: key.subarray(0, length),
    line: line.subarray(0, length),
  }
}
