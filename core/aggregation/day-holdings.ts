import { dayColumnNames, WholeKey } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { type ColumnSet, columnSet } from '../segments/column-set.ts'
import { createPairTable } from '../segments/pair-table.ts'
import { createKeySweep, type KeyAmounts, type KeySweep } from './key-sweep.ts'
import type { LevelChanges } from './level-sweep.ts'

export interface HoldingsInput {
  readonly holders: HolderTable
  readonly changes: LevelChanges
  /** Seconds. */
  readonly length: number
  /** Starts of the hours, seconds since the day's start; the first is 0. */
  readonly hours: readonly number[]
}

/**
 * What each key of the per-key types held on a day: licence seconds, the peak of its own concurrency, and the hours in which it held
 * something. `holding` has a row for each series, user and host. Where a user holds a series on several hosts, peaks and hours do not add
 * up: such keys have rows of their own in `userHolding`, and hosts with several users in `hostHolding` (docs/decisions/0013).
 */
export const dayHoldings = ({ holders, changes, length, hours }: HoldingsInput) => {
  const { keySweep, ofUser, ofHost } = memoryOf(holders)
  const single = keySweep.sweep(changes, hours, length)
  ofUser.see(single)
  ofHost.see(single)
  const { series, user, host } = holders
  const holding = amountColumns(dayColumnNames.holding, single, (set, holder, row) => {
    set.series.values[row] = series[holder] as number
    set.user.values[row] = user[holder] as number
    set.host.values[row] = host[holder] as number
    set.whole.values[row] =
      (ofUser.isShared(holder) ? 0 : WholeKey.ofUser) | (ofHost.isShared(holder) ? 0 : WholeKey.ofHost)
  })
  const users = ofUser.anyShared ? keySweep.sweep(changes, hours, length, ofUser.sharedKeys) : none
  const userHolding = amountColumns(dayColumnNames.userHolding, users, (set, key, row) => {
    set.series.values[row] = series[ofUser.holderOf(key)] as number
    set.user.values[row] = user[ofUser.holderOf(key)] as number
  })
  const hosts = ofHost.anyShared ? keySweep.sweep(changes, hours, length, ofHost.sharedKeys) : none
  const hostHolding = amountColumns(dayColumnNames.hostHolding, hosts, (set, key, row) => {
    set.series.values[row] = series[ofHost.holderOf(key)] as number
    set.host.values[row] = host[ofHost.holderOf(key)] as number
  })
  return { holding, userHolding, hostHolding }
}

const none: KeyAmounts = {
  keys: new Int32Array(0),
  seconds: new Float64Array(0),
  maximum: new Int32Array(0),
  hours: new Int32Array(0),
}

/** A column holds 32 bits: 24,855 licences held all day. What is more goes into further rows, whose hours are not counted again. */
const mostSeconds = 0x7fffffff

const amountColumns = <Name extends string>(
  names: readonly (Name | 'seconds' | 'maximum' | 'hours')[],
  { keys, seconds, maximum, hours }: KeyAmounts,
  describe: (set: ColumnSet<Name>, key: number, row: number) => void,
): ColumnSet<Name | 'seconds' | 'maximum' | 'hours'> => {
  let rows = 0
  for (let i = 0; i < keys.length; i++) rows += Math.ceil((seconds[i] as number) / mostSeconds)
  const set = columnSet(names, rows)
  let row = 0
  for (let i = 0; i < keys.length; i++) {
    const all = seconds[i] as number
    for (let left = all; left > 0; left -= mostSeconds) {
      describe(set, keys[i] as number, row)
      set.seconds.values[row] = Math.min(left, mostSeconds)
      set.maximum.values[row] = maximum[i] as number
      set.hours.values[row] = left === all ? (hours[i] as number) : 0
      row++
    }
  }
  for (const name of names) set[name].length = rows
  return set
}

/** Kept from day to day beside the table it belongs to. */
interface Memory {
  readonly keySweep: KeySweep
  readonly ofUser: SharedKeys
  readonly ofHost: SharedKeys
}

const memories = new WeakMap<HolderTable, Memory>()

const memoryOf = (holders: HolderTable): Memory => {
  const known = memories.get(holders)
  if (known) return known
  const memory = {
    keySweep: createKeySweep(),
    ofUser: createSharedKeys(holders, 'user'),
    ofHost: createSharedKeys(holders, 'host'),
  }
  memories.set(holders, memory)
  return memory
}

interface SharedKeys {
  /** Begins a day: its holders, of which those that held something count. */
  see(amounts: KeyAmounts): void
  /** Several of the day's holders have this one's series and user (or host). */
  isShared(holder: number): boolean
  readonly anyShared: boolean
  /** Key by holder, -1 where it is not shared. */
  readonly sharedKeys: Int32Array
  /** Any holder of the key. */
  holderOf(key: number): number
}

/** Numbers (series, user) or (series, host) and tells which of them several holders of a day have in common. */
const createSharedKeys = (table: HolderTable, part: 'user' | 'host'): SharedKeys => {
  const numbers = createPairTable()
  /** Key by holder, and a holder by key. */
  let keys = new Int32Array(1024)
  let holderOfKey = new Int32Array(1024)
  let counts = new Int32Array(1024)
  let shared = new Int32Array(1024).fill(-1)
  let known = 1
  let keyCount = 0
  let today: Int32Array = new Int32Array(0)
  let anyShared = false

  const follow = (): void => {
    if (table.size > keys.length) {
      const size = Math.max(table.size, keys.length * 2)
      const grow = (values: Int32Array, fill = 0): Int32Array<ArrayBuffer> => {
        const grown = new Int32Array(size).fill(fill, values.length)
        grown.set(values)
        return grown
      }
      keys = grow(keys)
      holderOfKey = grow(holderOfKey)
      counts = grow(counts)
      shared = grow(shared, -1)
    }
    for (; known < table.size; known++) {
      const series = table.series[known] as number
      const name = table[part][known] as number
      let key = numbers.find(series, name)
      if (key < 0) {
        key = keyCount++
        numbers.add(series, name, key)
        holderOfKey[key] = known
      }
      keys[known] = key
    }
  }

  return {
    see({ keys: holders, seconds }) {
      for (let i = 0; i < today.length; i++) {
        const holder = today[i] as number
        counts[keys[holder] as number] = 0
        shared[holder] = -1
      }
      follow()
      today = holders.slice()
      anyShared = false
      for (let i = 0; i < holders.length; i++) {
        if ((seconds[i] as number) === 0) continue
        const key = keys[holders[i] as number] as number
        counts[key] = (counts[key] as number) + 1
      }
      for (let i = 0; i < holders.length; i++) {
        const holder = holders[i] as number
        const key = keys[holder] as number
        if ((counts[key] as number) < 2) continue
        anyShared = true
        shared[holder] = key
      }
    },
    isShared: (holder) => (shared[holder] as number) >= 0,
    get anyShared() {
      return anyShared
    },
    get sharedKeys() {
      return shared
    },
    holderOf: (key) => holderOfKey[key] as number,
  }
}
