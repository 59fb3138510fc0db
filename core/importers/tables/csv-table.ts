import type { Importer } from '../importer.ts'
import { type CsvDelimiter, createCsvRecords, csvDelimiter, csvFields } from './csv-fields.ts'
import {
  type ColumnMapping,
  type ColumnPlaces,
  type DocumentedColumn,
  mappedPlaces,
  missingColumns,
  namedPlaces,
} from './documented-columns.ts'

/** What is known of a table once its header has been read: plain JSON. */
export interface TableLayout {
  readonly delimiter: CsvDelimiter
  readonly places: ColumnPlaces
  readonly fields: number
  readonly isDayFirst: boolean
}

export interface TableFormat {
  readonly columns: readonly DocumentedColumn[]
  /** The header may also call the columns by their synonyms. */
  readonly findsSynonyms?: boolean
}

/** What a table tells of itself. Each line is told of once, with `ignored`, `reject` or by `row`. */
export interface TableListener {
  /** A record below the header; fields stand where `layout.places` says. */
  row(fields: readonly string[], layout: TableLayout, lineNumber: number): void
  ignored(kind: string): void
  reject(reason: string, lineNumber: number, text: string): void
}

/** Why rows of a table are turned down, whatever it is about. */
export const tableRejections: Importer['rejections'] = {
  'unknown-columns': {
    title: 'The columns are not known',
    explanation:
      'The header does not name the columns that this format needs, or one that was given with the import, so nothing below it can be read. Say which column is which: “Map columns…” in the report of the import, or --columns on the command line.',
  },
  'field-count': {
    title: 'Another number of fields than the header',
    explanation:
      'The row breaks off, or a field holds a separator and is not quoted. It was left out, for it is not certain what belongs where; the rows around it are kept.',
  },
  'open-quote': {
    title: 'A quote is never closed',
    explanation: 'A field begins with a quote that no other one ends. The line was left out; those after it are read.',
  },
}

/** Lines that may stand above a header: blank ones, notes, and the one that tells Excel the separator. */
const isAbove = (line: string): boolean => line.trim() === '' || line.startsWith('#') || /^sep=.$/i.test(line)

/** The layout that a header gives; undefined where it does not tell enough. */
export const layoutOf = (header: string, format: TableFormat, mapping?: ColumnMapping): TableLayout | undefined => {
  const delimiter = csvDelimiter(header)
  const names = csvFields(header, delimiter) ?? []
  const places = mapping
    ? mappedPlaces(names, mapping, format.columns)
    : namedPlaces(names, format.columns, format.findsSynonyms === true)
  if (places === undefined || missingColumns(format.columns, places).length > 0) return undefined
  return { delimiter, places, fields: names.length, isDayFirst: mapping?.dates === 'day-first' }
}

/** The first line of a text that can be a header. */
export const headerLine = (lines: readonly string[]): string | undefined => lines.find((line) => !isAbove(line))

/** Reads a table line by line. `layout` is that of an earlier reading, of which this one is the rest. */
export const createCsvTable = (
  format: TableFormat,
  mapping: ColumnMapping | undefined,
  saved: TableLayout | null | undefined,
  listener: TableListener,
) => {
  /** Null: the header was read and does not tell enough. */
  let layout = saved
  const recordsOf = (of: TableLayout) =>
    createCsvRecords(
      of.delimiter,
      (fields, lineNumber, lines) => {
        if (fields.length === 0 || (fields.length === 1 && fields[0]?.trim() === '')) return listener.ignored('blank')
        for (let i = 1; i < lines; i++) listener.ignored('rest of a row')
        const hasFields = fields.length >= of.fields && fields.slice(of.fields).every((field) => field.trim() === '')
        if (hasFields) listener.row(fields, of, lineNumber)
        else listener.reject('field-count', lineNumber, fields.join(of.delimiter))
      },
      (lineNumber, text) => listener.reject('open-quote', lineNumber, text),
    )
  let records = layout ? recordsOf(layout) : undefined

  return {
    line(text: string, lineNumber: number): void {
      if (records) records.line(text, lineNumber)
      else if (layout === undefined && isAbove(text)) listener.ignored(text.trim() === '' ? 'blank' : 'note')
      else if (layout === null && text.trim() === '') listener.ignored('blank')
      else {
        if (layout === undefined) layout = layoutOf(text, format, mapping) ?? null
        if (layout) {
          records = recordsOf(layout)
          listener.ignored('header')
        } else listener.reject('unknown-columns', lineNumber, text)
      }
    },
    finish: (): void => records?.finish(),
    /** Not in the middle of a quoted field. */
    get settled(): boolean {
      return !records?.isOpen
    },
    get layout(): TableLayout | null | undefined {
      return layout
    },
  }
}
