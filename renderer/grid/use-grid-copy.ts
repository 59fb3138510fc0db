import type { GridApi } from 'ag-grid-community'
import { type ClipboardEvent, useCallback, useEffect, useState } from 'react'
import { count } from '../formats.ts'
import type { GridColumn } from './grid-column.ts'
import { copiedText, rowsAsTsv, writeClipboard } from './grid-copy.ts'

export interface GridView<Row> {
  readonly columns: readonly GridColumn<Row>[]
  readonly rows: readonly Row[]
  /** Whether the rows are all there are, in the order they came. */
  readonly isUntouched: boolean
}

/** What is shown, and how it gets to the clipboard: always whole numbers, shown columns, shown order. */
export const useGridCopy = <Row>(
  api: GridApi<Row> | undefined,
  columns: readonly GridColumn<Row>[],
  rows: readonly Row[],
  raw: boolean,
) => {
  const [said, say] = useBriefly()

  const view = useCallback((): GridView<Row> => {
    if (!api) return { columns, rows, isUntouched: true }
    const shown: Row[] = []
    api.forEachNodeAfterFilterAndSort((node) => {
      if (node.data !== undefined) shown.push(node.data)
    })
    const ids = api.getAllDisplayedColumns().map((it) => it.getColId())
    return {
      columns: ids.flatMap((id) => columns.filter((it) => it.id === id)),
      rows: shown,
      isUntouched: shown.length === rows.length && !api.getColumnState().some((it) => it.sort),
    }
  }, [api, columns, rows])

  /** The selected rows in shown order; all of them when none is selected. */
  const copyRows = useCallback(() => {
    const shown = view()
    const selected = new Set(api?.getSelectedRows())
    const chosen = selected.size > 0 ? shown.rows.filter((it) => selected.has(it)) : shown.rows
    void writeClipboard(rowsAsTsv(shown.columns, chosen, raw)).then(() => say(`Copied ${count(chosen.length, 'row')}`))
  }, [api, raw, view, say])

  /** Ctrl C: the focused cell, or several selected rows with their header. Text that was marked is left alone. */
  const onCopy = (event: ClipboardEvent) => {
    if ((event.target as HTMLElement).matches('input, textarea') || !window.getSelection()?.isCollapsed) return
    const selected = new Set(api?.getSelectedRows())
    const cell = api?.getFocusedCell()
    const row = cell && api?.getDisplayedRowAtIndex(cell.rowIndex)?.data
    const column = columns.find((it) => it.id === cell?.column.getColId())
    const isCell = selected.size < 2 && row !== undefined && row !== null && column !== undefined
    if (!isCell && selected.size === 0) return
    const shown = isCell ? undefined : view()
    const chosen = shown?.rows.filter((it) => selected.has(it)) ?? []
    event.clipboardData.setData(
      'text/plain',
      shown ? rowsAsTsv(shown.columns, chosen, raw) : copiedText(isCell ? column.value(row) : null, raw),
    )
    event.preventDefault()
    say(isCell ? 'Copied the cell' : `Copied ${count(chosen.length, 'row')}`)
  }

  return { view, copyRows, onCopy, said }
}

/** A word that goes by itself. */
const useBriefly = (): readonly [string | undefined, (text: string) => void] => {
  const [text, setText] = useState<string>()
  useEffect(() => {
    const timer = text === undefined ? undefined : window.setTimeout(() => setText(undefined), 2500)
    return () => window.clearTimeout(timer)
  }, [text])
  return [text, setText]
}
