import type { DataTypeInfo } from '../../core/contract/reports.ts'
import type { ChartKind, ReportShape } from './report-shape.ts'

/** What a family is usually asked: grouped by the first of each list that the type has, measured by all of these it has. */
interface Habit {
  readonly groupBy: readonly (readonly string[])[]
  readonly measures: readonly string[]
  readonly chart: ChartKind
}

const whatIsUsed = ['feature', 'software-title', 'web-application', 'application', 'executable', 'module', 'featureset']
const whoOrWhere = ['user', 'host', 'dongle-host']
const groupTypes = ['group-type', 'host-group-type']
const groups = ['user-group', 'group', 'host-group', 'typed-host-group']
const counts = ['failed-requests', 'events', 'executions', 'processes', 'visits', 'sessions', 'record-count']

const habits: Record<string, Habit> = {
  'time-at-level': { groupBy: [whatIsUsed], measures: ['maximum', 'average', 'elapsed'], chart: 'lines' },
  'per-key': { groupBy: [whoOrWhere], measures: ['elapsed', 'maximum'], chart: 'stacked' },
  group: { groupBy: [groupTypes, groups], measures: ['maximum', 'average', 'elapsed'], chart: 'lines' },
  events: { groupBy: [['event-type', ...whatIsUsed]], measures: ['events', 'failed-requests'], chart: 'stacked' },
  'raw-hourly': { groupBy: [], measures: [], chart: 'none' },
  'application-use': { groupBy: [whatIsUsed], measures: ['executions', 'processes', 'elapsed'], chart: 'stacked' },
  web: { groupBy: [whatIsUsed], measures: ['visits', 'data-stream'], chart: 'stacked' },
  tokens: { groupBy: [whatIsUsed], measures: ['tokens', 'distinct-users', 'sessions'], chart: 'stacked' },
  'distinct-host': {
    groupBy: [[...groups, 'user', ...whatIsUsed]],
    measures: ['maximum', 'average', 'elapsed'],
    chart: 'lines',
  },
}
const otherHabit: Habit = { groupBy: [whatIsUsed], measures: counts, chart: 'lines' }

/** Types that are usually asked otherwise than their family. */
const oddGroupBy: Record<number, readonly (readonly string[])[]> = {
  49: [['user'], ['host']],
  50: [['user'], ['host']],
  52: [['feature'], ['request-status']],
  79: [['url']],
  81: [['application']],
  82: [['executable']],
  105: [['module']],
  107: [['feature'], ['request-status']],
  110: [['application-version']],
  120: [['web-application'], ['web-domain']],
  121: [['web-application'], ['web-domain']],
  124: [['user']],
  126: [['feature']],
  127: [['user'], ['host']],
  128: [['group-type'], ['group']],
  144: [['user'], ['host']],
  151: [['user'], ['host']],
}

/** The measure a chart is best about, by concept, best first. */
const chartMeasures = ['maximum', 'tokens', ...counts.slice(0, -1), 'elapsed', 'record-count']

/** The shape of a type that nobody has shaped yet. */
export const defaultShape = (type: DataTypeInfo): ReportShape => {
  const habit = habits[type.family] ?? otherHabit
  const isRaw = type.fields !== undefined
  const groupBy = (oddGroupBy[type.id] ?? habit.groupBy).flatMap((concepts) => {
    const concept = concepts.find((it) => type.classifications.some((has) => has.concept === it))
    return type.classifications.filter((it) => it.concept === concept).map((it) => it.name)
  })
  const usual = type.measurements.filter((it) => habit.measures.includes(it.concept))
  const counted = type.measurements.filter((it) => counts.includes(it.concept))
  const measures = usual.length > 0 ? usual : counted.length > 0 ? counted : type.measurements
  const preferred = habit.chart === 'stacked' ? ['elapsed', ...chartMeasures] : chartMeasures
  const best = preferred.filter((concept) => measures.some((it) => it.concept === concept))[0]
  const chartMeasure =
    measures.find((it) => it.concept === (isCounting(type) ? measures[0]?.concept : best)) ?? measures[0]
  return {
    type: type.id,
    period: { kind: 'all' },
    zone: '',
    by: isRaw ? 'hour' : 'day',
    groupBy: isRaw ? null : groupBy,
    where: [],
    measures: measures.map((it) => it.name),
    chart: isRaw ? 'none' : habit.chart,
    chartMeasure: chartMeasure?.name ?? '',
    compare: null,
  }
}

const isCounting = (type: DataTypeInfo) => ['events', 'web'].includes(type.family)

/** Only what adds up may be stacked: hours, counts, and averages over the same observed time. */
const summable = new Set([
  ...counts,
  'running',
  'elapsed',
  'active',
  'duration',
  'elastic',
  'license-cost',
  'data-stream',
  'tokens',
  'average',
])

export const canStack = (concept: string | undefined): boolean => concept !== undefined && summable.has(concept)

/** The classification that says how many were held (or waited for) at once. */
export const levelOf = (type: DataTypeInfo): string | undefined =>
  type.classifications.find((it) => it.concept === 'level')?.name

/** Hours at each level need the level as a classification and a running time to add up. */
export const levelMeasure = (type: DataTypeInfo): string | undefined =>
  levelOf(type) && type.measurements.find((it) => it.concept === 'running' || it.concept === 'duration')?.name

/** The chart that can be drawn: a stack of maxima would be a number that never was. */
export const drawnChart = (shape: ReportShape, type: DataTypeInfo): ChartKind => {
  if (shape.groupBy === null || type.measurements.length === 0) return 'none'
  if (shape.chart === 'levels') return levelMeasure(type) ? 'levels' : 'lines'
  const concept = type.measurements.find((it) => it.name === shape.chartMeasure)?.concept
  return shape.chart === 'stacked' && !canStack(concept) ? 'lines' : shape.chart
}
