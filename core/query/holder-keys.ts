import type { HolderTable } from '../facts/holder-table.ts'
import { createCellTable } from './cell-table.ts'
import type { NameLists } from './name-lists.ts'
import type { ReportSpec } from './report-spec.ts'
import { createRestGroups, type RestGroups } from './rest-groups.ts'
import { createSeriesGroups, type SeriesGroups } from './series-groups.ts'

/**
 * Which record and which cell each holder belongs to. A record's key is (series, user?, host?) as the type's classifications ask, with
 * the group of a user or host where the type has that alone; what the report groups by is coarser: a series group (vendor licence,
 * package, feature) and a rest group (user, host and their groups).
 */
export interface RecordKeys {
  /** Record key by holder id; -1: filtered out. */
  readonly keyOfHolder: Int32Array
  readonly keys: number
  /** Dense number of the key's series. */
  readonly seriesOfKey: Int32Array
  readonly restOfKey: Int32Array
}

export interface HolderKeys {
  readonly series: SeriesGroups
  readonly rests: RestGroups
  /** Takes a look at every holder, so only reports that need it ask. */
  records(): RecordKeys
}

export const createHolderKeys = (spec: ReportSpec, holders: HolderTable, names: NameLists): HolderKeys => {
  const series = createSeriesGroups(spec, holders, names)
  const rests = createRestGroups(spec, holders, names)
  let records: RecordKeys | undefined
  return {
    series,
    rests,
    records() {
      records ??= createRecordKeys(spec, holders, series, rests)
      return records
    },
  }
}

/** Combinations are numbered as they come up. */
const hashed = { periods: 1, series: 1, rests: 1, hasExtra: true }

const createRecordKeys = (
  spec: ReportSpec,
  holders: HolderTable,
  series: SeriesGroups,
  rests: RestGroups,
): RecordKeys => {
  const keepsUser = spec.columns.some(({ origin }) => origin === 'user')
  const keepsHost = spec.columns.some(({ origin }) => origin === 'host')
  const keyOfHolder = new Int32Array(holders.size).fill(-1)
  const keyNumbers = createCellTable(hashed)
  const seriesOfKey: number[] = []
  const restOfKey: number[] = []
  for (let h = 1; h < holders.size; h++) {
    // An event without a feature has the daemon alone, a series of its own.
    const number = series.numberOf[holders.feature[h] === 0 ? h : (holders.series[h] as number)] as number
    if (number < 0) continue
    const u = keepsUser || rests.userGroups ? (holders.user[h] as number) : 0
    const m = keepsHost || rests.hostGroups ? (holders.host[h] as number) : 0
    const rest = rests.of(u, m)
    if (rest < 0) continue
    const key = keyNumbers.at(
      number,
      keepsUser ? u : (rests.userGroups?.of[u] ?? 0),
      keepsHost ? m : (rests.hostGroups?.of[m] ?? 0),
      0,
    )
    if (key === seriesOfKey.length) {
      seriesOfKey.push(number)
      restOfKey.push(rest)
    }
    keyOfHolder[h] = key
  }
  return {
    keyOfHolder,
    keys: seriesOfKey.length,
    seriesOfKey: Int32Array.from(seriesOfKey),
    restOfKey: Int32Array.from(restOfKey),
  }
}
