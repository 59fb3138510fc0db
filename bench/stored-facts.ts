import { reportContext } from '../core/api/report-context.ts'
import { runReport } from '../core/api/run-report.ts'
import { openForReading } from '../core/cli/open-for-reading.ts'
import type { ReportRequest } from '../core/contract/reports.ts'
import { isLogType } from '../core/query/plan-report.ts'

/** What a database holds, asked of the database itself. */
export interface StoredFacts {
  readonly bytes: number
  readonly lineFacts: number
  readonly levelRecords: number
  readonly days: number
  /** ISO date of the last day. */
  readonly lastDate: string
  /** Elapsed licence hours by type, of the types that must agree. */
  readonly elapsed: { readonly [type: string]: number }
  /** Types that gave an answer. */
  readonly answered: readonly number[]
  /** Of those, the types with at least one record. */
  readonly withRecords: readonly number[]
}

type Core = Awaited<ReturnType<typeof openForReading>>

export const reportOf = (
  { database, dictionary, settings, scans }: Core,
  request: Pick<ReportRequest, 'type' | 'by' | 'groupBy'> & Partial<ReportRequest>,
) =>
  runReport(reportContext({ database, dictionary, scans, settings, imports: { busy: false } }), {
    where: [],
    zone: 'UTC',
    ...request,
  })

/** Every type that an import feeds answers; the levels and the per-key types tell of the same licence hours. */
export const storedFacts = async ({ database: path }: { readonly database: string }): Promise<StoredFacts> => {
  const core = await openForReading(path)
  try {
    const { database } = core
    const stored = await database.get<Pick<StoredFacts, 'bytes' | 'lineFacts' | 'levelRecords' | 'days' | 'lastDate'>>(
      `SELECT page_count * page_size AS bytes,
         (SELECT SUM(facts) FROM line_segment) AS lineFacts,
         (SELECT SUM(rows) FROM day_column WHERE kind = 'level' AND name = 'hour') AS levelRecords,
         (SELECT COUNT(*) FROM source_day) AS days,
         (SELECT date(MAX(day) * 86400, 'unixepoch') FROM source_day) AS lastDate
       FROM pragma_page_count, pragma_page_size`,
    )
    if (!stored) throw new Error(`${path} holds nothing.`)
    const elapsed: { [type: string]: number } = {}
    const answered: number[] = []
    const withRecords: number[] = []
    for (let type = 1; type <= 151; type++) {
      if (!isLogType(type)) continue
      const { table } = await reportOf(core, { type, by: 'total', groupBy: [] })
      answered.push(type)
      if (table.rows > 0) withRecords.push(type)
      if (type === 50 || type === 51 || type === 84) elapsed[type] = table.measures.elapsed?.[0] as number
    }
    return { ...stored, elapsed, answered, withRecords }
  } finally {
    await core.close()
  }
}
