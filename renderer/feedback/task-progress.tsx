import { Group, Progress, Text } from '@mantine/core'
import type { Task } from '../../core/contract/tasks.ts'
import { count, formatBytes, formatNumber, formatTimeLeft } from '../formats.ts'
import classes from './task-progress.module.css'

const amount = (n: number, unit: Task['unit']): string => {
  if (unit === 'bytes') return formatBytes(n)
  return count(n, unit === 'days' ? 'day' : 'row')
}

/** `12 MB of 300 MB · 1,240,000 lines/s · about 3 min left` */
export const progressWords = ({ state, done, total, unit, linesPerSecond, secondsLeft }: Task): string => {
  if (state === 'waiting') return total > 0 ? `Waiting · ${amount(total, unit)}` : 'Waiting'
  return [
    total > 0 ? `${amount(done, unit)} of ${amount(total, unit)}` : done > 0 ? amount(done, unit) : '',
    linesPerSecond === undefined ? '' : `${formatNumber(Math.round(linesPerSecond))} lines/s`,
    secondsLeft === undefined ? '' : formatTimeLeft(secondsLeft),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** A bar of known or unknown length, what is being done, and how fast. */
export const TaskProgress = ({ task }: { readonly task: Task }) => {
  const isKnown = task.total > 0
  const percent = isKnown ? Math.min(100, (task.done / task.total) * 100) : 0
  const words = progressWords(task)
  return (
    <div className={classes.progress}>
      <Progress.Root size={4} my={6}>
        <Progress.Section
          value={isKnown || task.state === 'waiting' ? percent : 100}
          animated={!isKnown && task.state === 'running'}
          // Mantine would call a bar of unknown length a full one.
          withAria={false}
          role="progressbar"
          aria-label={task.title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={isKnown ? percent : undefined}
          aria-valuetext={words === '' ? undefined : words}
        />
      </Progress.Root>
      <Group justify="space-between" gap="0 8px">
        <Text size="xs" c="dimmed" truncate title={task.detail}>
          {task.state === 'waiting' ? '' : task.detail}
        </Text>
        <Text size="xs" c="dimmed" className={classes.numbers}>
          {words}
        </Text>
      </Group>
    </div>
  )
}
