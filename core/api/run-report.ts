import type { ReportRequest } from '../contract/reports.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import { currentMap } from '../database/map-table.ts'
import { isLogType } from '../query/plan-report.ts'
import type { MapTexts } from '../query/report-spec.ts'
import type { ReportContext } from './report-context.ts'
import type { ReportResult } from './report-result.ts'
import { runLogReports } from './run-log-reports.ts'

/** One report with the maps that are saved. @throws as `runReports` does */
export const runReport = async (context: ReportContext, request: ReportRequest): Promise<ReportResult> =>
  (await runReports(context, request, [{}]))[0] as ReportResult

/**
 * One report, answered once for each set of maps that stand in for the saved ones: from the stored days of licence logs, or from usage
 * rows.
 * @throws ConsoleError `invalid`, `not-found` or `refused` for a request that cannot be answered
 */
export const runReports = async (
  context: ReportContext,
  request: ReportRequest,
  drafts: readonly MapTexts[],
): Promise<ReportResult[]> => {
  // A type that does not exist is turned down there.
  const isUnknown = !dataTypeById(request.type)
  if (isUnknown || (isLogType(request.type) && !(await isEntitled(context, request.type))))
    return runLogReports(context, request, drafts)
  // Reports about licence logs, which most are, need neither it nor the importers that it knows.
  const { runUsageReport } = await import('./run-usage-report.ts')
  const results: ReportResult[] = []
  for (const draft of drafts) results.push(await runUsageReport(context, request, draft))
  return results
}

const payPerUseOfLogs = 116
/** Maps that turn the use in a licence log into paid and unpaid use, and features into featuresets. */
const payPerUseMaps = ['entitlement.map', 'featureset.map'] as const

/** Pay per use of logs is told from their checkouts once a map says what was paid for; until then the days' levels are all there is. */
const isEntitled = async ({ database }: ReportContext, type: number): Promise<boolean> => {
  if (type !== payPerUseOfLogs) return false
  for (const kind of payPerUseMaps) if ((await currentMap(database, kind))?.text.trim()) return true
  return false
}
