import { ActionIcon, Button, Checkbox, Divider, Group, Popover, ScrollArea, Stack, Tooltip } from '@mantine/core'
import { IconColumns3, IconPin, IconPinFilled, IconRestore } from '@tabler/icons-react'
import { type GridColumn, headerText } from './grid-column.ts'
import type { Edge } from './grid-layout.ts'

interface ColumnChooserProps<Row> {
  /** In the order of the grid. */
  readonly columns: readonly GridColumn<Row>[]
  readonly isShown: (id: string) => boolean
  readonly onShow: (id: string, shown: boolean) => void
  readonly edgeOf: (id: string) => Edge | undefined
  readonly onPin: (id: string, edge: Edge | undefined) => void
  readonly onReset: () => void
}

/** Which columns are shown, and which stay at the left while the others are scrolled. The last one cannot be switched off: a table without columns is a riddle. */
export const ColumnChooser = <Row,>(props: ColumnChooserProps<Row>) => {
  const { columns, isShown, onShow, edgeOf, onPin, onReset } = props
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
          <Stack gap={4} pr={8} py={4}>
            {columns.map((column) => (
              <Group key={column.id} gap={8} justify="space-between" wrap="nowrap">
                <Checkbox
                  size="xs"
                  label={headerText(column)}
                  checked={isShown(column.id)}
                  disabled={shown.length === 1 && shown[0]?.id === column.id}
                  onChange={(event) => onShow(column.id, event.currentTarget.checked)}
                />
                <ActionIcon
                  size={24}
                  aria-label={`Pin ${column.title}`}
                  aria-pressed={edgeOf(column.id) !== undefined}
                  color={edgeOf(column.id) ? 'accent' : undefined}
                  onClick={() => onPin(column.id, edgeOf(column.id) ? undefined : 'left')}
                >
                  {edgeOf(column.id) ? <IconPinFilled size={14} aria-hidden /> : <IconPin size={14} aria-hidden />}
                </ActionIcon>
              </Group>
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Divider my={4} />
        <Button
          size="compact-sm"
          variant="subtle"
          fullWidth
          justify="start"
          leftSection={<IconRestore size={14} aria-hidden />}
          onClick={onReset}
        >
          Reset layout
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
