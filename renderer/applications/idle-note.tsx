import { Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { applicationsStore } from '../stores.ts'
import classes from './applications.module.css'

/** Idle time is measured only where somebody asked for it: without it a rule of idle minutes waits for ever. */
export const IdleNote = ({ groups }: { readonly groups: readonly AgentGroup[] }) => {
  const [isMeasured, setMeasured] = useState(true)
  const [asked, setAsked] = useState(0)
  const ids = groups.map(({ id }) => id).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when it was changed
  useEffect(() => {
    let current = true
    applicationsStore
      .getState()
      .measuresIdle(groups.map(({ id }) => id))
      .then((answer) => current && setMeasured(answer))
      .catch(() => {})
    return () => {
      current = false
    }
  }, [ids, asked])
  if (isMeasured) return null
  const again = () => setAsked((times) => times + 1)
  const turnOn = async () => {
    try {
      const undo = await applicationsStore.getState().measureIdle(groups.map(({ id }) => id))
      notifyUndo(
        `Idle time is measured by the agents of ${groups.map(({ name }) => name).join(', ')}.`,
        () => undo().then(again),
        'The agents’ settings were not taken back',
      )
    } catch (error) {
      notifyFailed('The agents’ settings were not changed', error)
    }
    again()
  }
  return (
    <div className={`${classes.idle} ${classes.under}`} role="note">
      <Text size="xs">
        <IconAlertTriangle size={14} color="var(--lictor-warning)" aria-hidden />{' '}
        {groups.length === 0
          ? 'This needs idle time to be measured, which is off in the agents’ settings.'
          : 'This needs idle time to be measured, which is off for agents of the chosen groups.'}
      </Text>
      {groups.length > 0 && (
        <Button size="compact-xs" variant="default" onClick={() => void turnOn()}>
          Measure idle time there
        </Button>
      )}
    </div>
  )
}
