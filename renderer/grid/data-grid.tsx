import './grid-modules.ts'
import type { GridApi } from 'ag-grid-community'
import { AgGridReact } from 'ag-grid-react'
import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { useScheme } from '../design/theme.ts'
import { sizes } from '../design/tokens.ts'
import { styleNonce } from '../style-nonce.ts'
import { columnActions } from './column-actions.ts'
import { columnDefOf, defaultColumn } from './column-defs.ts'
import classes from './data-grid.module.css'
import { GridBar } from './grid-bar.tsx'
import { gridCellOf } from './grid-cell.tsx'
import type { GridColumn } from './grid-column.ts'
import { copiedText, writeClipboard } from './grid-copy.ts'
import type { GridLayout } from './grid-layout.ts'
import { type GridAction, GridMenu, type OpenGridMenu } from './grid-menu.tsx'
import { gridTheme } from './grid-theme.ts'
import { type GridView, useGridCopy } from './use-grid-copy.ts'
import { applyFilter, applyLayout, layoutAfter, useGridLayout } from './use-grid-layout.ts'

/** What a page may ask of its grid, at any time after it was drawn. */
export interface GridHandle<Row> {
  /** The shown columns in shown order, the rows as sorted and filtered. */
  readonly view: () => GridView<Row>
  readonly copy: () => void
  readonly resetLayout: () => void
  /** Scrolls to a row and selects it. */
  readonly reveal: (rowId: string) => void
  readonly toTop: () => void
  /** Chooses no row any more. */
  readonly deselect: () => void
  /** Marks the row that something else (a point of a chart) stands for, where it is on show. */
  readonly light: (rowId: string | undefined) => void
}

interface DataGridProps<Row> {
  /** What the table is, for those who hear it. */
  readonly label: string
  readonly columns: readonly GridColumn<Row>[]
  readonly rows: readonly Row[]
  /** The same row after a reload has the same id: selection, focus and scrolling stay. */
  readonly rowId: (row: Row) => string
  /** Columns, widths, sorting and filters are remembered by this name. */
  readonly layoutName?: string
  /** The layout while nothing is remembered by that name. */
  readonly layoutBase?: GridLayout
  /** The layout is known, or was changed. */
  readonly onLayout?: (layout: GridLayout) => void
  /** Double click or Enter. */
  readonly onOpen?: (row: Row) => void
  readonly onSelect?: (rows: readonly Row[]) => void
  /** Rows are chosen with boxes, for doing something with many of them. */
  readonly hasBoxes?: boolean
  /** The reader sorted, filtered, scrolled: a reload would take something away. */
  readonly onTouch?: () => void
  readonly rawCopy?: boolean
  /** What else can be done with a row; copying is always there. */
  readonly actionsOf?: (row: Row, columnId: string | undefined) => readonly GridAction[]
  /** A page that searches itself, in more than the rows that are here; else the field narrows these. */
  readonly search?: { readonly label: string; readonly value: string; readonly onChange: (text: string) => void }
  /** Said where there is no row at all. */
  readonly nothing?: string
  /** Said in the bar after the number of rows. */
  readonly remark?: string
  readonly handle?: Ref<GridHandle<Row>>
}

