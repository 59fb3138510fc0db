import { sampleLines } from '../../reading/detection.ts'
import { decodeSample } from '../../reading/text-source.ts'
import { type CsvDelimiter, createCsvRecords, csvDelimiter, csvFields } from './csv-fields.ts'
import { headerLine } from './csv-table.ts'

export interface TableHeader {
  readonly fields: readonly string[]
  readonly delimiter: CsvDelimiter
}

/** A header names its columns: three at least, none twice, none empty, none a number, a date or a sentence. */
const isNamed = (fields: readonly string[]): boolean =>
  fields.length >= 3 &&
  new Set(fields).size === fields.length &&
  fields.every((field) => field !== '' && field.length <= 60 && !/^[^\p{L}_#(]|[.!?]\s|\p{Cc}/u.test(field))

/** The header of a text that is a table with separators: the two rows below have as many fields. Undefined of any other text. */
export const tableHeader = (lines: readonly string[]): TableHeader | undefined => {
  const line = headerLine(lines)
  if (line === undefined) return undefined
  const delimiter = csvDelimiter(line)
  const fields = csvFields(line, delimiter)?.map((field) => field.trim())
  if (!fields || !isNamed(fields)) return undefined
  const counts: number[] = []
  const records = createCsvRecords(
    delimiter,
    (row) => row.length > 0 && counts.push(row.length),
    () => undefined,
  )
  for (let at = lines.indexOf(line) + 1; at < lines.length && counts.length < 2; at++)
    records.line(lines[at] as string, at + 1)
  return counts.length > 0 && counts.every((count) => count === fields.length) ? { fields, delimiter } : undefined
}

/** Of a file's beginning so many bytes are looked at. */
const sampleBytes = 64 * 1024

/** Whether a file's first bytes are all of it. */
export const isWholeFile = (sample: Uint8Array): boolean => sample.length < sampleBytes

/** The lines of a file's first bytes; the last one too where the file ends there. */
export const linesOfSample = (sample: Uint8Array): string[] => {
  const text = decodeSample(sample)
  return sampleLines(isWholeFile(sample) ? Buffer.concat([text, Buffer.from('\n')]) : text)
}

/** The same of a file's first bytes as they are. */
export const tableHeaderOf = (sample: Uint8Array): TableHeader | undefined => tableHeader(linesOfSample(sample))

/** Tables with the same names in the same order are of one kind: what was said of one is true of the next. */
export const headerKey = ({ fields }: TableHeader): string => fields.map((field) => field.toLowerCase()).join('\t')

/** Why a table that no format knows is refused, and what to do. */
export const unknownTable = ({ fields }: TableHeader) => {
  const shown = fields.slice(0, 8).join(', ')
  return {
    reason: `This is a table, and no format knows its columns: ${shown}${fields.length > 8 ? ' and more' : ''}.`,
    advice:
      'Say which column is which: with “Map columns…” once it was imported by hand, or with --format and --columns.',
  }
}
