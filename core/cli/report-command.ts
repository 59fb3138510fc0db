import { answerReport } from '../api/compare-report.ts'
import { reportContext } from '../api/report-context.ts'
import { createCellReader, type ReportResult } from '../api/report-result.ts'
import { ConsoleError } from '../contract/errors.ts'
import { type Comparison, type Resolution, reportRequest } from '../contract/reports.ts'
import { csvChunks, type ExportTable, jsonText } from '../export/export-report.ts'
import { checkRequest } from '../query/check-request.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'
import { openForReading } from './open-for-reading.ts'
import { settleAgents } from './settle-agents.ts'

export interface ReportOptions {
  readonly db: string
  readonly zone?: string
  readonly from?: string
  readonly to?: string
  readonly by?: Resolution
  readonly groupBy?: string
  readonly where?: readonly string[]
  readonly compare?: Comparison
  readonly format: 'csv' | 'json'
}

export const reportCommand = async (id: string, options: ReportOptions, io: ConsoleIo): Promise<ExitStatus> => {
  if (!/^\d+$/.test(id))
    throw new ConsoleError('invalid', `${id} is not the number of a data type. \`lictor types\` lists them.`)
  const groupBy =
    options.groupBy === undefined
      ? null
      : options.groupBy
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '')
  if (groupBy === null && options.by !== undefined && options.by !== 'hour') {
    throw new ConsoleError('invalid', `--by ${options.by} needs --group-by: the records themselves are hourly.`)
  }
  const where = (options.where ?? []).map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw new ConsoleError('invalid', `--where ${text} is not of the form "Name=value".`)
    return { name: text.slice(0, equals).trim(), values: [text.slice(equals + 1)] }
  })
  const request = reportRequest.parse({
    type: Number(id),
    by: options.by ?? (groupBy === null ? 'hour' : 'total'),
    groupBy,
    where,
    ...(options.zone ? { zone: options.zone } : {}),
    ...(options.from ? { from: options.from } : {}),
    ...(options.to ? { to: options.to } : {}),
    ...(options.compare ? { compare: options.compare } : {}),
  })
  checkRequest(request)
  await settleAgents(options.db, io)
  const core = await openForReading(options.db)
  try {
    const { database, dictionary, settings, scans } = core
    const result = await answerReport(
      reportContext({ database, dictionary, scans, settings, imports: { busy: false } }),
      request,
    )
    for (const { message } of result.summary.notes) say(io, message)
    const table = tableOf(result)
    for (const chunk of options.format === 'csv' ? csvChunks(table) : jsonText(table)) await write(io, chunk)
    return ExitStatus.well
  } finally {
    await core.close()
  }
}

const tableOf = (result: ReportResult): ExportTable => ({
  title: result.type.name,
  columns: result.columns,
  rows: result.table.rows,
  cell: createCellReader(result),
})
