import type { HolderTable } from '../facts/holder-table.ts'
import type { NameLists } from './name-lists.ts'
import { createMatch, noPackage, type ReportSpec, unknownValue, vendorLicenceNames } from './report-spec.ts'

/**
 * The series (daemon and feature) that pass the report's filters, and the group of each: what the report groups by of vendor licence,
 * package and feature. Numbers are the same in every worker: they follow the dictionary.
 */
export interface SeriesGroups {
  /** Series id by dense number. */
  readonly series: Int32Array
  /** Dense number by series id; -1: filtered out. */
  readonly numberOf: Int32Array
  /** Group by dense number, for one source; -1: filtered out. */
  groupOf(source: number): Int32Array
  /** The same by series id. */
  groupOfSeries(source: number): Int32Array
  readonly groups: number
  /** Everything is one group and nothing is filtered out: a row's series need not be known. */
  readonly isWhole: boolean
  /** Texts of a group's vendor licence, package and feature; only those grouped by are meaningful. */
  readonly texts: readonly {
    readonly vendorLicence: string
    readonly package: string
    readonly feature: string
  }[]
}

/** Nothing of the series is grouped by or filtered. */
export const isAllSeries = ({ columns }: ReportSpec): boolean =>
  columns.every(
    ({ origin, grouped, filter }) =>
      (origin !== 'vendor-licence' && origin !== 'package' && origin !== 'feature') ||
      (!grouped && filter.length === 0),
  )

export const createSeriesGroups = (spec: ReportSpec, holders: HolderTable, names: NameLists): SeriesGroups => {
  const column = (origin: string) => spec.columns.find((one) => one.origin === origin)
  const licence = column('vendor-licence')
  const packageColumn = column('package')
  const feature = column('feature')
  const featurePasses = createMatch(feature?.filter ?? [])
  const nameOf = (f: number): string => (f === 0 ? unknownValue : (names.feature[f] as string))

  const numberOf = new Int32Array(holders.size).fill(-1)
  const list: number[] = []
  for (let id = 1; id < holders.size; id++) {
    const f = holders.feature[id] as number
    // An event without a feature has the daemon alone, a series of its own.
    if ((holders.series[id] !== id && f !== 0) || !featurePasses(nameOf(f))) continue
    numberOf[id] = list.length
    list.push(id)
  }
  const series = Int32Array.from(list)

  const packageOf = new Map(spec.packages.map(({ source, series: s, name }) => [`${source}/${s}`, name]))
  const licencePasses = createMatch(licence?.filter ?? [])
  const packagePasses = createMatch(packageColumn?.filter ?? [])
  const texts: SeriesGroups['texts'][number][] = []
  const groupNumbers = new Map<string, number>()
  const bySource = new Map<number, Int32Array>()
  const licenceName = vendorLicenceNames(spec)
  for (const { id } of spec.sources) {
    const groups = new Int32Array(series.length).fill(-1)
    for (let i = 0; i < series.length; i++) {
      const s = series[i] as number
      const vendorLicence = licenceName(id, names.daemon[holders.daemon[s] as number] as string)
      const packageName = packageOf.get(`${id}/${s}`) ?? noPackage
      if (!licencePasses(vendorLicence) || !packagePasses(packageName)) continue
      const text = {
        vendorLicence: licence?.grouped ? vendorLicence : '',
        package: packageColumn?.grouped ? packageName : '',
        feature: feature?.grouped ? nameOf(holders.feature[s] as number) : '',
      }
      const key = `${text.vendorLicence}\u0000${text.package}\u0000${text.feature}`
      let number = groupNumbers.get(key)
      if (number === undefined) {
        number = texts.length
        groupNumbers.set(key, number)
        texts.push(text)
      }
      groups[i] = number
    }
    bySource.set(id, groups)
  }
  const groupOf = (source: number): Int32Array => bySource.get(source) ?? new Int32Array(series.length).fill(-1)
  return {
    series,
    numberOf,
    groupOf,
    groupOfSeries(source) {
      const groups = groupOf(source)
      const byId = new Int32Array(holders.size).fill(-1)
      for (let i = 0; i < series.length; i++) byId[series[i] as number] = groups[i] as number
      return byId
    },
    groups: Math.max(1, texts.length),
    isWhole: isAllSeries(spec),
    texts,
  }
}
