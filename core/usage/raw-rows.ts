import { capacityText } from '../query/capacity-text.ts'
import { isoInZone } from '../query/periods.ts'
import { createMatch } from '../query/report-spec.ts'
import { byCodeUnit, byNumber } from '../query/sort-rows.ts'
import { type PrimeBoundaries, primeValues } from './prime-boundaries.ts'
import { createSpanCutter, type SeriesSpans } from './series-spans.ts'
import type { TypedUses, UseSeries } from './typed-uses.ts'
import type { UsageHours } from './usage-hours.ts'
import type { UsageColumnSpec, UsageSpec } from './usage-spec.ts'
import { type SortedRows, sortedRows, type TableColumn } from './usage-table.ts'

/** A piece of a use: what the fields of a raw type that no key tells are worked out from. */
interface Piece {
  use: number
  from: number
  to: number
  capacity: number
  prime: number
}

type ReadPiece = Readonly<Piece>

/** A field that is worked out: a number, and what stands for it. */
interface FoundField {
  value(piece: ReadPiece): number
  text(value: number): string
}

const hoursText = (seconds: number): string => (seconds / 3600).toFixed(6)

/** Fields by the name they have in the seed. Instants as UTC seconds or in the report's zone, lengths in hours. */
const fieldOf = (name: string, { uses }: TypedUses, { zone }: UsageSpec): FoundField | undefined => {
  switch (name) {
    case 'Epoch':
      return { value: ({ from }) => Math.round(from * 1000) / 1000, text: String }
    case 'Start':
      return { value: ({ from }) => Math.floor(from), text: (instant) => isoInZone(zone, instant) }
    case 'Duration':
      return { value: ({ from, to }) => to - from, text: hoursText }
    case 'Elapsed Time':
      return { value: ({ use, from, to }) => (to - from) * (uses.count[use] as number), text: hoursText }
    case 'Count':
      return { value: () => 1, text: String }
    case 'Used Licenses':
      return { value: ({ use }) => uses.count[use] as number, text: String }
    case 'Max available Licenses':
      return { value: ({ capacity }) => capacity, text: capacityText }
    case 'Prime time (deprecated)':
      return { value: ({ prime }) => prime, text: (prime) => primeValues[prime] as string }
    default:
      return undefined
  }
}

const numeric: ReadonlySet<string> = new Set([
  'Epoch',
  'Duration',
  'Elapsed Time',
  'Used Licenses',
  'Max available Licenses',
  'Offline license duration',
  'Exit code',
])

/** Texts of a column, numbered as they come up. */
const createColumn = (name: string) => {
  const numbers = new Map<string, number>()
  let codes = new Int32Array(1024)
  return {
    number(text: string): number {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, numbers.size)
      return numbers.size - 1
    },
    put(row: number, number: number) {
      if (row === codes.length) {
        const grown = new Int32Array(row * 2)
        grown.set(codes)
        codes = grown
      }
      codes[row] = number
    },
    finish(rows: number): TableColumn {
      const known = [...numbers.keys()]
      const texts = known.toSorted(numeric.has(name) ? byNumber : byCodeUnit)
      const rank = new Map(texts.map((text, i) => [text, i]))
      const place = Int32Array.from(known, (text) => rank.get(text) as number)
      for (let row = 0; row < rows; row++) codes[row] = place[codes[row] as number] as number
      return { texts, codes: codes.subarray(0, rows) }
    },
  }
}

