import type { ComponentType } from 'react'
import { emDash, exactNumber, formatCell } from '../formats.ts'

export type CellValue = string | number | null

export interface CellProps<Row> {
  readonly row: Row
  /** Changes this cell, see `edit`. */
  readonly onEdit: (element: HTMLElement) => void
}

/** One column, as a page describes it; what AG Grid needs is made of it in one place. */
export interface GridColumn<Row> {
  /** Stable across reloads: the layout is remembered by it. */
  readonly id: string
  readonly title: string
  /** Shown after the title, muted: `h`, `%`. */
  readonly unit?: string
  /** Shown over the header, and where columns are chosen. */
  readonly help?: string
  readonly kind: 'text' | 'number' | 'time'
  readonly value: (row: Row) => CellValue
  readonly decimals?: number
  /** The title may stand on two lines: it is long, and there are many of its kind. */
  readonly isTwoLines?: boolean
  /** How the value is written; by default as its kind and decimals say. */
  readonly show?: (value: CellValue) => string
  /** A state that the shown words already tell; the colour makes it found at a glance. */
  readonly tone?: (value: CellValue) => 'warning' | 'danger' | undefined
  /** Draws the cell where words are not enough: a link, a button. It is drawn anew only when `value` differs; copying and filters take the words. */
  readonly cell?: ComponentType<CellProps<Row>>
  /** Changes the cell in its place: F2, and a click on it where `editsOnClick`. */
  readonly edit?: (row: Row, cell: HTMLElement) => void
  readonly editsOnClick?: boolean
  readonly width?: number
  /** A page that decides itself whether the column is shown; else the grid remembers it. */
  readonly visibility?: { readonly shown: boolean; readonly onChange: (shown: boolean) => void }
}

export const shownText = <Row>(column: GridColumn<Row>, value: CellValue): string =>
  column.show ? column.show(value) : formatCell(value, column.decimals)

/** What the hover adds: all the digits of a number that was rounded. Nothing where nothing was cut. */
export const hoverText = <Row>(column: GridColumn<Row>, value: CellValue): string | undefined => {
  if (value === null) return undefined
  const shown = shownText(column, value)
  const exact = typeof value === 'number' ? exactNumber(value) : value
  return exact === shown || shown === emDash ? undefined : exact
}

export const headerText = <Row>(column: GridColumn<Row>): string =>
  column.unit ? `${column.title} (${column.unit})` : column.title

/** Nulls stay at the end whichever way is sorted; numbers come before words. */
export const compareCells = (one: CellValue, other: CellValue, isDescending: boolean): number => {
  if (one === other) return 0
  if (one === null) return isDescending ? -1 : 1
  if (other === null) return isDescending ? 1 : -1
  if (typeof one === 'number') return typeof other === 'number' ? one - other : -1
  if (typeof other === 'number') return 1
  return one < other ? -1 : 1
}

/** ISO times with their own offsets: the text decides while the offset is the same, else the instant. */
export const compareTimes = (one: CellValue, other: CellValue, isDescending: boolean): number => {
  if (typeof one !== 'string' || typeof other !== 'string' || one.slice(19) === other.slice(19)) {
    return compareCells(one, other, isDescending)
  }
  return Date.parse(one) - Date.parse(other)
}
