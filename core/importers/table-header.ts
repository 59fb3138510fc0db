import { sampleLines } from '../reading/detection.ts'
import { decodeSample } from '../reading/text-source.ts'
import { type CsvDelimiter, csvDelimiter, csvFields } from './csv-fields.ts'
import { headerLine } from './csv-table.ts'

export interface TableHeader {
  readonly fields: readonly string[]
  readonly delimiter: CsvDelimiter
}

/** A header names its columns: three at least, none twice, none empty, none a number or a date. */
const isNamed = (fields: readonly string[]): boolean =>
  fields.length >= 3 &&
  new Set(fields).size === fields.length &&
  fields.every((field) => field !== '' && field.length <= 80 && !/^[\d\W]|\p{Cc}/u.test(field))

/** The header of a text that is a table with separators: its next line has as many fields. Undefined of any other text. */
export const tableHeader = (lines: readonly string[]): TableHeader | undefined => {
  const line = headerLine(lines)
  if (line === undefined) return undefined
  const delimiter = csvDelimiter(line)
  const fields = csvFields(line, delimiter)?.map((field) => field.trim())
  if (!fields || !isNamed(fields)) return undefined
  const next = lines.slice(lines.indexOf(line) + 1).find((text) => text.trim() !== '')
  const first = next === undefined ? undefined : csvFields(next, delimiter)
  // A quoted field that goes over several lines tells nothing here.
  return first && first.length !== fields.length ? undefined : { fields, delimiter }
}

/** The same of a file's first bytes as they are. */
export const tableHeaderOf = (sample: Uint8Array): TableHeader | undefined =>
  tableHeader(sampleLines(decodeSample(sample)))

/** Tables with the same names in the same order are of one kind: what was said of one is true of the next. */
export const headerKey = ({ fields }: TableHeader): string => fields.map((field) => field.toLowerCase()).join('\t')

/** Why a table that no format knows is refused, and what to do. */
export const unknownTable = ({ fields }: TableHeader) => {
  const shown = fields.slice(0, 8).join(', ')
  return {
    reason: `This is a table, and no format knows its columns: ${shown}${fields.length > 8 ? ' and more' : ''}.`,
    advice: 'Say which column is which: “Map columns…” in the report of this import, or --format and --columns.',
  }
}
