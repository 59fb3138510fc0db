import { zoneClock } from '../aggregation/zone-clock.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Comparison, ReportNote, ReportRequest } from '../contract/reports.ts'
import { compareTables } from '../query/compare-tables.ts'
import { earlierPoint, laterStart, shiftOf } from '../query/earlier-period.ts'
import { instantOfPoint, isoInZone, periodEnd } from '../query/periods.ts'
import type { ReportContext } from './report-context.ts'
import { comparedColumns, type ReportResult } from './report-result.ts'
import { runReport } from './run-report.ts'

/** Joining is done on the main thread; more rows than this would be felt. */
const mostRows = 200_000

/** Answers a report, and with `compare` the same question about the earlier period, joined row by row. */
export const answerReport = async (context: ReportContext, request: ReportRequest): Promise<ReportResult> => {
  const { compare, ...question } = request
  if (!compare) return runReport(context, request)
  if (request.groupBy === null) {
    throw new ConsoleError('invalid', 'The hourly records are not compared. Group the report, then compare it.')
  }
  const now = await runReport(context, question)
  const clock = zoneClock(now.zone)
  const ends = endsOf(now)
  if (!ends) return withoutEarlier(now, request, compare)
  const shift = shiftOf(clock, compare, ends.from, ends.to)
  const [from, to] = [earlierPoint(clock, shift, ends.from), earlierPoint(clock, shift, ends.to)]
  const before = await runReport(context, {
    ...question,
    zone: now.zone,
    from: isoInZone(now.zone, from),
    to: isoInZone(now.zone, to),
  })
  if (now.table.rows + before.table.rows > mostRows) {
    throw new ConsoleError(
      'refused',
      `The two periods have ${now.table.rows + before.table.rows} rows, which are too many to compare. Group more coarsely, or filter.`,
    )
  }

  // Periods that only the earlier answer has get their place on the axis too.
  const begins = { now: ends.from, earlier: from }
  const places = before.periodStarts.map((start) => {
    const place = laterStart(clock, request.by, shift, start, begins)
    const isWithin = place !== undefined && place < ends.to && periodEnd(clock, request.by, place, ends.to) > ends.from
    return request.by === 'total' ? ends.from : isWithin ? place : undefined
  })
  const starts = [...new Set([...now.periodStarts, ...places.filter((it) => it !== undefined)])].sort((a, b) => a - b)
  const number = new Map(starts.map((start, i) => [start, i]))
  const renumbered = now.periodStarts.map((start) => number.get(start) as number)
  const { table, earlier, earlierPeriods, occurs } = compareTables(
    { ...now.table, periods: now.table.periods.map((period) => renumbered[period] as number) },
    before.table,
    places.map((place) => (place === undefined ? undefined : number.get(place))),
    now.columns.flatMap(({ role, concept }) =>
      role === 'classification' ? [concept === 'level' || concept === 'capacity'] : [],
    ),
  )
  const earlierStarts = starts.map((): number | undefined => undefined)
  places.forEach((place, i) => {
    if (place !== undefined) earlierStarts[number.get(place) as number] = before.periodStarts[i]
  })
  const hours = (ends.to - ends.from) / 3600
  const earlierHours = (to - from) / 3600
  const { coverage } = before.summary
  const compared = {
    kind: compare,
    from: isoInZone(now.zone, from),
    to: isoInZone(now.zone, to),
    ...(coverage === undefined ? {} : { coverage }),
    hours,
    earlierHours,
    onlyNow: occurs.filter((it) => it === 'now').length,
    onlyBefore: occurs.filter((it) => it === 'before').length,
  }
  const columns = comparedColumns(now.columns, request.by)
  return {
    ...now,
    request,
    table,
    columns,
    periodStarts: starts,
    earlier: {
      measures: earlier,
      periodOfRow: earlierPeriods,
      startsOfPeriods: before.periodStarts,
      starts: earlierStarts,
      occurs,
      unobserved: before.unobserved,
      label: `${dayOf(compared.from)} – ${dayOf(isoInZone(now.zone, to - 1))}`,
    },
    summary: {
      ...now.summary,
      request,
      columns,
      rowCount: table.rows,
      notes: [...now.summary.notes, ...notesOf(now, before, compared)],
      milliseconds: now.summary.milliseconds + before.summary.milliseconds,
      compared,
    },
  }
}

const dayOf = (iso: string): string => iso.slice(0, 10)

/** The ends of what was answered; where nothing was, those that were asked for. */
const endsOf = ({ summary, request, zone }: ReportResult): { from: number; to: number } | undefined => {
  const end = (answered: string | undefined, asked: string | undefined) =>
    answered !== undefined ? Date.parse(answered) / 1000 : asked === undefined ? undefined : instantOfPoint(zone, asked)
  const [from, to] = [end(summary.from, request.from), end(summary.to, request.to)]
  return from === undefined || to === undefined || !Number.isFinite(from) || !Number.isFinite(to) || to <= from
    ? undefined
    : { from, to }
}

const withoutEarlier = (now: ReportResult, request: ReportRequest, kind: Comparison): ReportResult => ({
  ...now,
  request,
  summary: {
    ...now.summary,
    request,
    compared: { kind, hours: 0, earlierHours: 0, onlyNow: now.table.rows, onlyBefore: 0 },
    notes: [
      ...now.summary.notes,
      { severity: 'info', message: 'There is no data, so there is nothing to compare with either.' },
    ],
  },
})

/** Sums over periods that are watched differently cannot be set against each other as they stand: said, not corrected. */
const notesOf = (
  now: ReportResult,
  before: ReportResult,
  { from, to, hours, earlierHours }: { from: string; to: string; hours: number; earlierHours: number },
): ReportNote[] => {
  const span = `${from.slice(0, 16).replace('T', ' ')} to ${to.slice(0, 16).replace('T', ' ')}`
  if (before.table.rows === 0 && !before.summary.coverage) {
    return [
      {
        severity: 'warning',
        message: `Nothing was observed in the earlier period, ${span}: there is nothing to compare with.`,
      },
    ]
  }
  const [own, other] = [now.summary.coverage ?? 0, before.summary.coverage ?? 0]
  const isUneven = Math.abs(own - other) > 0.02
  const facts = [
    `Compared with ${span}, ${said(earlierHours, 'h')} of which ${said(other * 100, '%')} were observed;`,
    `this period has ${said(hours, 'h')}, of which ${said(own * 100, '%')} were observed.`,
    ...(isUneven
      ? [
          'Hours and counts are not set right for that: compare averages and maxima, or take periods that are observed alike.',
        ]
      : []),
  ]
  return [{ severity: isUneven ? 'warning' : 'info', message: facts.join(' ') }]
}

const said = (value: number, unit: string): string => {
  const text = value.toLocaleString('en', { maximumFractionDigits: 1 })
  return unit === 'h' ? `${text} hours` : `${text} %`
}
