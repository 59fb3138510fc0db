import type { Comparison, DataTypeInfo, ReportRequest, Resolution } from '../../core/contract/reports.ts'

/** Written down here as well: the contract's list comes with its validator, which a page neither needs nor may compile. */
export const resolutionNames: { readonly [R in Resolution]: string } = {
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  month: 'Month',
  total: 'Total',
}
export const resolutions = Object.keys(resolutionNames) as readonly Resolution[]

export type ChartKind = 'lines' | 'stacked' | 'levels' | 'none'

/** `last`: the last days of the data, not of the calendar. `to` of a range is not included. */
export type Period =
  | { readonly kind: 'all' }
  | { readonly kind: 'last'; readonly days: number }
  | { readonly kind: 'calendar'; readonly unit: 'month' | 'year'; readonly back: 0 | 1 }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }

export interface Filter {
  readonly name: string
  readonly values: readonly string[]
}

/** Everything that decides what a report shows; the address of the page holds exactly this. */
export interface ReportShape {
  readonly type: number
  readonly period: Period
  /** IANA zone; empty: the one the core chooses. */
  readonly zone: string
  readonly by: Resolution
  /** Classification labels in order; `null`: the hourly records themselves. */
  readonly groupBy: readonly string[] | null
  readonly where: readonly Filter[]
  /** Labels of the measures that are shown. */
  readonly measures: readonly string[]
  readonly chart: ChartKind
  readonly chartMeasure: string
  /** With which earlier period it is compared. */
  readonly compare: Comparison | null
}

/** What the core is asked; two shapes with the same question need only be drawn anew. */
export const requestOf = (
  shape: ReportShape,
  span: { readonly from?: string; readonly to?: string },
): ReportRequest => ({
  type: shape.type,
  ...(span.from ? { from: span.from } : {}),
  ...(span.to ? { to: span.to } : {}),
  ...(shape.zone ? { zone: shape.zone } : {}),
  by: shape.groupBy === null ? 'hour' : shape.by,
  groupBy: shape.groupBy === null ? null : [...shape.groupBy],
  where: shape.where.map(({ name, values }) => ({ name, values: [...values] })),
  // The hourly records themselves are not compared.
  ...(shape.compare && shape.groupBy !== null ? { compare: shape.compare } : {}),
})

export const addGroup = (shape: ReportShape, name: string): ReportShape =>
  shape.groupBy?.includes(name) ? shape : { ...shape, groupBy: [...(shape.groupBy ?? []), name] }

export const removeGroup = (shape: ReportShape, name: string): ReportShape => ({
  ...shape,
  groupBy: shape.groupBy?.filter((it) => it !== name) ?? null,
})

/** Moves a classification by `step` places; at either end it stays. */
export const moveGroup = (shape: ReportShape, name: string, step: number): ReportShape => {
  const from = shape.groupBy?.indexOf(name) ?? -1
  if (!shape.groupBy || from < 0) return shape
  const to = Math.max(0, Math.min(shape.groupBy.length - 1, from + step))
  const rest = shape.groupBy.filter((it) => it !== name)
  return { ...shape, groupBy: [...rest.slice(0, to), name, ...rest.slice(to)] }
}

/** Replaces the filter on one classification; without values it goes. */
export const setFilter = (shape: ReportShape, name: string, values: readonly string[]): ReportShape => {
  const unique = [...new Set(values)]
  const known = shape.where.some((it) => it.name === name)
  const where = known
    ? shape.where.map((it) => (it.name === name ? { name, values: unique } : it))
    : [...shape.where, { name, values: unique }]
  return { ...shape, where: where.filter((it) => it.values.length > 0) }
}

/** A measure that is switched off leaves the chart too: the first one still shown takes its place. */
export const setMeasures = (shape: ReportShape, measures: readonly string[], type: DataTypeInfo): ReportShape => {
  const ordered = type.measurements.map((it) => it.name).filter((name) => measures.includes(name))
  const stays = ordered.length === 0 || ordered.includes(shape.chartMeasure)
  return { ...shape, measures: ordered, chartMeasure: stays ? shape.chartMeasure : ordered[0]! }
}
