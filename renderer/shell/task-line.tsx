import { Anchor, Button, Group, Text } from '@mantine/core'
import type { Task } from '../../core/contract/tasks.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { TaskProgress } from '../feedback/task-progress.tsx'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { askHowToCancel } from '../import/ask-how-to-cancel.tsx'
import { link } from '../navigation.ts'
import { tasksStore } from '../stores.ts'
import classes from './header-popover.module.css'
import { NoticeIcon } from './notice-look.tsx'
import { isUnderWay } from './tasks-store.ts'

const cancel = (task: Task) => {
  if (task.kind === 'import' && task.importId !== undefined)
    return askHowToCancel(task.importId, task.title.replace(/^Import /, ''))
  tasksStore
    .getState()
    .cancel(task.id)
    .catch((error: unknown) => notifyFailed('The work was not cancelled', error))
}

interface TaskLineProps {
  readonly task: Task
  readonly onFollow: () => void
}

export const TaskLine = ({ task, onFollow }: TaskLineProps) => {
  const underWay = isUnderWay(task)
  return (
    <li className={classes.line}>
      {!underWay && (
        <NoticeIcon severity={task.state === 'failed' ? 'error' : task.state === 'cancelled' ? 'info' : 'success'} />
      )}
      <div className={classes.body}>
        <Group justify="space-between" gap={8} wrap="nowrap">
          <Text fw={500} truncate title={task.title}>
            {task.importId === undefined ? (
              task.title
            ) : (
              <Anchor href={link(`/import/${task.importId}`)} onClick={onFollow} c="inherit" fw={500}>
                {task.title}
              </Anchor>
            )}
          </Text>
          {underWay && task.canCancel && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => cancel(task)}
              aria-label={`Cancel: ${task.title}`}
            >
              Cancel
            </Button>
          )}
          {!underWay && task.finishedAt !== undefined && (
            <Text size="xs" c="dimmed" className={classes.aside}>
              <TimeAgo at={task.finishedAt} />
            </Text>
          )}
        </Group>
        {underWay ? (
          <TaskProgress task={task} />
        ) : (
          <Text size="xs" c="dimmed" className={classes.message}>
            {task.detail}
          </Text>
        )}
      </div>
    </li>
  )
}
