import type { GridColumn } from './grid-column.ts'
import { edgeOf, withColumnPinned } from './grid-layout.ts'
import type { GridAction } from './grid-menu.tsx'
import type { RememberedLayout } from './layout-store.ts'
import { isColumnShown, showColumn } from './use-grid-layout.ts'

/** What can be done with a column, from its header: by the pointer's other button, or Shift F10. */
export const columnActions = <Row>(
  columns: readonly GridColumn<Row>[],
  column: GridColumn<Row>,
  remembered: RememberedLayout,
): readonly GridAction[] => {
  const { layout } = remembered
  if (!layout) return []
  const edge = edgeOf(layout, column.id)
  const sort = layout.sort.find((it) => it.id === column.id)?.direction ?? null
  const isLast = columns.filter((it) => isColumnShown(it, layout)).length === 1
  const sortBy = (direction: 'asc' | 'desc' | null) => () =>
    remembered.change((before) => ({ ...before, sort: direction ? [{ id: column.id, direction }] : [] }))
  const pinTo = (to: 'left' | 'right' | undefined) => () =>
    remembered.change((before) => withColumnPinned(before, column.id, to))
  return [
    { label: 'Sort ascending', disabled: sort === 'asc', onClick: sortBy('asc') },
    { label: 'Sort descending', disabled: sort === 'desc', onClick: sortBy('desc') },
    { label: 'Do not sort', disabled: sort === null, onClick: sortBy(null) },
    { label: 'Pin left', disabled: edge === 'left', onClick: pinTo('left') },
    { label: 'Pin right', disabled: edge === 'right', onClick: pinTo('right') },
    { label: 'Do not pin', disabled: edge === undefined, onClick: pinTo(undefined) },
    { label: 'Hide the column', disabled: isLast, onClick: () => showColumn(column, false, remembered) },
  ]
}