/** The one table of the console: dense, sortable, filterable, copied from, remembered. Quick with 100,000 rows. */
export const DataGrid = <Row,>(props: DataGridProps<Row>) => {
  const { columns, rows, rowId, onOpen, onSelect, onTouch, rawCopy = false } = props
  const scheme = useScheme()
  const remembered = useGridLayout(props.layoutName, props.layoutBase)
  const { layout } = remembered
  const frame = useRef<HTMLDivElement>(null)
  const [api, setApi] = useState<GridApi<Row>>()
  const [quickFilter, setQuickFilter] = useState('')
  const [shownCount, setShownCount] = useState(rows.length)
  const [menu, setMenu] = useState<OpenGridMenu>()
  const columnDefs = useMemo(() => columns.map(columnDefOf), [columns])
  const latest = useRef({ columns, rows, layout })
  latest.current = { columns, rows, layout }

  // The natural widths come from the rows of that moment: a later page of rows moves no column.
  useEffect(() => {
    if (api && layout) applyLayout(api, columns, latest.current.rows, layout)
  }, [api, columns, layout])
  const { onLayout } = props
  useEffect(() => {
    if (layout) onLayout?.(layout)
  }, [layout, onLayout])
  const filter = layout?.filter
  useEffect(() => {
    if (api && filter) applyFilter(api, columns, filter)
  }, [api, columns, filter])

  const { view, copyRows, onCopy, said } = useGridCopy(api, columns, rows, rawCopy)

  const { reset } = remembered
  const resetLayout = useCallback(() => {
    setQuickFilter('')
    reset()
  }, [reset])

  useImperativeHandle(
    props.handle,
    () => ({
      view,
      copy: copyRows,
      resetLayout,
      reveal: (id) => {
        const node = api?.getRowNode(id)
        if (!node) return
        api?.ensureNodeVisible(node, 'middle')
        node.setSelected(true, true)
      },
      toTop: () => api && api.getDisplayedRowCount() > 0 && api.ensureIndexVisible(0, 'top'),
      deselect: () => api?.deselectAll(),
      light: (id) => lightRow(frame.current, id),
    }),
    [api, view, copyRows, resetLayout],
  )

  const openMenu = (row: Row, columnId: string | undefined, x: number, y: number) => {
    const column = columns.find((it) => it.id === columnId)
    const copyCell = column && {
      label: 'Copy the cell',
      keys: 'Ctrl C',
      onClick: () => void writeClipboard(copiedText(column.value(row), rawCopy)),
    }
    setMenu({
      x,
      y,
      actions: [
        ...(props.actionsOf?.(row, columnId) ?? []),
        ...(copyCell ? [copyCell] : []),
        { label: 'Copy rows with headers', onClick: copyRows },
      ],
    })
  }

  const openColumnMenu = (columnId: string | null, x: number, y: number) => {
    const column = columns.find((it) => it.id === columnId)
    if (column) setMenu({ x, y, actions: columnActions(columns, column, remembered) })
  }

  const onContextMenu = (event: React.MouseEvent) => {
    const header = (event.target as HTMLElement).closest('.ag-header-cell')
    if (!header) return
    event.preventDefault()
    const { clientX, clientY } = event
    window.setTimeout(() => openColumnMenu(header.getAttribute('col-id'), clientX, clientY))
  }

  /** Before the grid itself moves the focus, and at once: its own events come a moment later. */
  const onKeyDown = (event: React.KeyboardEvent) => {
    const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
    const header = (event.target as HTMLElement).closest('.ag-header-cell')
    if (header && isMenuKey) {
      event.preventDefault()
      const box = header.getBoundingClientRect()
      window.setTimeout(() => openColumnMenu(header.getAttribute('col-id'), box.left + 8, box.bottom))
    }
    const cell = (event.target as HTMLElement).closest('.ag-cell')
    const focused = cell && api?.getFocusedCell()
    const row = focused && api?.getDisplayedRowAtIndex(focused.rowIndex)?.data
    if (!api || !focused || row === undefined || row === null) return
    const { key, shiftKey } = event
    // A button inside a cell has its own Enter.
    if (key === 'Enter' && event.target === cell) onOpen?.(row)
    const edited = key === 'F2' ? columns.find((it) => it.id === focused.column.getColId()) : undefined
    if (edited?.edit) {
      event.preventDefault()
      edited.edit(row, cell as HTMLElement)
    }
    if (shiftKey && (key === 'ArrowDown' || key === 'ArrowUp')) extendSelection(api, focused.rowIndex, key)
    if (isMenuKey) {
      event.preventDefault()
      const box = cell.getBoundingClientRect()
      // After this key: the menu would take it for one that closes it.
      window.setTimeout(() => openMenu(row, focused.column.getColId(), box.left + 8, box.bottom))
    }
  }

  const changeLayout = (source: string | undefined, dragged?: string) => {
    if (!api || source === 'api' || source === 'gridOptionsChanged' || !latest.current.layout) return
    onTouch?.()
    remembered.change((before) => layoutAfter(api, before, dragged))
  }

  const hasFilter = quickFilter !== '' || Object.keys(layout?.filter ?? {}).length > 0
  const clearFilters = () => {
    setQuickFilter('')
    remembered.change((before) => ({ ...before, filter: {} }))
  }

  return (
    <div ref={frame} className={`ag-theme-mode ${classes.frame}`} data-ag-theme-mode={scheme} onCopy={onCopy}>
      <GridBar
        label={props.label}
        columns={columns}
        remembered={remembered}
        searchLabel={props.search?.label}
        quickFilter={props.search?.value ?? quickFilter}
        onQuickFilter={props.search?.onChange ?? setQuickFilter}
        onLeave={() => focusFirstCell(api)}
        total={rows.length}
        shown={hasFilter ? shownCount : rows.length}
        remark={said ?? props.remark}
        onClear={hasFilter ? clearFilters : undefined}
        onReset={resetLayout}
      />
      <section
        className={classes.grid}
        aria-label={props.label}
        onKeyDownCapture={onKeyDown}
        onContextMenu={onContextMenu}
      >
        {layout && (
          <AgGridReact<Row>
            theme={gridTheme}
            styleNonce={styleNonce}
            columnDefs={columnDefs}
            defaultColDef={defaultColumn}
            rowData={rows as Row[]}
            getRowId={({ data }) => rowId(data)}
            rowHeight={sizes.gridRow}
            headerHeight={columns.some((it) => it.isTwoLines) ? sizes.gridHeaderTwoLines : sizes.gridHeader}
            maintainColumnOrder
            suppressDragLeaveHidesColumns
            suppressNoRowsOverlay
            preventDefaultOnContextMenu
            enterNavigatesVertically={false}
            tabToNextCell={leaveGrid}
            tabToNextHeader={leaveGrid}
            animateRows={false}
            suppressColumnMoveAnimation
            cacheQuickFilter
            quickFilterText={quickFilter}
            tooltipShowDelay={500}
            rowSelection={props.hasBoxes ? boxSelection : rowSelection}
            onCellClicked={(event) => {
              const column = columns.find((it) => it.id === event.column.getColId())
              const target = event.event?.target as HTMLElement | undefined
              if (column?.editsOnClick && event.data && target) column.edit?.(event.data, gridCellOf(target))
            }}
            onGridReady={(event) => setApi(event.api)}
            onModelUpdated={(event) => setShownCount(event.api.getDisplayedRowCount())}
            onColumnMoved={(event) => event.finished && changeLayout(event.source)}
            onColumnResized={(event) =>
              event.finished && changeLayout(event.source, event.column?.getColId() ?? undefined)
            }
            onSortChanged={(event) => changeLayout(event.source)}
            onFilterChanged={(event) => event.source !== 'quickFilter' && changeLayout(event.source)}
            onSelectionChanged={(event) => onSelect?.(event.api.getSelectedRows())}
            onRowDoubleClicked={(event) => event.data && onOpen?.(event.data)}
            onCellContextMenu={(event) => {
              const mouse = event.event as MouseEvent | null
              if (mouse && event.data) openMenu(event.data, event.column.getColId(), mouse.clientX, mouse.clientY)
            }}
            onBodyScroll={(event) => event.direction === 'vertical' && event.top > 0 && onTouch?.()}
          />
        )}
        {layout && hasFilter && shownCount === 0 && rows.length > 0 && (
          <div className={classes.nothing}>No row matches the filter.</div>
        )}
        {rows.length === 0 && props.nothing !== undefined && <div className={classes.nothing}>{props.nothing}</div>}
      </section>
      <GridMenu open={menu} onClose={() => setMenu(undefined)} />
    </div>
  )
}

