export type CsvDelimiter = ',' | ';' | '\t'

/** A quoted field may go over this many lines; a quote that is open for longer was never meant as one. */
const linesOfARecord = 50

/** The delimiter that a header uses: the one that stands in it most often outside quotes, the comma where there is none. */
export const csvDelimiter = (header: string): CsvDelimiter => {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '')
  const count = (delimiter: string): number => bare.split(delimiter).length - 1
  const delimiters: readonly CsvDelimiter[] = [',', ';', '\t']
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best))
}

/**
 * Fields of one record as RFC 4180 has them; undefined when a quoted field is still open at its end. A quote inside a bare field is a
 * character like any other, and what follows a closing quote belongs to the field.
 */
export const csvFields = (record: string, delimiter: CsvDelimiter): string[] | undefined => {
  if (!record.includes('"')) return record.split(delimiter)
  const fields: string[] = []
  let at = 0
  for (;;) {
    let field = ''
    if (record[at] === '"') {
      let from = at + 1
      let close = record.indexOf('"', from)
      while (close !== -1 && record[close + 1] === '"') {
        field += record.slice(from, close + 1)
        from = close + 2
        close = record.indexOf('"', from)
      }
      if (close === -1) return undefined
      field += record.slice(from, close)
      at = close + 1
    }
    const end = record.indexOf(delimiter, at)
    if (end === -1) {
      fields.push(field + record.slice(at))
      return fields
    }
    fields.push(field + record.slice(at, end))
    at = end + 1
  }
}

export interface CsvRecords {
  /** One line of the file, without its end. */
  line(text: string, lineNumber: number): void
  /** The file is over. A quote that is still open is given up; the lines after it are read by themselves. */
  finish(): void
  /** In the middle of a quoted field: not a place to stop at. */
  readonly isOpen: boolean
}

/**
 * Puts records together from lines. A blank line between records is handed over as a record without fields.
 * @param record called with each record and the number of its first line; `lines` is how many it takes
 * @param broken called for a line whose quote is never closed; the lines after it are read anew
 * @param mostLines of a record
 */
export const createCsvRecords = (
  delimiter: CsvDelimiter,
  record: (fields: readonly string[], lineNumber: number, lines: number) => void,
  broken: (lineNumber: number, text: string) => void,
  mostLines = linesOfARecord,
): CsvRecords => {
  let open: string[] = []
  let firstLine = 0

  const add = (text: string, lineNumber: number): void => {
    if (open.length === 0) firstLine = lineNumber
    open.push(text)
    // Within a quoted field only a line with a quote can end it.
    const fields =
      open.length === 1 ? fieldsOf(text) : text.includes('"') ? csvFields(open.join('\n'), delimiter) : undefined
    if (fields) {
      const lines = open.length
      open.length = 0
      record(fields, firstLine, lines)
    } else if (open.length >= mostLines) giveUp()
  }
  const fieldsOf = (text: string) => (text === '' ? [] : csvFields(text, delimiter))
  /** The first line cannot be read; the others are taken by themselves, one after the other. */
  const giveUp = (): void => {
    const [first, ...rest] = open
    const number = firstLine
    open = []
    broken(number, first as string)
    for (const [i, text] of rest.entries()) add(text, number + 1 + i)
  }

  return {
    line: add,
    finish() {
      while (open.length > 0) giveUp()
    },
    get isOpen() {
      return open.length > 0
    },
  }
}
