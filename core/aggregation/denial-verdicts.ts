import { dayColumnNames, UseKind } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { type ColumnSet, columnSet } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'
import { createPairTable, type PairTable } from '../segments/pair-table.ts'

/** Rows of a day's `use` columns; only time, kind and holder matter. */
export type UseRows = ColumnSet<'time' | 'kind' | 'holder'>

export interface VerdictInput {
  readonly source: number
  readonly denials: UseRows
  /** Instant of the day's start. */
  readonly start: number
  /** Days of all sources whose checkouts may have granted what was denied. */
  readonly granted: readonly { readonly source: number; readonly start: number; readonly rows: UseRows }[]
  readonly holders: HolderTable
  /** Seconds: a denial at `t` is false when the checkout at `u` has u - before <= t <= u + after. */
  readonly before: number
  readonly after: number
}

/**
 * Which denials were false: the same user got the same feature on the same host within the window. The nearest checkout
 * decides; at the same distance the own licence comes first (semantics page, "Denials").
 */
export const denialVerdicts = ({ source, denials, start, granted, holders, before, after }: VerdictInput) => {
  const out = columnSet(dayColumnNames.verdict, 16)
  const keys = requestKeys(holders)
  const wanted = new Map<number, { row: number; at: number; best: Grant | undefined; daemon: number }[]>()
  for (let row = 0; row < denials.time.length; row++) {
    if (denials.kind.values[row] !== UseKind.denied) continue
    const holder = denials.holder.values[row] as number
    const key = keys.of[holder] as number
    const entry = {
      row,
      at: start + (denials.time.values[row] as number),
      best: undefined,
      daemon: holders.daemon[holder] as number,
    }
    const list = wanted.get(key)
    if (list) list.push(entry)
    else wanted.set(key, [entry])
  }
  if (wanted.size === 0) return out

  const near = secondsNearDenials(denials, start, before, after)
  const { isWanted } = keys
  for (const key of wanted.keys()) isWanted[key] = 1
  for (const { source: by, start: from, rows } of granted) {
    const { time, kind, holder: holderOf } = rows
    const shift = from - near.from
    for (let row = 0; row < time.length; row++) {
      if (kind.values[row] !== UseKind.out || near.marked[(time.values[row] as number) + shift] !== 1) continue
      const holder = holderOf.values[row] as number
      const key = keys.of[holder] as number
      if (isWanted[key] === 0) continue
      const at = from + (time.values[row] as number)
      for (const denial of wanted.get(key) ?? []) {
        if (at - before > denial.at || denial.at > at + after) continue
        const daemon = holders.daemon[holder] as number
        const grant: Grant = {
          source: by === source ? ownSource : by,
          daemon,
          distance: Math.abs(at - denial.at),
          local: by === source && daemon === denial.daemon,
        }
        if (!denial.best || isBetter(grant, denial.best)) denial.best = grant
      }
    }
  }
  for (const key of wanted.keys()) isWanted[key] = 0
  const found = [...wanted.values()].flat().filter(({ best }) => best)
  for (const { row, best } of found.sort((a, b) => a.row - b.row)) {
    append(out.row, row)
    append(out.source, (best as Grant).source)
    append(out.daemon, (best as Grant).daemon)
  }
  return out
}

/** Stands for the denial's own source, so that a day's verdicts do not depend on the source's number. */
export const ownSource = 0

/** Marks the seconds at which a checkout could decide a denial: few, so that most checkouts are passed over at once. */
const secondsNearDenials = (denials: UseRows, start: number, before: number, after: number) => {
  const margin = before + after + 1
  const from = start - margin
  const marked = new Uint8Array(90_000 + 2 * margin + 2)
  for (let row = 0; row < denials.time.length; row++) {
    if (denials.kind.values[row] !== UseKind.denied) continue
    const at = (denials.time.values[row] as number) + margin
    // u - before <= t <= u + after: the checkout stands from `after` seconds before the denial to `before` seconds after it.
    marked.fill(1, Math.max(0, at - after), at + before + 1)
  }
  return { from, marked }
}

interface Grant {
  readonly source: number
  readonly daemon: number
  readonly distance: number
  readonly local: boolean
}

const isBetter = (a: Grant, b: Grant): boolean =>
  a.distance < b.distance || (a.distance === b.distance && a.local && !b.local)

/** Number of (feature, user, host) by holder, whatever the daemon; kept beside the table it was built from. */
interface RequestKeys {
  of: Int32Array
  /** By number; all 0 between two looks. */
  isWanted: Uint8Array
  known: number
  keys: number
  readonly requests: PairTable
  readonly userHosts: PairTable
  userHostCount: number
}

const keysOfTable = new WeakMap<HolderTable, RequestKeys>()

const requestKeys = (holders: HolderTable): RequestKeys => {
  const keys = keysOfTable.get(holders) ?? {
    of: new Int32Array(1024),
    isWanted: new Uint8Array(1024),
    known: 1,
    keys: 0,
    requests: createPairTable(),
    userHosts: createPairTable(),
    userHostCount: 0,
  }
  keysOfTable.set(holders, keys)
  if (holders.size > keys.of.length) {
    const of = new Int32Array(Math.max(holders.size, keys.of.length * 2))
    of.set(keys.of)
    keys.of = of
    keys.isWanted = new Uint8Array(of.length)
  }
  for (; keys.known < holders.size; keys.known++) {
    const [user, host] = [holders.user[keys.known] as number, holders.host[keys.known] as number]
    let pair = keys.userHosts.find(user, host)
    if (pair < 0) {
      pair = keys.userHostCount++
      keys.userHosts.add(user, host, pair)
    }
    const feature = holders.feature[keys.known] as number
    let key = keys.requests.find(feature, pair)
    if (key < 0) {
      key = keys.keys++
      keys.requests.add(feature, pair, key)
    }
    keys.of[keys.known] = key
  }
  return keys
}
