import type { ZoneClock } from '../aggregation/zone-clock.ts'
import { UsageKind } from '../facts/usage-fact.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'
import { orderOf, pick } from './growing-intervals.ts'

/** Rows of one source in order of time, instants; of rows that stand in several of its files, one file's are left. */
export interface SourceRows {
  readonly size: number
  readonly time: Float64Array
  readonly length: Float64Array
  readonly kind: Int32Array
  readonly subject: Int32Array
  readonly count: Int32Array
  readonly number: Int32Array
  readonly detail: Int32Array
  readonly file: Int32Array
}

export interface PackedRows {
  readonly file: number
  readonly day: number
  readonly isUtc: boolean
  readonly columns: { readonly [name: string]: PackedColumn }
}

/** Kinds whose rows stand in the order in which they happened: they tell which of two equal wall times is meant. */
const inOrder = new Set<number>([
  UsageKind.look,
  UsageKind.out,
  UsageKind.in,
  UsageKind.denied,
  UsageKind.queued,
  UsageKind.dequeued,
  UsageKind.stated,
  UsageKind.ended,
])
/** Kinds that end at a wall time rather than after so many seconds. */
const endsOnTheClock = new Set<number>([UsageKind.seen, UsageKind.seenWaiting, UsageKind.observed])

/** Unpacks segments of a source, in the order of its files and their lines, and turns local times into instants. */
export const collectRows = (clock: ZoneClock) => {
  const packed: PackedRows[] = []
  let size = 0
  return {
    add(rows: readonly PackedRows[]): void {
      for (const one of rows) {
        packed.push(one)
        size += one.columns.time?.rows ?? 0
      }
    },
    take(): SourceRows {
      const rows = {
        time: new Float64Array(size),
        length: new Float64Array(size),
        kind: new Int32Array(size),
        subject: new Int32Array(size),
        count: new Int32Array(size),
        number: new Int32Array(size),
        detail: new Int32Array(size),
        file: new Int32Array(size),
      }
      let at = 0
      let before: number | undefined
      let file = 0
      for (const { columns, day, isUtc, file: of } of packed) {
        if (of !== file) before = undefined
        file = of
        const column = (name: string): Int32Array => unpackColumn(columns[name] as PackedColumn)
        const [time, timeRest, length, lengthRest, kind] = [
          column('time'),
          column('timeRest'),
          column('length'),
          column('lengthRest'),
          column('kind'),
        ]
        rows.kind.set(kind, at)
        rows.subject.set(column('subject'), at)
        rows.count.set(column('count'), at)
        rows.number.set(column('number'), at)
        rows.detail.set(column('detail'), at)
        rows.file.fill(of, at, at + time.length)
        for (let i = 0; i < time.length; i++, at++) {
          const stated = day * 86400 + (time[i] as number)
          const seconds = (length[i] as number) + (lengthRest[i] as number) / 1000
          const isOrdered = inOrder.has(kind[i] as number)
          const instant = isUtc ? stated : clock.instantOf(stated, isOrdered ? before : undefined)
          if (isOrdered) before = instant
          rows.time[at] = instant + (timeRest[i] as number) / 1000
          rows.length[at] =
            isUtc || seconds === 0 || !endsOnTheClock.has(kind[i] as number)
              ? seconds
              : clock.instantOf(stated + seconds, instant) - instant
        }
      }
      packed.length = 0
      return withoutRepeats(sorted(rows, size))
    },
  }
}

const sorted = (rows: Omit<SourceRows, 'size'>, size: number): SourceRows =>
  pickRows({ ...rows, size }, orderOf(rows.time, size))

/** The rows in this order; without one, as they are. */
export const pickRows = (rows: SourceRows, order: Int32Array | undefined): SourceRows => ({
  size: order?.length ?? rows.size,
  time: pick(rows.time, order),
  length: pick(rows.length, order),
  kind: pick(rows.kind, order),
  subject: pick(rows.subject, order),
  count: pick(rows.count, order),
  number: pick(rows.number, order),
  detail: pick(rows.detail, order),
  file: pick(rows.file, order),
})

/**
 * Files of one source may overlap. Rows that are equal in everything are as many as the file has that holds the most of them; of a run
 * that several files tell of, the one counts that saw most of it. What is said of looks is told apart by the looks themselves.
 */
const withoutRepeats = (rows: SourceRows): SourceRows => {
  const { size, time, file } = rows
  let isOneFile = true
  for (let i = 1; i < size && isOneFile; i++) isOneFile = file[i] === file[0]
  if (isOneFile) return rows
  const kept = new Int32Array(size)
  let left = 0
  for (let from = 0; from < size; ) {
    let to = from + 1
    while (to < size && time[to] === time[from]) to++
    if (to === from + 1) kept[left++] = from
    else for (const i of withoutRepeatsAt(rows, from, to)) kept[left++] = i
    from = to
  }
  if (left === size) return rows
  return pickRows(rows, kept.subarray(0, left))
}

const ofLooks = new Set<number>([UsageKind.look, UsageKind.seen, UsageKind.seenWaiting])

/** The rows of one instant that count, in order. */
const withoutRepeatsAt = (rows: SourceRows, from: number, to: number): number[] => {
  const { kind, subject, length, count, number, detail, file } = rows
  const chosen: number[] = []
  /** Equal rows, file by file. */
  const equal = new Map<string, Map<number, number[]>>()
  for (let i = from; i < to; i++) {
    if (ofLooks.has(kind[i] as number)) {
      chosen.push(i)
      continue
    }
    // How long a run goes on, and how it ended, is only known as far as each file saw it.
    const rest = kind[i] === UsageKind.held ? '' : `,${length[i]},${detail[i]}`
    const key = `${kind[i]},${subject[i]},${count[i]},${number[i]}${rest}`
    const files = equal.get(key) ?? new Map<number, number[]>()
    equal.set(key, files)
    const list = files.get(file[i] as number)
    if (list) list.push(i)
    else files.set(file[i] as number, [i])
  }
  for (const files of equal.values()) {
    const lists = [...files.values()].map((list) =>
      list.sort((a, b) => (length[b] as number) - (length[a] as number) || a - b),
    )
    const most = Math.max(...lists.map((list) => list.length))
    for (let n = 0; n < most; n++)
      chosen.push(
        lists.reduce<number>(
          (best, list) =>
            list[n] !== undefined && (best < 0 || (length[list[n] as number] as number) > (length[best] as number))
              ? (list[n] as number)
              : best,
          -1,
        ),
      )
  }
  return chosen.sort((a, b) => a - b)
}
