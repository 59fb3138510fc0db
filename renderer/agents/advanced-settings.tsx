import { Anchor, Slider, Switch, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { connectionInterval } from '../../core/contract/agent-defaults.ts'
import type { GatewayState } from '../../core/contract/agents.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { fleetStore } from '../stores.ts'
import { openConfiguration } from './agent-configuration.tsx'
import { intervalWords } from './agent-words.ts'
import classes from './agents.module.css'
import { LanForm } from './lan-form.tsx'

/** What holds for all agents, and how they reach this console. */
export const openAdvancedSettings = (): void => {
  modals.open({ modalId: 'agent-settings', title: 'Advanced settings', size: 'lg', children: <AdvancedSettings /> })
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={classes.setting} aria-label={title}>
    <h3>{title}</h3>
    {children}
  </section>
)

const AdvancedSettings = () => {
  const { gateway, error } = useStore(fleetStore)
  if (!gateway) return error === undefined ? null : <ErrorMessage what="The settings could not be read" error={error} />
  return (
    <>
      <Part title="Connection interval">
        <IntervalSlider interval={gateway.interval} />
      </Part>
      <Part title="New agents">
        <ApprovalSwitch approval={gateway.approval} />
      </Part>
      <Part title="Agents on this machine">
        <Text size="xs" c="dimmed">
          {gateway.socket === '' ? (
            `The local socket could not be opened: ${gateway.problem}`
          ) : (
            <>
              They connect through <code className={classes.mono}>{gateway.socket}</code>
            </>
          )}
        </Text>
      </Part>
      <Part title="Agents on the network">
        <Text size="xs" c="dimmed" mb={8}>
          {gateway.lan.enabled && gateway.lan.address !== '' ? (
            <>
              Served at <code className={classes.mono}>{gateway.lan.address}</code>, over TLS 1.3 with certificates that
              only this console issues.
            </>
          ) : (
            'Not served. When they are, it is over TLS 1.3 with certificates that only this console issues.'
          )}
        </Text>
        <LanForm gateway={gateway} />
      </Part>
      <Part title="What agents collect">
        <Anchor
          component="button"
          type="button"
          onClick={() => openConfiguration({ scope: 'global', name: 'all agents' })}
        >
          Change what all agents collect…
        </Anchor>
      </Part>
    </>
  )
}

const saveApproval = async (approval: boolean): Promise<void> => {
  const write = (wanted: boolean) => fleetStore.getState().change({ approval: wanted })
  try {
    await write(approval)
    notifyUndo(approval ? 'New agents wait for your approval.' : 'New agents are let in at once.', () =>
      write(!approval),
    )
  } catch (error) {
    notifyFailed('The setting was not changed', error)
  }
}

const ApprovalSwitch = ({ approval }: { readonly approval: boolean }) => {
  /** On its way to the console. */
  const [wanted, setWanted] = useState<boolean>()
  return (
    <Switch
      label="Wait for approval"
      description="An agent that joined with a token is listed, and nothing of it is taken until somebody approves it."
      checked={wanted ?? approval}
      onChange={(event) => {
        const { checked } = event.currentTarget
        setWanted(checked)
        void saveApproval(checked).finally(() => setWanted(undefined))
      }}
    />
  )
}

const marks = [
  { value: connectionInterval.least, label: '30 s' },
  { value: 120, label: '2 min' },
  { value: 300, label: '5 min' },
  { value: connectionInterval.most, label: '10 min' },
]

/** Milliseconds after the last move: a key that is held moves many times. */
const settled = 500

const saveInterval = async (wanted: number, before: number): Promise<void> => {
  try {
    if (wanted === before) return
    await fleetStore.getState().change({ interval: wanted })
    notifyUndo(
      `Agents connect every ${intervalWords(wanted)}.`,
      () => fleetStore.getState().change({ interval: before }),
      'The interval was not changed back',
    )
  } catch (error) {
    notifyFailed('The interval was not changed', error)
  }
}

/** The seed's slider: saved when it has come to rest. */
const IntervalSlider = ({ interval }: { readonly interval: GatewayState['interval'] }) => {
  const [moving, setMoving] = useState<number>()
  const shown = moving ?? interval
  const waiting = useRef<{ readonly timer: number; readonly save: () => Promise<void> }>(undefined)
  const move = (wanted: number) => {
    window.clearTimeout(waiting.current?.timer)
    const save = async () => {
      waiting.current = undefined
      await saveInterval(wanted, interval)
      setMoving((still) => (still === wanted ? undefined : still))
    }
    waiting.current = { timer: window.setTimeout(() => void save(), settled), save }
  }
  // Closed before it came to rest: it was moved all the same.
  useEffect(
    () => () => {
      window.clearTimeout(waiting.current?.timer)
      void waiting.current?.save()
    },
    [],
  )
  return (
    <>
      <Text size="xs" c="dimmed" mb={4}>
        Every agent connects once per interval, here <b className={classes.strong}>{intervalWords(shown)}</b>. A longer
        one makes less work where there are many agents, and loses nothing. An agent learns of it at its next
        connection; it is offline after two of its intervals.
      </Text>
      <Slider
        mx={12}
        mb={36}
        min={connectionInterval.least}
        max={connectionInterval.most}
        step={10}
        marks={marks}
        thumbLabel="Connection interval in seconds"
        thumbValueText={intervalWords}
        label={intervalWords}
        value={shown}
        onChange={setMoving}
        onChangeEnd={move}
      />
    </>
  )
}
