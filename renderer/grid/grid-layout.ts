import type { ColumnState, FilterModel } from 'ag-grid-community'

/** What is remembered of one table, by column id; columns that are not there today keep what they had. */
export interface GridLayout {
  readonly order: readonly string[]
  readonly widths: { readonly [id: string]: number }
  readonly hidden: readonly string[]
  readonly sort: readonly { readonly id: string; readonly direction: 'asc' | 'desc' }[]
  readonly filter: FilterModel
}

export const emptyLayout: GridLayout = { order: [], widths: {}, hidden: [], sort: [], filter: {} }

/** Reads what an older version, or nobody, may have written. */
export const readLayout = (text: string | undefined): GridLayout => {
  try {
    const found = JSON.parse(text ?? '') as Partial<GridLayout>
    return {
      order: Array.isArray(found.order) ? found.order : [],
      widths: found.widths && typeof found.widths === 'object' ? found.widths : {},
      hidden: Array.isArray(found.hidden) ? found.hidden : [],
      sort: Array.isArray(found.sort) ? found.sort : [],
      filter: found.filter && typeof found.filter === 'object' ? found.filter : {},
    }
  } catch {
    return emptyLayout
  }
}

/** The columns in the remembered order; one that is new stands after the column that comes before it naturally. */
export const orderedIds = (natural: readonly string[], remembered: readonly string[]): readonly string[] => {
  const ids = remembered.filter((id) => natural.includes(id))
  natural.forEach((id, at) => {
    if (ids.includes(id)) return
    const before = natural.slice(0, at).findLast((it) => ids.includes(it))
    ids.splice(before === undefined ? 0 : ids.indexOf(before) + 1, 0, id)
  })
  return ids
}

/** What the grid is told: order, widths, sorting and visibility of every column. */
export const columnStateOf = (
  columns: readonly { readonly id: string; readonly width: number; readonly shown: boolean | undefined }[],
  layout: GridLayout,
): ColumnState[] =>
  orderedIds(
    columns.map((it) => it.id),
    layout.order,
  ).map((id) => {
    const column = columns.find((it) => it.id === id)!
    const sortIndex = layout.sort.findIndex((it) => it.id === id)
    return {
      colId: id,
      width: layout.widths[id] ?? column.width,
      hide: column.shown === undefined ? layout.hidden.includes(id) : !column.shown,
      sort: sortIndex < 0 ? null : layout.sort[sortIndex]!.direction,
      sortIndex: sortIndex < 0 ? null : sortIndex,
    }
  })

/** What the user made of the grid, with everything kept that is known of absent columns. Widths: only those dragged. */
export const changedLayout = (
  layout: GridLayout,
  state: readonly ColumnState[],
  filter: FilterModel,
  dragged: string | undefined,
): GridLayout => {
  const present = new Set(state.map((it) => it.colId))
  const absent = layout.order.filter((id) => !present.has(id))
  const width = state.find((it) => it.colId === dragged)?.width ?? undefined
  const sorted = state
    .filter((it) => it.sort === 'asc' || it.sort === 'desc')
    .sort((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))
  return {
    ...layout,
    order: [...state.map((it) => it.colId), ...absent],
    widths: dragged !== undefined && width !== undefined ? { ...layout.widths, [dragged]: width } : layout.widths,
    sort: sorted.map((it) => ({ id: it.colId, direction: it.sort === 'asc' ? 'asc' : 'desc' })),
    filter: {
      ...Object.fromEntries(Object.entries(layout.filter).filter(([id]) => !present.has(id))),
      ...filter,
    },
  }
}

export const withColumnShown = (layout: GridLayout, id: string, shown: boolean): GridLayout => ({
  ...layout,
  hidden: shown ? layout.hidden.filter((it) => it !== id) : [...layout.hidden.filter((it) => it !== id), id],
})
