import { zoneClock } from '../aggregation/zone-clock.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { ReportNote, ReportRequest } from '../contract/reports.ts'
import type { DataType } from '../data-types/data-type.ts'
import { instantOfPoint } from '../query/periods.ts'
import type { ReportContext } from './report-context.ts'

/** The zone asked for, else that of the settings, else the only source's, else the machine's. @throws ConsoleError `invalid` */
export const chooseZone = (
  request: ReportRequest,
  context: Pick<ReportContext, 'reportZone' | 'machineZone'>,
  sources: readonly { readonly zone: string }[],
): string => {
  const only = new Set(sources.map(({ zone }) => zone))
  const [first] = only
  const zone = request.zone || context.reportZone || (only.size === 1 ? (first as string) : context.machineZone)
  try {
    return zoneClock(zone).zone
  } catch {
    throw new ConsoleError('invalid', `${zone} is not a time zone. Use an IANA name such as Europe/Berlin or UTC.`)
  }
}

/** Instants of the asked period; undefined where it is open. @throws ConsoleError `invalid` */
export const askedPeriod = (
  zone: string,
  request: ReportRequest,
): { readonly from: number | undefined; readonly to: number | undefined } => {
  const from = pointOf(zone, request.from, 'start')
  const to = pointOf(zone, request.to, 'end')
  if (from !== undefined && to !== undefined && to <= from)
    throw new ConsoleError(
      'invalid',
      to === from
        ? `The period ends where it begins (${request.from}). Its end does not belong to it: name the next day or instant.`
        : `The period ends (${request.to}) before it begins (${request.from}).`,
    )
  return { from, to }
}

const pointOf = (zone: string, point: string | undefined, name: string): number | undefined => {
  if (point === undefined) return undefined
  const instant = instantOfPoint(zone, point)
  if (instant === undefined)
    throw new ConsoleError(
      'invalid',
      `The period's ${name}, ${point}, is neither a date (2024-03-04) nor an instant (2024-03-04T08:00:00Z).`,
    )
  return instant
}

export const busyNote: ReportNote = {
  severity: 'info',
  message: 'Days are being derived right now. Numbers may still change; run the report again afterwards.',
}

/** What the seed forbids to add up, said next to the numbers. */
export const notSummableNotes = (
  { notSummable, classifications }: DataType,
  { groupBy, where }: ReportRequest,
  grouped: readonly string[],
): ReportNote[] => {
  if (!notSummable || groupBy === null) return []
  const isLeftOut = notSummable.when.some((concept) => {
    const label = classifications.find((one) => one.concept === concept)?.name
    if (label === undefined) return false
    const [only, ...more] = where
      .filter(({ name }) => name.toLowerCase() === label.toLowerCase())
      .flatMap(({ values }) => values)
    const isPinned = only !== undefined && more.length === 0 && !/[*?]/.test(only)
    return !grouped.includes(label) && !isPinned
  })
  return isLeftOut ? [{ severity: 'warning', message: notSummable.note, type: notSummable.answeredBy }] : []
}
