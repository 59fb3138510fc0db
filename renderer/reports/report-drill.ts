import type { DataTypeInfo, ReportSummary } from '../../core/contract/reports.ts'
import { wallClock } from '../chart/wall-clock.ts'
import { defaultShape } from './report-defaults.ts'
import { labelOfFilters, narrowTo, translateFilters } from './report-narrow.ts'
import type { Filter, Period, ReportShape } from './report-shape.ts'

/** A narrower report, and what leads there is called. */
export interface DrillTarget {
  /** For a menu: `Narrow to mesh, 2024-03-05 by User name`. */
  readonly label: string
  /** For the breadcrumb: `mesh, 2024-03-05`. */
  readonly crumb: string
  readonly shape: ReportShape
}

/** A bar, a row or a point: what it is about, and when. */
export interface DrillPlace {
  readonly filters: readonly Filter[]
  /** Start of its period, epoch milliseconds; `undefined`: the whole period of the report. */
  readonly time: number | undefined
}

const day = 86_400_000

/**
 * The period that one bar of a report stands for, cut to the period asked for: a week that began before it counts only from
 * there. Midnights are dates, anything else instants.
 */
export const periodOfBar = ({ request, zone }: Pick<ReportSummary, 'request' | 'zone'>, start: number): Period => {
  const clock = wallClock(zone)
  const wall = clock.toWall(start)
  const date = new Date(wall)
  const ends = {
    hour: () => start + 3_600_000,
    day: () => clock.toInstant(wall + day),
    week: () => clock.toInstant(wall + 7 * day),
    month: () => clock.toInstant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)),
    total: () => start,
  }
  const instantOf = (point: string | undefined) =>
    point === undefined
      ? undefined
      : point.length === 10
        ? clock.toInstant(Date.parse(`${point}T00:00:00Z`))
        : Date.parse(point)
  const from = Math.max(start, instantOf(request.from) ?? start)
  const to = Math.min(ends[request.by](), instantOf(request.to) ?? Number.POSITIVE_INFINITY)
  const isDates = clock.toWall(from) % day === 0 && clock.toWall(to) % day === 0
  const point = (at: number) =>
    isDates ? new Date(clock.toWall(at)).toISOString().slice(0, 10) : new Date(at).toISOString()
  return { kind: 'range', from: point(from), to: point(to) }
}

const nameOfBar = ({ request, zone }: Pick<ReportSummary, 'request' | 'zone'>, start: number): string => {
  const wall = new Date(wallClock(zone).toWall(start)).toISOString()
  if (request.by === 'hour') return wall.slice(0, 16).replace('T', ' ')
  if (request.by === 'month') return wall.slice(0, 7)
  return request.by === 'week' ? `week of ${wall.slice(0, 10)}` : wall.slice(0, 10)
}

/** A year ago is the same dates for a part of the period too; the previous one would be another than is on show. */
const during = (shape: ReportShape, period: Period): ReportShape => ({
  ...shape,
  period,
  compare: shape.compare === 'previous' ? null : shape.compare,
})

/** Failed requests, and the events around them. */
const denied = 52
const events = 104
/** Reports on use, whose charts bear marks for denials. */
const ofUse = new Set([50, 51, 83, 84, 85, 86])

const askedOf = (
  id: number,
  shape: ReportShape,
  filters: readonly Filter[],
  type: DataTypeInfo,
  types: readonly DataTypeInfo[],
): ReportShape | undefined => {
  const target = types.find((it) => it.id === id)
  if (!target?.hasData || target === type) return undefined
  const kept = shape.where.filter((it) => !filters.some((own) => own.name === it.name))
  return {
    ...defaultShape(target),
    period: shape.period,
    zone: shape.zone,
    by: shape.by,
    where: translateFilters([...kept, ...filters], type, target),
  }
}

/** Where a bar or row leads, the most natural first: to who is behind it, then to what was refused and what happened. */
export const drillTargets = (
  shape: ReportShape,
  { filters, time }: DrillPlace,
  summary: Pick<ReportSummary, 'request' | 'zone'>,
  type: DataTypeInfo,
  types: readonly DataTypeInfo[],
): readonly DrillTarget[] => {
  const hasTime = time !== undefined && summary.request.by !== 'total'
  const period = hasTime ? periodOfBar(summary, time) : undefined
  const own = filters.length > 0 ? labelOfFilters(filters) : ''
  const crumbOf = (isDuring: boolean) =>
    [own, isDuring && hasTime ? nameOfBar(summary, time) : ''].filter((it) => it !== '').join(', ') || 'everything'
  const targets = (next: ReportShape | undefined, say: (crumb: string) => string): readonly DrillTarget[] => {
    if (!next) return []
    if (!period) return [{ label: say(crumbOf(false)), crumb: crumbOf(false), shape: next }]
    return [{ label: say(crumbOf(true)), crumb: crumbOf(true), shape: during(next, period) }]
  }
  const narrowed = narrowTo(shape, filters, type, types)
  const by = narrowed?.groupBy?.join(', ') ?? ''
  return [
    ...targets(narrowed, (crumb) => `Narrow to ${crumb} by ${by}`),
    ...(narrowed && period
      ? [{ label: `Narrow to ${crumbOf(false)} by ${by}, whole period`, crumb: crumbOf(false), shape: narrowed }]
      : []),
    ...(ofUse.has(type.id)
      ? targets(askedOf(denied, shape, filters, type, types), (crumb) => `Denials of ${crumb} [${denied}]`)
      : []),
    ...(ofUse.has(type.id) || type.id === denied
      ? targets(askedOf(events, shape, filters, type, types), (crumb) => `Events of ${crumb} [${events}]`)
      : []),
  ]
}

/** What the denial marks of one period lead to: the failed requests behind them. */
export const denialTarget = (
  shape: ReportShape,
  time: number,
  summary: Pick<ReportSummary, 'request' | 'zone'>,
  type: DataTypeInfo,
  types: readonly DataTypeInfo[],
): DrillTarget | undefined => {
  const next = askedOf(denied, shape, [], type, types)
  if (!next) return undefined
  const crumb = `denials, ${nameOfBar(summary, time)}`
  return {
    label: `Denials of ${nameOfBar(summary, time)} [${denied}]`,
    crumb,
    shape: { ...during(next, periodOfBar(summary, time)) },
  }
}
