import type { ColumnState, FilterModel } from 'ag-grid-community'

/** What is remembered of one table, by column id; columns that are not there today keep what they had. */
export interface GridLayout {
  readonly order: readonly string[]
  readonly widths: { readonly [id: string]: number }
  readonly hidden: readonly string[]
  /** Pinned to an edge: they stay while the others are scrolled. */
  readonly left: readonly string[]
  readonly right: readonly string[]
  readonly sort: readonly { readonly id: string; readonly direction: 'asc' | 'desc' }[]
  readonly filter: FilterModel
}

export const emptyLayout: GridLayout = {
  order: [],
  widths: {},
  hidden: [],
  left: [],
  right: [],
  sort: [],
  filter: {},
}

/** Reads what an older version, or nobody, may have written. */
export const readLayout = (text: string | undefined): GridLayout => {
  try {
    const found = JSON.parse(text ?? '') as Partial<GridLayout>
    return {
      order: Array.isArray(found.order) ? found.order : [],
      widths: found.widths && typeof found.widths === 'object' ? found.widths : {},
      hidden: Array.isArray(found.hidden) ? found.hidden : [],
      left: Array.isArray(found.left) ? found.left : [],
      right: Array.isArray(found.right) ? found.right : [],
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
      pinned: edgeOf(layout, id) ?? null,
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
  const known = new Set(state.map((it) => it.colId))
  const absent = layout.order.filter((id) => !known.has(id))
  const present = (edge: Edge) => state.filter((it) => it.pinned === edge).map((it) => it.colId)
  const width = state.find((it) => it.colId === dragged)?.width ?? undefined
  const sorted = state
    .filter((it) => it.sort === 'asc' || it.sort === 'desc')
    .sort((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))
  return {
    ...layout,
    order: [...state.map((it) => it.colId), ...absent],
    left: [...present('left'), ...layout.left.filter((id) => !known.has(id))],
    right: [...present('right'), ...layout.right.filter((id) => !known.has(id))],
    widths: dragged !== undefined && width !== undefined ? { ...layout.widths, [dragged]: width } : layout.widths,
    sort: sorted.map((it) => ({ id: it.colId, direction: it.sort === 'asc' ? 'asc' : 'desc' })),
    filter: {
      ...Object.fromEntries(Object.entries(layout.filter).filter(([id]) => !known.has(id))),
      ...filter,
    },
  }
}

export const withColumnShown = (layout: GridLayout, id: string, shown: boolean): GridLayout => ({
  ...layout,
  hidden: shown ? layout.hidden.filter((it) => it !== id) : [...layout.hidden.filter((it) => it !== id), id],
})

export type Edge = 'left' | 'right'

export const edgeOf = (layout: GridLayout, id: string): Edge | undefined =>
  layout.left.includes(id) ? 'left' : layout.right.includes(id) ? 'right' : undefined

/** Pins a column to an edge, beside those that are there already; `undefined` lets it go. */
export const withColumnPinned = (layout: GridLayout, id: string, edge: Edge | undefined): GridLayout => {
  const without = (ids: readonly string[]) => ids.filter((it) => it !== id)
  const [left, right] = [without(layout.left), without(layout.right)]
  return {
    ...layout,
    left: edge === 'left' ? [...left, id] : left,
    right: edge === 'right' ? [id, ...right] : right,
  }
}

/** Whether two layouts arrange a table alike; the order of the columns counts only as far as both know them. */
export const isSameLayout = (one: GridLayout, other: GridLayout): boolean => canonical(one) === canonical(other)

const canonical = (layout: GridLayout): string => {
  const sorted = (map: { readonly [id: string]: unknown }) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([
    layout.order,
    sorted(layout.widths),
    [...layout.hidden].sort(),
    layout.left,
    layout.right,
    layout.sort,
    sorted(layout.filter),
  ])
}
