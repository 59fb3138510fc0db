import type { FilterModel, GridApi } from 'ag-grid-community'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { GridColumn } from './grid-column.ts'
import {
  changedLayout,
  columnStateOf,
  emptyLayout,
  type GridLayout,
  readLayout,
  withColumnShown,
} from './grid-layout.ts'
import { naturalWidth } from './natural-width.ts'
import { recall, remember } from './remembered.ts'

export interface RememberedLayout {
  /** `undefined` until it is known: a grid drawn before that would jump. */
  readonly layout: GridLayout | undefined
  readonly change: (change: (layout: GridLayout) => GridLayout) => void
  readonly reset: () => void
}

/**
 * The layout of the table of that name, remembered for this workstation's user. `base`: what it is while nothing is
 * remembered; without one the natural layout.
 */
export const useGridLayout = (name: string | undefined, base?: GridLayout): RememberedLayout => {
  const baseText = base && JSON.stringify(base)
  const [known, setKnown] = useState<{ readonly name: string | undefined; readonly layout: GridLayout }>()
  useEffect(() => {
    let current = true
    const recalled = name === undefined ? Promise.resolve(undefined) : recall(`grid.${name}`)
    // The widths of the columns are measured in the font that they will be set in.
    Promise.all([recalled, document.fonts.ready]).then(
      ([text]) => current && setKnown({ name, layout: readLayout(text ?? baseText) }),
    )
    return () => {
      current = false
    }
  }, [name, baseText])
  const layout = known?.name === name ? known?.layout : undefined
  const latest = useRef(layout)
  latest.current = layout
  const change = useCallback(
    (changeOf: (layout: GridLayout) => GridLayout) => {
      const next = changeOf(latest.current ?? emptyLayout)
      latest.current = next
      setKnown({ name, layout: next })
      // With a base, the natural layout is a choice of its own.
      const isForgotten = next === emptyLayout && baseText === undefined
      if (name !== undefined) void remember(`grid.${name}`, isForgotten ? undefined : JSON.stringify(next))
    },
    [name, baseText],
  )
  const reset = useCallback(() => change(() => emptyLayout), [change])
  return { layout, change, reset }
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
