import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { DataTypeInfo } from '../contract/reports.ts'
import { dataTypeById, dataTypes } from '../data-types/catalogue.ts'
import { formatsWithData } from '../database/file-table.ts'
import { type ExportTable, writeExport } from '../export/export-report.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { exampleLines } from '../importers/example-lines.ts'
import { importerByFormat, importers } from '../importers/registry.ts'
import { answerReport } from './compare-report.ts'
import type { CoreContext } from './core-context.ts'
import { dataExtent } from './data-extent.ts'
import { drawChart } from './report-chart.ts'
import { reportContext } from './report-context.ts'
import { groupNames } from './report-maps.ts'
import { createCellReader, type ReportResult, resultCells } from './report-result.ts'
import { runReport } from './run-report.ts'
import { createSubjectValues } from './subject-values.ts'
import { knownVendorLicences } from './vendor-licences.ts'

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
    inputs: feeding(id).map(({ title }) => title),
    examples: feeding(id).flatMap(({ format, title }) => {
      const example = exampleLines[format]
      return example ? [{ input: title, ...example }] : []
    }),
    hasData: hasData(id),
  }))

const feeding = (type: number) => importers.filter(({ feeds }) => feeds.includes(type))

const formatsOfAgents = new Set(['process-records', 'module-records', 'url-records'])
const isToldByAgents = (type: number): boolean => feeding(type).some(({ format }) => formatsOfAgents.has(format))

type ReportCalls = Pick<Api, Extract<keyof Api, `reports.${string}`>>

export const createReportsApi = (context: CoreContext): ReportCalls => {
  const { database, dictionary, settings, exports } = context
  const results = new Map<string, ReportResult>()
  const subjects = createSubjectValues(database)

  const resultOf = (id: string): ReportResult => {
    const result = results.get(id)
    if (!result) throw new ConsoleError('not-found', 'This answer is no longer kept. Run the report again.')
    results.delete(id)
    results.set(id, result)
    return result
  }

  const contextOf = () => reportContext(context)

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
      const fed = new Set((await formatsWithData(database)).flatMap((format) => importerByFormat(format)?.feeds ?? []))
      return typeInfo((type) => fed.has(type))
    },
    'reports.run': async (request) => {
      // What cannot be folded now is logged where it fails, and folded later: the report tells of the rest.
      if (isToldByAgents(request.type)) await context.agents.ingest.settle().catch(() => undefined)
      const result = await answerReport(contextOf(), request)
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
      const ofSubjects = await subjects.of(type, found.concept)
      const pick = (names: readonly string[], spread?: Int32Array): string[] =>
        [...new Set([...names, ...ofSubjects])]
          .map((name, id) => ({ name, lower: name.toLowerCase(), uses: spread?.[id] ?? 0 }))
          .filter(({ lower }) => lower !== '' && lower.includes(wanted))
          .sort(
            (a, b) =>
              Number(b.lower.startsWith(wanted)) - Number(a.lower.startsWith(wanted)) ||
              b.uses - a.uses ||
              a.name.localeCompare(b.name),
          )
          .slice(0, limit)
          .map(({ name }) => name)
      if (found.values) return pick(found.values)
      const isOfLogs = feeding(type).some(({ format }) => format === 'flexnet-debug-log')
      if (isOfLogs && (found.concept === 'feature' || found.concept === 'user' || found.concept === 'host'))
        return pick(dictionary.names[found.concept], nameSpread(dictionary.holders, found.concept))
      if (isOfLogs && (found.concept === 'vendor-licence' || found.concept === 'forward-vendor-licence'))
        return pick([...new Set((await knownVendorLicences(database)).map(({ shownName }) => shownName))])
      if (found.concept === 'user-group' || found.concept === 'host-group')
        return pick(await groupNames(database, found.concept))
      if (found.concept === 'details') return pick([...new Set(dictionary.details.map(({ reason }) => reason))])
      return pick(['undef'])
    },
    'reports.extent': () => dataExtent(database, settings.current.reportZone),
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

/** Of each name, by id, with how many others it is found together: the cheapest measure of how much it is used. */
const nameSpread = (holders: HolderTable, concept: 'feature' | 'user' | 'host'): Int32Array => {
  const ids = holders[concept]
  const counts = new Int32Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1)
  for (let i = 1; i < holders.size; i++) counts[ids[i] as number] = (counts[ids[i] as number] as number) + 1
  return counts
}

/** What a type's own `Time` is called beside the period: types 137, 138, 146. */
const secondTime = 'Time (2)'

const exportTable = (
  result: ReportResult,
  names: readonly string[] | undefined,
  rows: readonly number[] | undefined,
): ExportTable => {
  const cell = createCellReader(result)
  const chosen = names
    ? names.map((name) =>
        name === secondTime
          ? result.columns.findLastIndex((column) => column.name === 'Time')
          : result.columns.findIndex((column) => column.name === name),
      )
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
