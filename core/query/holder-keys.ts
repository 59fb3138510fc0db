import type { HolderTable } from '../facts/holder-table.ts'
import { createCellTable } from './cell-table.ts'
import { createMatch, noPackage, type ReportSpec, unknownValue } from './report-spec.ts'

/** Names by id; index 0 is none. */
export interface NameLists {
  readonly daemon: readonly string[]
  readonly feature: readonly string[]
  readonly user: readonly string[]
  readonly host: readonly string[]
}

/**
 * Which record and which cell each holder belongs to. A record's key is (series, user?, host?) as the type's classifications ask;
 * what the report groups by is coarser: a series group (vendor licence, package, feature) and a rest group (user, host).
 */
export interface HolderKeys {
  /** Record key by holder id; -1: filtered out. */
  readonly keyOfHolder: Int32Array
  readonly keys: number
  /** Dense number of the key's series. */
  readonly seriesOfKey: Int32Array
  readonly restOfKey: Int32Array
  /** Series id by dense number. */
  readonly series: Int32Array
  readonly seriesGroups: number
  readonly restGroups: number
  /** Series group by dense series number, for one source; -1: filtered out. */
  seriesGroupOf(source: number): Int32Array
  /** Texts of a series group's vendor licence, package and feature; only those grouped by are meaningful. */
  readonly seriesTexts: readonly {
    readonly vendorLicence: string
    readonly package: string
    readonly feature: string
  }[]
  readonly restTexts: readonly { readonly user: string; readonly host: string }[]
}

/** Combinations are numbered as they come up. */
const hashed = { periods: 1, series: 1, rests: 1, hasExtra: true }

export const createHolderKeys = (spec: ReportSpec, holders: HolderTable, names: NameLists): HolderKeys => {
  const column = (origin: string) => spec.columns.find((one) => one.origin === origin)
  const user = column('user')
  const host = column('host')
  const feature = column('feature')
  const packageColumn = column('package')
  const licence = column('vendor-licence')
  const keepsUser = user !== undefined
  const keepsHost = host !== undefined
  const userPasses = passing(names.user, user?.filter ?? [])
  const hostPasses = passing(names.host, host?.filter ?? [])
  const featurePasses = passing(names.feature, feature?.filter ?? [])

  const keyOfHolder = new Int32Array(holders.size).fill(-1)
  const keyNumbers = createCellTable(hashed)
  const userHost = createCellTable(hashed)
  const seriesNumber = new Map<number, number>()
  const seriesList: number[] = []
  const seriesOfKey: number[] = []
  const restOfKey: number[] = []
  const restNumbers = createCellTable(hashed)
  const restTexts: { user: string; host: string }[] = []
  for (let h = 1; h < holders.size; h++) {
    const u = keepsUser ? (holders.user[h] as number) : 0
    const m = keepsHost ? (holders.host[h] as number) : 0
    const f = holders.feature[h] as number
    if (!userPasses[holders.user[h] as number] && keepsUser) continue
    if (!hostPasses[holders.host[h] as number] && keepsHost) continue
    if (!featurePasses[f]) continue
    // Holders of a feature share its series; an event without a feature has the daemon alone.
    const s = f === 0 ? h : (holders.series[h] as number)
    let number = seriesNumber.get(s)
    if (number === undefined) {
      number = seriesList.length
      seriesNumber.set(s, number)
      seriesList.push(s)
    }
    const pair = keepsUser && keepsHost ? userHost.at(u, m, 0, 0) : keepsUser ? u : m
    const key = keyNumbers.at(number, pair, 0, 0)
    if (key === seriesOfKey.length) {
      seriesOfKey.push(number)
      const ru = user?.grouped ? u : -1
      const rm = host?.grouped ? m : -1
      const rest = restNumbers.at(ru + 1, rm + 1, 0, 0)
      if (rest === restTexts.length) {
        restTexts.push({
          user: ru > 0 ? (names.user[ru] as string) : unknownValue,
          host: rm > 0 ? (names.host[rm] as string) : unknownValue,
        })
      }
      restOfKey.push(rest)
    }
    keyOfHolder[h] = key
  }

  const series = Int32Array.from(seriesList)
  const serverOf = new Map(spec.sources.map(({ id, server }) => [id, server]))
  const packageOf = new Map(spec.packages.map(({ source, series: s, name }) => [`${source}/${s}`, name]))
  const licencePasses = createMatch(licence?.filter ?? [])
  const packagePasses = createMatch(packageColumn?.filter ?? [])
  const seriesTexts: { vendorLicence: string; package: string; feature: string }[] = []
  const groupNumbers = new Map<string, number>()
  const bySource = new Map<number, Int32Array>()
  for (const { id } of spec.sources) {
    const groups = new Int32Array(series.length).fill(-1)
    for (let i = 0; i < series.length; i++) {
      const s = series[i] as number
      const vendorLicence = `${serverOf.get(id)};${names.daemon[holders.daemon[s] as number]}`
      const packageName = packageOf.get(`${id}/${s}`) ?? noPackage
      if (!licencePasses(vendorLicence) || !packagePasses(packageName)) continue
      const f = holders.feature[s] as number
      const text = {
        vendorLicence: licence?.grouped ? vendorLicence : '',
        package: packageColumn?.grouped ? packageName : '',
        feature: feature?.grouped ? (f === 0 ? unknownValue : (names.feature[f] as string)) : '',
      }
      const key = `${text.vendorLicence}\u0000${text.package}\u0000${text.feature}`
      let number = groupNumbers.get(key)
      if (number === undefined) {
        number = seriesTexts.length
        groupNumbers.set(key, number)
        seriesTexts.push(text)
      }
      groups[i] = number
    }
    bySource.set(id, groups)
  }
  return {
    keyOfHolder,
    keys: seriesOfKey.length,
    seriesOfKey: Int32Array.from(seriesOfKey),
    restOfKey: Int32Array.from(restOfKey),
    series,
    seriesGroups: Math.max(1, seriesTexts.length),
    restGroups: Math.max(1, restTexts.length),
    seriesGroupOf: (source) => bySource.get(source) ?? new Int32Array(series.length).fill(-1),
    seriesTexts,
    restTexts,
  }
}

/** Which names pass the filter, by id; a name that is none is `undef`. */
const passing = (names: readonly string[], filter: readonly string[]): Uint8Array => {
  const match = createMatch(filter)
  return Uint8Array.from(names, (name, id) => (match(id === 0 ? unknownValue : name) ? 1 : 0))
}
