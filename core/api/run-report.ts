import type { ReportRequest } from '../contract/reports.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import { isLogType } from '../query/plan-report.ts'
import type { MapTexts } from '../query/report-spec.ts'
import type { ReportContext } from './report-context.ts'
import type { ReportResult } from './report-result.ts'
import { runLogReports } from './run-log-reports.ts'
import { runUsageReport } from './run-usage-report.ts'

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
  if (isLogType(request.type) || !dataTypeById(request.type)) return runLogReports(context, request, drafts)
  const results: ReportResult[] = []
  for (const draft of drafts) results.push(await runUsageReport(context, request, draft))
  return results
}
