import { Anchor, Group, Text } from '@mantine/core'
import { count, formatNumber } from '../formats.ts'
import { ColumnChooser } from './column-chooser.tsx'
import classes from './data-grid.module.css'
import type { GridColumn } from './grid-column.ts'
import { edgeOf, orderedIds, withColumnPinned } from './grid-layout.ts'
import type { RememberedLayout } from './layout-store.ts'
import { QuickFilter } from './quick-filter.tsx'
import { isColumnShown, showColumn } from './use-grid-layout.ts'

interface GridBarProps<Row> {
  readonly label: string
  readonly columns: readonly GridColumn<Row>[]
  readonly remembered: RememberedLayout
  /** `Filter rows` when left out. */
  readonly searchLabel?: string
  readonly quickFilter: string
  readonly onQuickFilter: (text: string) => void
  readonly onLeave: () => void
  readonly total: number
  readonly shown: number
  readonly remark?: string
  readonly onClear?: () => void
  readonly onReset: () => void
}

/** Above the header: find in what is there, how much of it is shown, which columns. */
export const GridBar = <Row,>(props: GridBarProps<Row>) => {
  const { columns, remembered, total, shown } = props
  const { layout } = remembered
  const ids = orderedIds(
    columns.map((it) => it.id),
    layout?.order ?? [],
  )
  return (
    <Group className={classes.bar} gap={8} wrap="nowrap">
      <QuickFilter
        label={props.searchLabel ?? 'Filter rows'}
        value={props.quickFilter}
        onChange={props.onQuickFilter}
        onLeave={props.onLeave}
      />
      <Text size="xs" c="dimmed" role="status" className={classes.count}>
        {shown === total ? count(total, 'row') : `${formatNumber(shown)} of ${count(total, 'row')}`}
        {props.remark && ` · ${props.remark}`}
      </Text>
      {props.onClear && (
        <Anchor component="button" type="button" size="xs" onClick={props.onClear}>
          Clear filters
        </Anchor>
      )}
      <span className={classes.spacer} />
      {layout && (
        <ColumnChooser
          columns={ids.flatMap((id) => columns.filter((it) => it.id === id))}
          isShown={(id) => columns.some((it) => it.id === id && isColumnShown(it, layout))}
          onShow={(id, show) => {
            const column = columns.find((it) => it.id === id)
            if (column) showColumn(column, show, remembered)
          }}
          edgeOf={(id) => edgeOf(layout, id)}
          onPin={(id, edge) => remembered.change((before) => withColumnPinned(before, id, edge))}
          onReset={props.onReset}
        />
      )}
    </Group>
  )
}
