import type { ICellRendererParams } from 'ag-grid-community'
import type { CellValue, GridColumn } from './grid-column.ts'

/** AG Grid's way to a column's own cell. Made once per column: another component each time would draw every cell anew. */
export const cellOf = <Row,>({ cell: Cell, edit }: GridColumn<Row>) => {
  const GridCell = ({ data }: ICellRendererParams<Row, CellValue>) =>
    Cell && data !== undefined ? <Cell row={data} onEdit={(element) => edit?.(data, gridCellOf(element))} /> : null
  return GridCell
}

/** The cell of the grid that something drawn inside it belongs to. */
export const gridCellOf = (element: HTMLElement): HTMLElement => element.closest<HTMLElement>('.ag-cell') ?? element
