import { fonts, sizes } from '../design/tokens.ts'
import { type GridColumn, headerText, shownText } from './grid-column.ts'

let pen: CanvasRenderingContext2D | null | undefined

const textWidth = (text: string, weight: number): number => {
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return text.length * 7.4
  pen.font = `${weight} ${sizes.gridText}px ${fonts.text}`
  return pen.measureText(text).width
}

/** The sort arrow and the filter button beside the title, and the cell's own edges. */
const besideTitle = 68
const besideTwoLines = 40
const edges = 26
const digit = 7.7
/** Numbers are dear to write out; of texts only the longest few are measured. */
const sampledNumbers = 200
const sampledTexts = 20_000
const measured = 20

/** `Max in use, earlier (h)` is parted at the comma. */
const titleWidth = <Row>(column: GridColumn<Row>): number => {
  const title = headerText(column)
  if (!column.isTwoLines) return textWidth(title, 600) + besideTitle
  const at = title.lastIndexOf(', ') + 1
  return Math.max(textWidth(title.slice(0, at), 600), textWidth(title.slice(at).trim(), 600)) + besideTwoLines
}

/**
 * Pixels for the header and the widest of some rows from all over the table, known before anything is drawn: nothing moves
 * when the rows come, and nothing moves when more of them come.
 */
export const naturalWidth = <Row>(column: GridColumn<Row>, rows: readonly Row[]): number => {
  const step = Math.max(1, Math.floor(rows.length / (column.kind === 'text' ? sampledTexts : sampledNumbers)))
  const texts = new Set<string>()
  for (let at = 0; at < rows.length; at += step) texts.add(shownText(column, column.value(rows[at]!)))
  const longest = [...texts].sort((a, b) => b.length - a.length).slice(0, measured)
  // Digits are set on equal widths in the table, which the canvas does not do.
  const width = (text: string) => (column.kind === 'text' ? textWidth(text, 400) : text.length * digit)
  const widest = longest.reduce((most, text) => Math.max(most, width(text)), 0)
  return Math.round(Math.min(360, Math.max(72, titleWidth(column), widest + edges)))
}
