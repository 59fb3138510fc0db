import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { csvField, csvNumber, guardFormula } from './csv.ts'
import { workbookText } from './workbook-text.ts'

/** A table to write: columns in the order wanted, cells on demand. */
export interface ExportTable {
  readonly title: string
  readonly columns: readonly ExportColumn[]
  readonly rows: number
  /** A text, a number, or null where the measurement does not apply. */
  cell(column: number, row: number): string | number | null
}

export interface ExportColumn {
  readonly name: string
  readonly unit?: string
  readonly decimals?: number
}

/** Header of the command line's CSV: labels as the seed has them, a second `Time` told apart. */
export const csvHeader = (columns: readonly ExportColumn[]): string =>
  columns.map(({ name }, i) => csvField(i > 0 && name === 'Time' ? 'Time (2)' : name)).join(',')

/** The lines of a CSV file without their line ends, header first, a few thousand at a time. */
export function* csvChunks(table: ExportTable, { raw = true, units = false } = {}): Generator<string> {
  const { columns, rows, cell } = table
  yield `${units ? columns.map((column, i) => csvField(headerWithUnit(column, i))).join(',') : csvHeader(columns)}\n`
  for (let from = 0; from < rows; from += 4000) {
    let text = ''
    for (let row = from; row < Math.min(rows, from + 4000); row++) {
      for (let c = 0; c < columns.length; c++) {
        const value = cell(c, row)
        if (c > 0) text += ','
        if (typeof value === 'string') text += csvField(raw ? value : guardFormula(value))
        else text += csvNumber(value, columns[c]?.decimals ?? 6)
      }
      text += '\n'
    }
    yield text
  }
}

const headerWithUnit = ({ name, unit }: ExportColumn, i: number): string => {
  const label = i > 0 && name === 'Time' ? 'Time (2)' : name
  return unit && unit !== 'Number' ? `${label} [${unit}]` : label
}

function* jsonChunks({ columns, rows, cell }: ExportTable): Generator<string> {
  const names = columns.map(({ name }, i) => JSON.stringify(i > 0 && name === 'Time' ? 'Time (2)' : name))
  yield '[\n'
  for (let row = 0; row < rows; row++) {
    const fields = names.map((name, c) => `${name}: ${JSON.stringify(cell(c, row))}`)
    yield `  { ${fields.join(', ')} }${row + 1 < rows ? ',' : ''}\n`
  }
  yield ']\n'
}

export const jsonText = jsonChunks

const mostXlsxRows = 1_048_575

/** Writes the table to a file. XLSX holds at most 1,048,575 rows. @returns the file's size in bytes */
export const writeExport = async (
  path: string,
  format: 'csv' | 'json' | 'xlsx',
  table: ExportTable,
  raw: boolean,
): Promise<number> => {
  if (format === 'xlsx') {
    // Eighty modules that only a workbook needs.
    const { default: writeXlsxFile } = await import('write-excel-file/node')
    const rows = Math.min(table.rows, mostXlsxRows)
    const data = [
      table.columns.map((column, i) => ({ value: headerWithUnit(column, i), fontWeight: 'bold' as const })),
      ...Array.from({ length: rows }, (_, row) =>
        table.columns.map((column, c) => {
          const value = table.cell(c, row)
          // A text cell is a text in a workbook, whatever it begins with.
          if (typeof value === 'string') return { value: workbookText(value), type: String }
          return value === null ? null : { value, type: Number, format: column.decimals === 0 ? '0' : '0.000000' }
        }),
      ),
    ]
    await writeXlsxFile(data as never).toFile(path)
    return (await stat(path)).size
  }
  const stream = createWriteStream(path, { encoding: 'utf8' })
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => undefined)
  const write = async () => {
    const chunks = format === 'csv' ? csvChunks(table, { raw, units: true }) : jsonChunks(table)
    for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
  }
  await Promise.race([write(), failed])
  return (await stat(path)).size
}
