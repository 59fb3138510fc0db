import { type CellValue, type GridColumn, headerText } from './grid-column.ts'

/** What a spreadsheet would take for a formula. Same rule as for exports. */
const formula = /^[=+\-@\t\r]/

/** A number in full precision, a time in ISO, a text as it is; nothing for what does not apply. */
export const copiedText = (value: CellValue, raw: boolean): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  return !raw && formula.test(value) ? `'${value}` : value
}

/** A cell that holds a tab, a line break or a quote is quoted, the way spreadsheets read and write it. */
const tsvCell = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Header and rows, tab separated, units in the header, lines ending in LF. */
export const rowsAsTsv = <Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[], raw: boolean): string =>
  [
    columns.map((column) => tsvCell(headerText(column))),
    ...rows.map((row) => columns.map((column) => tsvCell(copiedText(column.value(row), raw)))),
  ]
    .map((cells) => `${cells.join('\t')}\n`)
    .join('')

/** Puts text on the clipboard, with the old command where the page may not use the new one. */
export const writeClipboard = async (text: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const write = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
    }
    document.addEventListener('copy', write, { once: true })
    document.execCommand('copy')
    document.removeEventListener('copy', write)
  }
}