const rowSelection = { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true } as const

/** All boxes at once: those of the rows that the filter leaves. */
const boxSelection = {
  mode: 'multiRow',
  checkboxes: true,
  headerCheckbox: true,
  selectAll: 'filtered',
  enableClickSelection: false,
} as const

/** Shift with the arrows selects the row one leaves and the row one comes to. */
const extendSelection = <Row,>(api: GridApi<Row>, from: number, key: 'ArrowDown' | 'ArrowUp') => {
  const to = key === 'ArrowDown' ? from + 1 : from - 1
  for (const at of [from, to]) api.getDisplayedRowAtIndex(at)?.setSelected(true)
}

/** Arrows move inside; Tab goes on to what comes after the table, however many rows it has. */
const leaveGrid = () => false

const focusFirstCell = <Row,>(api: GridApi<Row> | undefined) => {
  const column = api?.getAllDisplayedColumns()[0]
  if (api && column && api.getDisplayedRowCount() > 0) api.setFocusedCell(api.getFirstDisplayedRowIndex(), column)
}

/** In the drawn elements themselves: asking the grid to redraw on every move of the pointer is slow. */
const lightRow = (frame: HTMLElement | null, id: string | undefined) => {
  for (const row of frame?.querySelectorAll(`.${classes.lit}`) ?? []) row.classList.remove(classes.lit!)
  const lit = id === undefined ? [] : (frame?.querySelectorAll(`.ag-row[row-id="${CSS.escape(id)}"]`) ?? [])
  for (const row of lit) row.classList.add(classes.lit!)
}
