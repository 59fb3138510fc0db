import { Anchor, Button, Group, Progress, Text } from '@mantine/core'
import { useStore } from 'zustand'
import type { ImportRecord } from '../../core/contract/imports.ts'
import type { Task } from '../../core/contract/tasks.ts'
import { TaskProgress } from '../feedback/task-progress.tsx'
import { formatBytes } from '../formats.ts'
import { link } from '../navigation.ts'
import { PageSection } from '../shell/page-body.tsx'
import { importStore } from '../stores.ts'
import { askHowToCancel } from './ask-how-to-cancel.tsx'
import classes from './import.module.css'
import { isUnfinished, stateLook } from './import-look.ts'
import type { Handover } from './import-store.ts'
import { InterruptedActions } from './interrupted-actions.tsx'

const HandoverLine = ({ handover }: { readonly handover: Handover }) => {
  const { key, name, size, sent, state, error } = handover
  const words =
    state === 'waiting' ? `Waiting · ${formatBytes(size)}` : `Handing over ${formatBytes(sent)} of ${formatBytes(size)}`
  return (
    <li className={classes.job}>
      <Group justify="space-between" gap={8} wrap="nowrap">
        <Text fw={500} truncate>
          {name}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => importStore.getState().stopHandover(key)}
          aria-label={state === 'failed' ? `Take ${name} off the list` : `Cancel ${name}`}
        >
          {state === 'failed' ? 'Take off the list' : 'Cancel'}
        </Button>
      </Group>
      {state === 'failed' ? (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      ) : (
        <>
          <Progress size={4} my={6} value={size > 0 ? (sent / size) * 100 : 0} aria-label={`Handing over ${name}`} />
          <Text size="xs" c="dimmed">
            {words}
          </Text>
        </>
      )}
    </li>
  )
}

interface ImportLineProps {
  readonly record: ImportRecord
  readonly task: Task | undefined
}

const ImportLine = ({ record, task }: ImportLineProps) => {
  const { id, fileName, state, size } = record
  const isUnderWay = state === 'running' || state === 'waiting' || state === 'deriving'
  return (
    <li className={classes.job}>
      <Group justify="space-between" gap={8} wrap="nowrap">
        <Anchor href={link(`/import/${id}`)} c="inherit" fw={500} truncate title={record.path}>
          {fileName}
        </Anchor>
        {state === 'interrupted' && <InterruptedActions record={record} />}
        {isUnderWay && (task ? task.canCancel : state !== 'deriving') && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => askHowToCancel(id, fileName)}
            aria-label={`Cancel the import of ${fileName}`}
          >
            Cancel
          </Button>
        )}
      </Group>
      {task ? (
        <TaskProgress task={task} />
      ) : (
        <Text size="xs" c="dimmed">
          {isUnderWay ? `${stateLook[state].word} · ${formatBytes(size)}` : record.outcome}
        </Text>
      )}
    </li>
  )
}

/** Files that are on their way, being read, or interrupted. */
export const ImportQueue = () => {
  const records = useStore(importStore, (state) => state.records)
  const tasks = useStore(importStore, (state) => state.tasks)
  const handovers = useStore(importStore, (state) => state.handovers)
  const open = records?.filter((record) => isUnfinished(record)) ?? []
  if (handovers.length + open.length === 0) return null
  const underWay = (id: number) =>
    tasks.find(({ importId, state }) => importId === id && (state === 'running' || state === 'waiting'))
  return (
    <PageSection title="Queue">
      <ul className={classes.jobs}>
        {[...open].reverse().map((record) => (
          <ImportLine key={record.id} record={record} task={underWay(record.id)} />
        ))}
        {handovers.map((handover) => (
          <HandoverLine key={`handover ${handover.key}`} handover={handover} />
        ))}
      </ul>
    </PageSection>
  )
}
