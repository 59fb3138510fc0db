import { columnsByHeader, storeColumns } from '../database/column-mapping-table.ts'
import type { Reader, Transaction } from '../database/connection.ts'
import { isDocumentImporter } from '../importers/importer.ts'
import type { InspectedContent } from '../importers/inspect-file.ts'
import { importerByFormat } from '../importers/registry.ts'
import type { ColumnMapping } from '../importers/tables/documented-columns.ts'
import { headerKey, tableHeaderOf } from '../importers/tables/table-header.ts'
import type { ImportOptions } from './import-options.ts'

/** How a content is read: as what, why, and, of a table, which of its columns is which. */
export interface ContentFormat {
  readonly format?: string
  readonly reason: string
  readonly columns?: ColumnMapping
}

/** What was given with the import goes first, then what was said of a table with the same header, then what the content says itself. */
export const formatOf = async (
  reader: Reader,
  content: InspectedContent,
  { format, columns }: ImportOptions,
): Promise<ContentFormat> => {
  if (columns) return { ...(format ? { format } : {}), columns, reason: 'its columns were given with the import' }
  const known = format ?? content.format
  const header = known === undefined || hasColumns(known) ? tableHeaderOf(content.sample) : undefined
  const remembered = header && (await columnsByHeader(reader, headerKey(header)))
  if (remembered && (format === undefined || format === remembered.format))
    return { ...remembered, reason: 'its columns are those of a table that was mapped before' }
  return { ...(known === undefined ? {} : { format: known }), reason: content.reason }
}

const hasColumns = (format: string): boolean => {
  const importer = importerByFormat(format)
  return importer !== undefined && !isDocumentImporter(importer) && importer.columns !== undefined
}

/** Keeps what was said of a table's columns, for the next one with the same header. */
export const rememberColumns = async (
  tx: Transaction,
  content: InspectedContent,
  { format, columns }: ImportOptions,
): Promise<void> => {
  const header = columns && tableHeaderOf(content.sample)
  if (header && format) await storeColumns(tx, headerKey(header), { format, columns })
}
