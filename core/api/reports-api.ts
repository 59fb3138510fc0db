import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { DataTypeInfo } from '../contract/reports.ts'
import { dataTypeById, dataTypes } from '../data-types/catalogue.ts'
import { daysWithin } from '../database/day-table.ts'
import { allSources } from '../database/source-table.ts'
import { type ExportTable, writeExport } from '../export/export-report.ts'
import { importers } from '../importers/registry.ts'
import { machineZone } from '../imports/zone-names.ts'
import { isoInZone } from '../query/periods.ts'
import { isAnswerable } from '../query/plan-report.ts'
import type { CoreContext } from './core-context.ts'
import { drawChart } from './report-chart.ts'
import { createCellReader, type ReportResult, resultCells } from './report-result.ts'
import { runReport } from './run-report.ts'

/** Raw failed requests, and the charts of use on which they are marked. */
const deniedRequests = 52
const chartsWithDenials = new Set([50, 51, 83, 84, 85, 86])

/** Results kept for paging, charts and exports: the latest few. */
const resultsKept = 12

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** The catalogue as the contract tells it; `hasData` is filled in by the caller. */
export const typeInfo = (hasData: (type: number) => boolean): DataTypeInfo[] =>
  dataTypes.map(({ id, name, family, description, classifications, measurements, fields, needs }) => ({
    id,
    name,
    family,
    description,
    classifications: classifications.map(({ name: label, concept, values, help }) => ({
      name: label,
      concept,
      help,
      ...(values ? { values: [...values] } : {}),
    })),
    measurements: measurements.map(({ name: label, concept, unit, help }) => ({ name: label, concept, unit, help })),
    ...(fields ? { fields: [...fields] } : {}),
    needs,
    inputs: importers.filter(({ feeds }) => feeds.includes(id)).map(({ title }) => title),
    hasData: hasData(id),
  }))

type ReportCalls = Pick<Api, Extract<keyof Api, `reports.${string}`>>

export const createReportsApi = (context: CoreContext): ReportCalls => {
  const { database, dictionary, settings, scans, imports, exports } = context
  const results = new Map<string, ReportResult>()

  const resultOf = (id: string): ReportResult => {
    const result = results.get(id)
    if (!result) throw new ConsoleError('not-found', 'This answer is no longer kept. Run the report again.')
    results.delete(id)
    results.set(id, result)
    return result
  }

  const contextOf = () => ({
    database,
    dictionary,
    scans,
    customerId: settings.current.customerId,
    reportZone: settings.current.reportZone,
    machineZone: machineZone(),
    busy: imports.busy,
  })

  /** Failed requests in each period of a report on use, under the filters that denials have too. */
  const denialsOf = async ({
    type,
    request,
    zone,
    periodStarts,
    summary,
  }: ReportResult): Promise<number[] | undefined> => {
    if (!chartsWithDenials.has(type.id) || request.by === 'total' || periodStarts.length === 0) return undefined
    const denied = dataTypeById(deniedRequests)
    const where = request.where.filter(({ name }) => denied?.classifications.some((one) => one.name === name))
    const { table, periodStarts: starts } = await runReport(contextOf(), {
      type: deniedRequests,
      by: request.by,
      groupBy: [],
      where,
      zone,
      ...(summary.from ? { from: summary.from } : {}),
      ...(summary.to ? { to: summary.to } : {}),
    })
    const counts = new Map<number, number>()
    for (let row = 0; row < table.rows; row++)
      counts.set(starts[table.periods[row] as number] as number, table.measures.events?.[row] ?? 0)
    return periodStarts.map((start) => counts.get(start) ?? 0)
  }

  return {
    'reports.types': async () => {
      const hasDays = (await database.get<{ one: number }>('SELECT 1 AS one FROM source_day LIMIT 1')) !== undefined
      return typeInfo((type) => hasDays && isAnswerable(type))
    },
    'reports.run': async (request) => {
      const result = await runReport(contextOf(), request)
      results.set(result.id, result)
      for (const old of [...results.keys()].slice(0, Math.max(0, results.size - resultsKept))) results.delete(old)
      return result.summary
    },
    'reports.rows': async ({ resultId, offset, count }) => resultCells(resultOf(resultId), offset, count),
    'reports.chart': async ({ resultId, measure, kind, top }) => {
      const result = resultOf(resultId)
      const chart = drawChart(result, measure, kind, top)
      const denials = kind === 'series' ? await denialsOf(result) : undefined
      return denials ? { ...chart, denials } : chart
    },
    'reports.values': async ({ type, classification, text, limit }) => {
      const found = dataTypeById(type)?.classifications.find(({ name }) => name === classification)
      if (!found) return []
      const wanted = text.trim().toLowerCase()
      const pick = (names: readonly string[]): string[] => {
        const holding = names.filter((name) => name !== '' && name.toLowerCase().includes(wanted))
        return holding
          .sort(
            (a, b) =>
              Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)) ||
              a.localeCompare(b),
          )
          .slice(0, limit)
      }
      if (found.values) return pick(found.values)
      if (found.concept === 'feature' || found.concept === 'user' || found.concept === 'host')
        return pick(dictionary.names[found.concept])
      if (found.concept === 'vendor-licence') {
        const rows = await database.all<{ server: string; daemons: string }>(
          'SELECT source.server, daemons FROM file JOIN source ON source.id = file.source',
        )
        return pick([
          ...new Set(
            rows.flatMap(({ server, daemons }) =>
              (JSON.parse(daemons) as string[]).map((daemon) => `${server};${daemon}`),
            ),
          ),
        ])
      }
      if (found.concept === 'details') return pick([...new Set(dictionary.details.map(({ reason }) => reason))])
      return pick(['undef'])
    },
    'reports.extent': async () => {
      const days = await daysWithin(database, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
      if (days.length === 0) return null
      const zones = new Set((await allSources(database)).map(({ zone }) => zone))
      const zone = settings.current.reportZone || (zones.size === 1 ? ([...zones][0] as string) : machineZone())
      const from = days.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY)
      const to = days.reduce((most, { start, length }) => Math.max(most, start + length), 0)
      return { from: isoInZone(zone, from), to: isoInZone(zone, to), zone }
    },
    'reports.export': async ({ resultId, format, columns, rows, raw }) => {
      const result = resultOf(resultId)
      const table = exportTable(result, columns, rows)
      const id = randomUUID()
      const fileName = `${result.type.id} ${result.type.name}.${format}`
      const path = join(await context.exportsFolder(), `${id}.${format}`)
      const bytes = await writeExport(path, format, table, raw)
      exports.set(id, { path, fileName, contentType: contentTypes[format] })
      return { exportId: id, fileName, bytes }
    },
  }
}

const exportTable = (
  result: ReportResult,
  names: readonly string[] | undefined,
  rows: readonly number[] | undefined,
): ExportTable => {
  const cell = createCellReader(result)
  const chosen = names
    ? names.map((name) => result.columns.findIndex((column) => column.name === name))
    : result.columns.map((_, i) => i)
  if (chosen.includes(-1)) throw new ConsoleError('invalid', 'One of the columns to export is not in this report.')
  const outside = rows?.find((row) => row >= result.table.rows)
  if (outside !== undefined) throw new ConsoleError('invalid', `Row ${outside} is not in this report.`)
  return {
    title: `${result.type.name} [${result.type.id}]`,
    columns: chosen.map((i) => result.columns[i] as ReportResult['columns'][number]),
    rows: rows?.length ?? result.table.rows,
    cell: (column, row) => cell(chosen[column] as number, rows ? (rows[row] as number) : row),
  }
}
