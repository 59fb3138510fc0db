import type { FilterModel, GridApi } from 'ag-grid-community'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { GridColumn } from './grid-column.ts'
import { changedLayout, columnStateOf, type GridLayout, withColumnShown } from './grid-layout.ts'
import { createLayoutStore, type RememberedLayout } from './layout-store.ts'
import { naturalWidth } from './natural-width.ts'
import { recall, remember } from './remembered.ts'

/**
 * The layout of the table of that name, remembered for this workstation's user. `base`: what it is while nothing is
 * remembered; without one the natural layout.
 */
export const useGridLayout = (name: string | undefined, base?: GridLayout): RememberedLayout => {
  const baseText = base && JSON.stringify(base)
  const store = useMemo(() => createLayoutStore(name, { recall, remember }), [name])
  useEffect(() => {
    let current = true
    // The widths of the columns are measured in the font that they will be set in.
    document.fonts.ready.then(() => {
      if (current) void store.getState().open(baseText)
    })
    return () => {
      current = false
    }
  }, [store, baseText])
  return useStore(store)
}

/** Brings the grid to the layout. Nothing it does counts as a change by the user. */
export const applyLayout = <Row>(
  api: GridApi<Row>,
  columns: readonly GridColumn<Row>[],
  rows: readonly Row[],
  layout: GridLayout,
): void => {
  const described = columns.map((it) => ({
    id: it.id,
    width: it.width ?? naturalWidth(it, rows),
    shown: it.visibility?.shown,
  }))
  api.applyColumnState({ state: columnStateOf(described, layout), applyOrder: true })
}

/** The remembered column filters that make sense for today's columns. */
export const applyFilter = <Row>(api: GridApi<Row>, columns: readonly GridColumn<Row>[], filter: FilterModel): void => {
  const present = Object.entries(filter).filter(([id]) => columns.some((it) => it.id === id))
  api.setFilterModel(present.length > 0 ? Object.fromEntries(present) : null)
}

export const layoutAfter = <Row>(api: GridApi<Row>, layout: GridLayout, dragged?: string): GridLayout =>
  changedLayout(layout, api.getColumnState(), api.getFilterModel(), dragged)

export const isColumnShown = <Row>(column: GridColumn<Row>, layout: GridLayout): boolean =>
  column.visibility?.shown ?? !layout.hidden.includes(column.id)

export const showColumn = <Row>(column: GridColumn<Row>, shown: boolean, layout: RememberedLayout): void => {
  if (column.visibility) column.visibility.onChange(shown)
  else layout.change((before) => withColumnShown(before, column.id, shown))
}