/** A row for each hour that a use touches, split where prime time or the number of licences changes if the type tells of them. */
export const rawRows = (
  typed: TypedUses,
  spec: UsageSpec,
  hours: UsageHours,
  prime: PrimeBoundaries | undefined,
): SortedRows => {
  const { uses, keys, series, seriesOfKey } = typed
  const columns = spec.columns.map((column, i) => fieldColumn(column, i, typed, spec))
  const cut = createSpanCutter({
    from: hours.from,
    to: hours.to,
    isObserved: false,
    hasCapacity: spec.columns.some(({ name }) => name === 'Max available Licenses'),
    ...(prime ? { prime } : {}),
  })
  const spansOf = new Map<number, SeriesSpans>()
  const spansFor = (number: number): SeriesSpans => {
    const known = spansOf.get(number)
    if (known) return known
    const { size, ...arrays } = cut(series[number] as UseSeries, noStretches)
    const copy = Object.entries(arrays).map(([name, values]) => [name, values.slice(0, size)])
    const made = { size, ...Object.fromEntries(copy) } as SeriesSpans
    spansOf.set(number, made)
    return made
  }
  let rows = 0
  let periods = new Int32Array(1024)
  /** One of each for all rows: there are as many rows as there are hours of use. */
  const piece: Piece = { use: 0, from: 0, to: 0, capacity: 0, prime: 0 }
  const codes = new Int32Array(columns.length)
  const give = (period: number): void => {
    const own = uses.own?.[piece.use]
    const key = uses.key[piece.use] as number
    for (let i = 0; i < columns.length; i++) {
      codes[i] = (columns[i] as RawColumn).code(piece, key, own)
      if (codes[i] === -1) return
    }
    for (let i = 0; i < columns.length; i++) (columns[i] as RawColumn).column?.put(rows, codes[i] as number)
    if (rows === periods.length) {
      const grown = new Int32Array(rows * 2)
      grown.set(periods)
      periods = grown
    }
    periods[rows++] = period
  }
  for (let use = 0; use < uses.size && keys.length > 0; use++) {
    const from = Math.max(hours.from, uses.start[use] as number)
    const to = Math.min(hours.to, uses.end[use] as number)
    if (to <= from) continue
    const spans = spansFor(seriesOfKey[uses.key[use] as number] as number)
    let span = spanAt(spans, from)
    for (let at = from; at < to; ) {
      const hour = hours.at(at)
      while ((spans.to[span] as number) <= at) span++
      const next = Math.min(to, hours.starts[hour + 1] as number, spans.to[span] as number)
      piece.use = use
      piece.from = at
      piece.to = next
      piece.capacity = spans.capacity[span] as number
      piece.prime = spans.prime[span] as number
      give(hours.periodOf[hour] as number)
      at = next
    }
  }
  const kept = columns.flatMap(({ column }) => (column ? [column.finish(rows)] : []))
  return sortedRows(rows, periods.subarray(0, rows), hours.periodStarts.length, kept, {})
}

const noStretches = { size: 0, from: new Float64Array(0), to: new Float64Array(0) }

type RawColumn = ReturnType<typeof fieldColumn>

/** What a field says of a piece, as a number of its text; -1: filtered out. Fields that do not stay only filter. */
const fieldColumn = ({ name, isGrouped, where }: UsageColumnSpec, place: number, typed: TypedUses, spec: UsageSpec) => {
  const matches = where && where.length > 0 ? createMatch(where) : undefined
  const field = fieldOf(name, typed, spec)
  const column = createColumn(name)
  const passes = new Map<number, boolean>()
  const numberOf = (text: string): number => {
    const number = column.number(text)
    if (!matches) return number
    let pass = passes.get(number)
    if (pass === undefined) {
      pass = matches(text)
      passes.set(number, pass)
    }
    return pass ? number : -1
  }
  const codeOfValue = new Map<number, number>()
  const codeOfKey = new Int32Array(typed.keys.length).fill(-2)
  return {
    column: isGrouped ? column : undefined,
    code(piece: ReadPiece, key: number, own: readonly (string | undefined)[] | undefined): number {
      if (field) {
        const value = field.value(piece)
        const known = codeOfValue.get(value)
        if (known !== undefined) return known
        const code = numberOf(field.text(value))
        codeOfValue.set(value, code)
        return code
      }
      const text = own?.[place]
      if (text !== undefined) return numberOf(text)
      if (codeOfKey[key] === -2) codeOfKey[key] = numberOf((typed.keys[key] as readonly string[])[place] as string)
      return codeOfKey[key] as number
    },
  }
}

const spanAt = ({ size, to }: SeriesSpans, instant: number): number => {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >> 1
    if ((to[middle] as number) <= instant) low = middle + 1
    else high = middle
  }
  return low
}
