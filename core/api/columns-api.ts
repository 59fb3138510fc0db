import type { ColumnsPreview } from '../contract/columns.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { ImportRecord } from '../contract/imports.ts'
import { columnsByHeader } from '../database/column-mapping-table.ts'
import { type FileRow, fileById } from '../database/file-table.ts'
import { type InspectedContent, inspectFile } from '../importers/inspect-file.ts'
import { type ColumnMapping, ownNames } from '../importers/tables/documented-columns.ts'
import { guessColumns, previewColumns } from '../importers/tables/preview-columns.ts'
import { headerKey, isWholeFile, type TableHeader, tableHeaderOf } from '../importers/tables/table-header.ts'
import type { ImportOptions } from '../imports/import-options.ts'
import type { QueuedFile } from '../imports/import-queue.ts'
import { rejectionsInWords } from '../imports/import-record.ts'
import { checkedColumns, tableImporter, tableImporters } from './check-columns.ts'
import type { CoreContext } from './core-context.ts'

type ColumnCalls = Pick<Api, 'imports.previewColumns' | 'imports.mapColumns'>

interface Table {
  readonly row: FileRow
  readonly content: InspectedContent
  readonly header: TableHeader
  readonly options: ImportOptions
}

/** @param start queues an import of the file, after the one before was removed */
export const createColumnsApi = (
  context: CoreContext,
  start: (file: QueuedFile) => Promise<ImportRecord | undefined>,
): ColumnCalls => {
  const { database, imports } = context

  const tableOf = async (id: number): Promise<Table> => {
    const row = await fileById(database, id)
    if (!row) throw new ConsoleError('not-found', 'There is no such import any more.')
    if (row.entry !== '')
      throw new ConsoleError('refused', `${row.name} lies in an archive. Unpack it and import the table itself.`)
    const file = await inspectFile(row.path).catch(() => {
      throw new ConsoleError(
        'not-found',
        `${row.name} is not where it was any more. Import it again to map its columns.`,
      )
    })
    const [content] = file.contents
    const header = content && tableHeaderOf(content.sample)
    if (!content || !header)
      throw new ConsoleError(
        'refused',
        `${row.name} is no table with a header: its first line must name three columns or more, and the rows below have as many fields.`,
      )
    return { row, content, header, options: JSON.parse(row.options) as ImportOptions }
  }

  /** The format that names most of the header's columns its own. */
  const likeliestFormat = (header: TableHeader): string => {
    const scores = tableImporters().map((importer) => {
      const guessed = guessColumns(header, [], importer.columns)
      const needed = importer.columns.filter(({ name, isRequired }) => isRequired && name in guessed).length
      return { format: importer.format, score: Object.keys(guessed).length + 10 * needed + (guessed.tokens ? 20 : 0) }
    })
    return scores.reduce((best, one) => (one.score > best.score ? one : best)).format
  }

  const preview = async (id: number, wanted: { format?: string; columns?: ColumnMapping }): Promise<ColumnsPreview> => {
    const { row, content, header, options } = await tableOf(id)
    const before = options.columns ? options : await columnsByHeader(database, headerKey(header))
    const format = wanted.format ?? before?.format ?? options.format ?? content.format ?? likeliestFormat(header)
    const importer = tableImporter(format)
    const known = before?.format === format ? before.columns : undefined
    const guess = () =>
      guessColumns(header, previewColumns(content.sample, importer, header, {}).rows, importer.columns)
    const mapped = wanted.columns ? checkedColumns(format, wanted.columns, header.fields) : (known ?? guess())
    // Those that the header calls by their own name need no telling, and are shown.
    const columns = { ...ownNames(header.fields, importer.columns), ...mapped }
    const { rows, findings, missing } = previewColumns(content.sample, importer, header, columns)
    const { header: headers = 0, blank = 0, note = 0, 'rest of a row': rest = 0, ...kinds } = findings.lineKinds
    return {
      fileName: row.name,
      header: header.fields,
      rows,
      formats: tableImporters().map(({ format: name, title, columns: of }) => ({
        format: name,
        title,
        columns: of.map(({ name: column, meaning, isRequired }) => ({
          name: column,
          meaning,
          isRequired: isRequired === true,
        })),
      })),
      format,
      columns,
      origin: wanted.columns ? 'asked' : known ? (options.columns ? 'given' : 'remembered') : 'guessed',
      missing,
      rowsRead: findings.lines - headers - blank - note - rest,
      isWhole: isWholeFile(content.sample),
      kinds: Object.entries(kinds).map(([kind, count]) => ({ kind, count })),
      rejections: rejectionsInWords(format, findings.rejections),
    }
  }

  return {
    'imports.previewColumns': ({ id, format, columns }) =>
      preview(id, { ...(format ? { format } : {}), ...(columns ? { columns } : {}) }),
    'imports.mapColumns': async ({ id, format, columns }) => {
      const { row, header, options } = await tableOf(id)
      const checked = checkedColumns(format, columns, header.fields)
      const { missing } = await preview(id, { format, columns: checked })
      if (missing.length > 0)
        throw new ConsoleError('invalid', `Nothing stands for ${missing.join(' and ')} yet, and it is needed.`)
      if (row.state === 'running' || row.state === 'waiting' || row.state === 'deriving')
        throw new ConsoleError('refused', `${row.name} is being imported. Wait until it is through.`)
      const { server, zone, startDate } = options
      await imports.remove(id)
      const record = await start({
        path: row.path,
        name: row.name,
        options: {
          ...(server ? { server } : {}),
          ...(zone ? { zone } : {}),
          ...(startDate ? { startDate } : {}),
          format,
          columns: checked,
        },
      })
      if (!record) throw new ConsoleError('not-found', 'The import did not begin.')
      return record
    },
  }
}
