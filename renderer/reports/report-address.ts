import type { Comparison, DataTypeInfo } from '../../core/contract/reports.ts'
import { defaultShape } from './report-defaults.ts'
import { type ChartKind, type Filter, type Period, type ReportShape, resolutions } from './report-shape.ts'

/**
 * The query of a report's address, readable enough to be written by hand:
 * `by=day&group=Feature&where.Vendor License=licence1;mscone&measure=Max in use&period=last-30&zone=Europe/Berlin&chart=lines`.
 * What is left out is as the type's default has it; `group=` groups by nothing, `records=1` are the hourly records.
 */
export const queryOfShape = (shape: ReportShape): string => {
  const query = new URLSearchParams()
  writePeriod(query, shape.period)
  if (shape.zone) query.set('zone', shape.zone)
  query.set('by', shape.by)
  if (shape.groupBy === null) query.set('records', '1')
  else for (const name of shape.groupBy.length > 0 ? shape.groupBy : ['']) query.append('group', name)
  for (const { name, values } of shape.where) for (const value of values) query.append(`where.${name}`, value)
  for (const name of shape.measures.length > 0 ? shape.measures : ['']) query.append('measure', name)
  query.set('chart', shape.chart)
  if (shape.chartMeasure) query.set('of', shape.chartMeasure)
  if (shape.compare) query.set('compare', shape.compare)
  return query.toString()
}

/** Reads an address that may be old, cut short or made up: what the type does not have is left out. */
export const shapeOfQuery = (type: DataTypeInfo, text: string): ReportShape => {
  const query = new URLSearchParams(text)
  const usual = defaultShape(type)
  const classifications = new Set(type.classifications.map((it) => it.name))
  const measurements = new Set(type.measurements.map((it) => it.name))
  const groups = query.getAll('group').filter((name) => classifications.has(name))
  const records = query.get('records') === '1' || type.fields !== undefined
  const measures = query.getAll('measure').filter((name) => measurements.has(name))
  const measure = query.get('of')
  return {
    type: type.id,
    period: readPeriod(query) ?? usual.period,
    zone: readZone(query.get('zone')),
    by: resolutions.find((it) => it === query.get('by')) ?? usual.by,
    groupBy: records ? null : query.has('group') ? [...new Set(groups)].slice(0, 20) : usual.groupBy,
    where: readFilters(query, classifications),
    measures: query.has('measure')
      ? type.measurements.map((it) => it.name).filter((it) => measures.includes(it))
      : usual.measures,
    chart: chartKinds.find((it) => it === query.get('chart')) ?? usual.chart,
    chartMeasure: measure !== null && measurements.has(measure) ? measure : usual.chartMeasure,
    compare: comparisons.find((it) => it === query.get('compare')) ?? null,
  }
}

const comparisons: readonly Comparison[] = ['previous', 'year']
const chartKinds: readonly ChartKind[] = ['lines', 'stacked', 'levels', 'none']
const filterPrefix = 'where.'

const readFilters = (query: URLSearchParams, known: ReadonlySet<string>): readonly Filter[] => {
  const filters = new Map<string, Set<string>>()
  for (const [key, value] of query) {
    const name = key.startsWith(filterPrefix) ? key.slice(filterPrefix.length) : undefined
    if (name === undefined || !known.has(name) || value.length > 1000) continue
    filters.set(name, (filters.get(name) ?? new Set()).add(value))
  }
  return [...filters].slice(0, 20).map(([name, values]) => ({ name, values: [...values].slice(0, 500) }))
}

const writePeriod = (query: URLSearchParams, period: Period) => {
  if (period.kind === 'range') {
    query.set('from', period.from)
    query.set('to', period.to)
  } else query.set('period', nameOfPeriod(period))
}

/** `all`, `last-30`, `this-month`, `last-year`. */
const nameOfPeriod = (period: Exclude<Period, { kind: 'range' }>): string => {
  if (period.kind === 'all') return 'all'
  return period.kind === 'last' ? `last-${period.days}` : `${period.back === 0 ? 'this' : 'last'}-${period.unit}`
}

const periodOfName = (name: string): Period | undefined => {
  if (name === 'all') return { kind: 'all' }
  const days = /^last-(\d{1,4})$/.exec(name)
  if (days && Number(days[1]) > 0) return { kind: 'last', days: Number(days[1]) }
  const calendar = /^(this|last)-(month|year)$/.exec(name)
  if (!calendar) return undefined
  return { kind: 'calendar', unit: calendar[2] === 'month' ? 'month' : 'year', back: calendar[1] === 'this' ? 0 : 1 }
}

const point = /^\d{4}-\d{2}-\d{2}(T[\d:.]{5,12}(Z|[+-]\d{2}:\d{2}))?$/

const readPeriod = (query: URLSearchParams): Period | undefined => {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  if (isPoint(from) && isPoint(to)) return { kind: 'range', from, to }
  return periodOfName(query.get('period') ?? '')
}

const isPoint = (text: string) => point.test(text) && !Number.isNaN(Date.parse(text))

const readZone = (zone: string | null): string => {
  if (!zone || zone.length > 64) return ''
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return ''
  }
}
