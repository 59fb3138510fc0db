// Rows as CSV by the last section of the semantics.

export type Cell = string | number | undefined
export type CellKind = 'text' | 'count' | 'decimal'
export type Column = { readonly name: string; readonly kind: CellKind }
export type Row = { readonly at: number; readonly time: string; readonly cells: readonly Cell[] }

/** Header, then the rows sorted by their columns from the left; counts without decimals, other numbers with six; LF. */
export function toCsv(columns: readonly Column[], rows: readonly Row[]): string {
  const sorted = [...rows].sort((a, b) => {
    if (a.at !== b.at) return a.at - b.at
    for (let i = 0; i < columns.length; i++) {
      const order = compareCells(a.cells[i], b.cells[i])
      if (order !== 0) return order
    }
    return 0
  })
  const lines = [['Time', ...columns.map(({ name }) => name)].map(quoted).join(',')]
  for (const { time, cells } of sorted)
    lines.push([time, ...cells.map((cell, i) => printed(cell, columns[i].kind))].map(quoted).join(','))
  return `${lines.join('\n')}\n`
}

/** Numbers as numbers and before text; text by code unit; what is empty first. */
function compareCells(a: Cell, b: Cell): number {
  if (a === b) return 0
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'number' || typeof b === 'number') return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : 1
}

function printed(cell: Cell, kind: CellKind): string {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return cell
  return kind === 'decimal' ? cell.toFixed(6) : String(cell)
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
