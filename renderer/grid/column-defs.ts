import type { ColDef } from 'ag-grid-community'
import { isUndef } from '../formats.ts'
import classes from './data-grid.module.css'
import { cellOf } from './grid-cell.tsx'
import {
  type CellValue,
  compareCells,
  compareTimes,
  type GridColumn,
  headerText,
  hoverText,
  shownText,
} from './grid-column.ts'

/** AG Grid's own words for a column. Functions only: a string expression would need `unsafe-eval`. */
export const columnDefOf = <Row>(column: GridColumn<Row>): ColDef<Row, CellValue> => {
  const isNumber = column.kind === 'number'
  const align = isNumber ? classes.number! : column.kind === 'time' ? classes.time! : ''
  return {
    colId: column.id,
    headerName: headerText(column),
    headerTooltip: column.help,
    wrapHeaderText: column.isTwoLines,
    headerClass: isNumber ? 'ag-right-aligned-header' : undefined,
    valueGetter: ({ data }) => (data === undefined ? null : column.value(data)),
    valueFormatter: ({ value }) => shownText(column, value ?? null),
    cellRenderer: column.cell && cellOf(column),
    tooltip: ({ value }) => hoverText(column, value ?? null),
    // What one looks for is a name or a time; writing out a million measures to search them takes seconds.
    getQuickFilterText: ({ value }) => (column.decimals === undefined ? shownText(column, value ?? null) : ''),
    comparator: (one, other, _a, _b, isDescending) =>
      column.kind === 'time'
        ? compareTimes(one ?? null, other ?? null, isDescending)
        : compareCells(one ?? null, other ?? null, isDescending),
    filter: isNumber ? 'agNumberColumnFilter' : 'agTextColumnFilter',
    filterValueGetter: isNumber
      ? undefined
      : ({ data }) => (data === undefined ? '' : shownText(column, column.value(data))),
    cellClass: align,
    cellClassRules: {
      [classes.muted!]: ({ value }) => value === null || isUndef(value),
      [classes.warning!]: ({ value }) => column.tone?.(value ?? null) === 'warning',
      [classes.danger!]: ({ value }) => column.tone?.(value ?? null) === 'danger',
    },
    cellDataType: false,
    minWidth: 56,
  }
}

export const defaultColumn: ColDef = {
  sortable: true,
  resizable: true,
  suppressHeaderMenuButton: true,
  // Pinned from the menu: dragging a column past the edge means moving it.
  lockPinned: true,
  filterParams: { maxNumConditions: 2, debounceMs: 250 },
}
