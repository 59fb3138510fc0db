import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { defaultShape } from './report-defaults.ts'
import type { Filter, ReportShape } from './report-shape.ts'

/** From what is used to who uses it to where: the first of these that is not pinned down yet is the next question. */
const chain = [
  'software-title',
  'web-application',
  'application',
  'feature',
  'executable',
  'module',
  'user',
  'host',
  'dongle-host',
  'web-domain',
  'url',
]

/** Types that describe the same use, so that one takes over where another has no such classification. */
const sameUse: readonly (readonly number[])[] = [
  [45, 46, 47, 49, 71, 72],
  [51, 84, 83, 50, 85, 86],
  [89, 90, 108, 91, 109],
  [102, 94, 95],
  [111, 112, 113],
  [114, 46, 49],
  [116, 84, 50],
  [60, 61],
  [76, 77],
  [124, 125],
  [131, 132],
  [106, 105],
  [34, 130],
  [35, 130],
  [123, 120],
  [126, 127, 128],
  [143, 144, 147],
  [149, 151, 150],
]

/** Filters that hold for the type, by what they mean: `User` of one type is `User name` of another. */
export const translateFilters = (where: readonly Filter[], from: DataTypeInfo, to: DataTypeInfo): readonly Filter[] =>
  where.flatMap(({ name, values }) => {
    const concept = from.classifications.find((it) => it.name === name)?.concept
    const target = to.classifications.find((it) => it.concept === concept)
    return target ? [{ name: target.name, values }] : []
  })

const isPinned = (filter: Filter) => filter.values.length === 1 && !/[*?]/.test(filter.values[0]!)

/**
 * The report behind one row: its values become filters, and it is grouped by the next question (feature, user, host).
 * `undefined` where a row leads nowhere.
 */
export const narrowTo = (
  shape: ReportShape,
  rowFilters: readonly Filter[],
  type: DataTypeInfo,
  types: readonly DataTypeInfo[],
): ReportShape | undefined => {
  const kept = shape.where.filter((it) => !rowFilters.some((row) => row.name === it.name))
  const where = [...kept, ...rowFilters]
  const pinned = new Set(
    where.filter(isPinned).map((it) => type.classifications.find((has) => has.name === it.name)?.concept),
  )
  const relatives = sameUse
    .filter((family) => family.includes(type.id))
    .flatMap((family) => family.map((id) => types.find((it) => it.id === id)))
  for (const concept of chain) {
    if (pinned.has(concept)) continue
    const target = [type, ...relatives].find(
      (it): it is DataTypeInfo =>
        it !== undefined &&
        (it === type || it.hasData) &&
        [concept, ...chain.filter((pin) => pinned.has(pin))].every((need) =>
          it.classifications.some((has) => has.concept === need),
        ),
    )
    const group = target?.classifications.find((it) => it.concept === concept)
    if (!target || !group) continue
    const usual = target === type ? shape : defaultShape(target)
    return {
      ...usual,
      period: shape.period,
      zone: shape.zone,
      by: shape.by,
      compare: shape.compare,
      groupBy: [group.name],
      where: translateFilters(where, type, target),
    }
  }
  return undefined
}

/** `Feature = MAYA`, for the breadcrumb. */
export const labelOfFilters = (filters: readonly Filter[]): string =>
  filters.map((it) => it.values.join(' or ')).join(', ') || 'everything'
