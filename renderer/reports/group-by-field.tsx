import { ActionIcon, Checkbox, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { HelpIcon } from './help-icon.tsx'
import { defaultShape } from './report-defaults.ts'
import { addGroup, moveGroup, type ReportShape, removeGroup } from './report-shape.ts'
import classes from './shape-panel.module.css'

interface GroupByFieldProps {
  readonly shape: ReportShape
  readonly type: DataTypeInfo
  readonly onChange: (shape: ReportShape) => void
}

/** Which classifications make a row, and in which order. Alt with the arrows moves one, Delete takes it out. */
export const GroupByField = ({ shape, type, onChange }: GroupByFieldProps) => {
  const [dragged, setDragged] = useState<string>()
  const groups = shape.groupBy ?? []
  const left = type.classifications.filter((it) => !groups.includes(it.name))

  const onKeyDown = (event: React.KeyboardEvent, name: string) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
    if (step === undefined && event.key !== 'Delete' && event.key !== 'Backspace') return
    event.preventDefault()
    onChange(step === undefined ? removeGroup(shape, name) : moveGroup(shape, name, step))
  }

  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>
        Group by
        {shape.groupBy !== null && left.length > 0 && (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <ActionIcon size={24} aria-label="Group by another classification">
                <IconPlus size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className={classes.menuScroll}>
              {left.map((it) => (
                <Menu.Item key={it.name} onClick={() => onChange(addGroup(shape, it.name))} title={it.help}>
                  {it.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </legend>
      {shape.groupBy === null ? (
        <Text size="xs" c="dimmed">
          Not grouped: every classification is shown, hour by hour.
        </Text>
      ) : groups.length === 0 ? (
        <Text size="xs" c="dimmed">
          Nothing: one row per period.
        </Text>
      ) : (
        <ol className={classes.groups}>
          {groups.map((name, at) => (
            <li
              key={name}
              className={classes.group}
              draggable
              data-dragged={dragged === name || undefined}
              onDragStart={() => setDragged(name)}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => {
                event.preventDefault()
                if (dragged && dragged !== name) onChange(moveGroup(shape, dragged, at - groups.indexOf(dragged)))
              }}
            >
              <UnstyledButton
                className={classes.groupName}
                onKeyDown={(event) => onKeyDown(event, name)}
                aria-description="Alt with the up and down arrows moves it, Delete takes it out"
              >
                {name}
              </UnstyledButton>
              <HelpIcon label={name} help={type.classifications.find((it) => it.name === name)?.help} />
              {groups.length > 1 && (
                <>
                  <ActionIcon
                    size={24}
                    aria-label={`Move ${name} up`}
                    disabled={at === 0}
                    onClick={() => onChange(moveGroup(shape, name, -1))}
                  >
                    <IconArrowUp size={13} />
                  </ActionIcon>
                  <ActionIcon
                    size={24}
                    aria-label={`Move ${name} down`}
                    disabled={at === groups.length - 1}
                    onClick={() => onChange(moveGroup(shape, name, 1))}
                  >
                    <IconArrowDown size={13} />
                  </ActionIcon>
                </>
              )}
              <ActionIcon
                size={24}
                aria-label={`Do not group by ${name}`}
                onClick={() => onChange(removeGroup(shape, name))}
              >
                <IconX size={13} />
              </ActionIcon>
            </li>
          ))}
        </ol>
      )}
      {type.fields === undefined && (
        <Checkbox
          mt={6}
          size="xs"
          label="Show the hourly records"
          checked={shape.groupBy === null}
          onChange={(event) =>
            onChange({ ...shape, groupBy: event.currentTarget.checked ? null : defaultShape(type).groupBy })
          }
        />
      )}
    </fieldset>
  )
}
