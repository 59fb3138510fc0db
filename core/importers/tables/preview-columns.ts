import { createDictionary, emptyDictionary } from '../../facts/dictionary.ts'
import type { Importer, LogFindings } from '../importer.ts'
import { createCsvRecords } from './csv-fields.ts'
import { headerLine } from './csv-table.ts'
import {
  type ColumnMapping,
  type DocumentedColumn,
  mappedPlaces,
  missingColumns,
  namedPlaces,
} from './documented-columns.ts'
import { linesOfSample, type TableHeader } from './table-header.ts'

export interface ColumnsLook {
  /** The first rows below the header. */
  readonly rows: readonly (readonly string[])[]
  /** What the sample would be read as with this mapping. */
  readonly findings: LogFindings
  /** Needed columns that nothing stands for. */
  readonly missing: readonly string[]
}

const rowsShown = 20

/** Reads the first bytes of a table as an import with this mapping would, and keeps nothing. */
export const previewColumns = (
  sample: Uint8Array,
  importer: Importer,
  header: TableHeader,
  mapping: ColumnMapping,
): ColumnsLook => {
  const lines = linesOfSample(sample)
  const parser = importer.createParser({ dictionary: createDictionary(emptyDictionary), columns: mapping })
  const encoder = new TextEncoder()
  for (const [i, line] of lines.entries()) {
    const bytes = encoder.encode(line)
    parser.line(bytes, 0, bytes.length, i + 1)
  }
  parser.finish?.()
  const { columns = [] } = importer
  const places = mappedPlaces(header.fields, mapping, columns) ?? {}
  return { rows: rowsBelow(lines, header), findings: parser.findings(), missing: missingColumns(columns, places) }
}

const rowsBelow = (lines: readonly string[], { delimiter, fields }: TableHeader): string[][] => {
  const rows: string[][] = []
  const records = createCsvRecords(
    delimiter,
    (row) => row.length > 0 && rows.push(row.slice(0, fields.length)),
    (_, text) => rows.push([text]),
  )
  const first = lines.indexOf(headerLine(lines) as string) + 1
  for (let i = first; i < lines.length && rows.length < rowsShown; i++) records.line(lines[i] as string, i + 1)
  records.finish()
  return rows.slice(0, rowsShown)
}

/**
 * The mapping that a header and its first rows suggest: columns of the same name or one that means it; days before months where a date can
 * be read in no other way.
 */
export const guessColumns = (
  { fields }: TableHeader,
  rows: readonly (readonly string[])[],
  columns: readonly DocumentedColumn[],
): ColumnMapping => {
  const places = namedPlaces(fields, columns, true)
  const times = columns.filter(({ name }) => /^(?:time|date|end)$/.test(name)).flatMap(({ name }) => places[name] ?? [])
  const isDayFirst = rows.some((row) =>
    times.some((at) => /^(?:1[3-9]|2\d|3[01])[/-]\d\d?[/-]\d{4}/.test(row[at] ?? '')),
  )
  return {
    ...Object.fromEntries(Object.entries(places).map(([name, at]) => [name, fields[at] as string])),
    ...(isDayFirst ? { dates: 'day-first' } : {}),
  }
}
