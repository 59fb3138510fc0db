import { ActionIcon, Checkbox, Popover, ScrollArea, Stack, Tooltip } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { type GridColumn, headerText } from './grid-column.ts'

interface ColumnChooserProps<Row> {
  /** In the order of the grid. */
  readonly columns: readonly GridColumn<Row>[]
  readonly isShown: (id: string) => boolean
  readonly onShow: (id: string, shown: boolean) => void
}

/** Which columns are shown. The last one cannot be switched off: a table without columns is a riddle. */
export const ColumnChooser = <Row,>({ columns, isShown, onShow }: ColumnChooserProps<Row>) => {
  const shown = columns.filter((it) => isShown(it.id))
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon size={26} aria-label="Choose columns">
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label="Columns">
        <ScrollArea.Autosize mah={360} type="auto">
          <Stack gap={8} pr={8} py={4}>
            {columns.map((column) => (
              <Checkbox
                key={column.id}
                size="xs"
                label={headerText(column)}
                checked={isShown(column.id)}
                disabled={shown.length === 1 && shown[0]?.id === column.id}
                onChange={(event) => onShow(column.id, event.currentTarget.checked)}
              />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
