import { Popover, Text, UnstyledButton } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { sizes } from '../design/tokens.ts'
import { tasksStore } from '../stores.ts'
import classes from './header-popover.module.css'
import { TaskLine } from './task-line.tsx'
import { isUnderWay } from './tasks-store.ts'

/** ⟳: every import, rebuild, export and removal with its progress, its end, and a way to stop it. */
export const RunningWork = () => {
  const tasks = useStore(tasksStore, (state) => state.tasks)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => tasksStore.getState().watch(), [])
  const underWay = tasks.filter(isUnderWay).length
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={420} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.tool}
          data-active={underWay > 0 || undefined}
          onClick={() => setOpen(!isOpen)}
          aria-label={underWay > 0 ? `Running work: ${underWay}` : 'Running work: none'}
          title="Running work"
        >
          <IconRefresh
            size={sizes.icon}
            stroke={sizes.iconStroke}
            className={underWay > 0 ? classes.turning : undefined}
            aria-hidden
          />
          {underWay > 0 && <span className={classes.count}>{underWay}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Running work">
        <div className={classes.head}>
          <Text fw={600} component="h2" tabIndex={-1} data-autofocus>
            Running work
          </Text>
        </div>
        {tasks.length === 0 ? (
          <Text c="dimmed" p={16}>
            Nothing runs. Imports, rebuilds and exports are shown here while they do, and how they ended.
          </Text>
        ) : (
          <div className={classes.scroll}>
            <ul className={classes.list}>
              {tasks.map((task) => (
                <TaskLine key={task.id} task={task} onFollow={() => setOpen(false)} />
              ))}
            </ul>
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
