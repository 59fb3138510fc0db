import { Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '../../core/contract/application.ts'
import { messageOf } from '../feedback/message-of.ts'
import { settingsStore } from '../stores.ts'
import classes from './settings.module.css'

const shownFor = 4000

/** `Saved`, for a few seconds after this setting was. */
const SavedMark = ({ name }: { readonly name: keyof Settings }) => {
  const savedAt = useStore(settingsStore, ({ saved }) => (saved?.name === name ? saved.at : undefined))
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    setShown(savedAt !== undefined)
    if (savedAt === undefined) return
    const timer = window.setTimeout(() => setShown(false), shownFor)
    return () => window.clearTimeout(timer)
  }, [savedAt])
  return (
    <span className={classes.saved} role="status">
      {isShown && (
        <>
          <IconCheck size={14} aria-hidden /> Saved
        </>
      )}
    </span>
  )
}

interface SettingRowProps<Name extends keyof Settings> {
  readonly name: Name
  readonly label: string
  /** What the setting does, in one or two sentences. */
  readonly help: string
  /** What is wrong with what is typed right now. */
  readonly problem?: string
  /** The id of the control, where there is one element to point at. */
  readonly controlId?: string
  readonly children: (
    save: (value: Settings[Name]) => void,
    described: { readonly 'aria-describedby': string; readonly 'aria-invalid'?: true },
  ) => ReactNode
}

/** One setting: its name and effect at the left, its control at the right, what went wrong below it. */
export const SettingRow = <Name extends keyof Settings>(props: SettingRowProps<Name>) => {
  const { name, label, help, problem, controlId, children } = props
  const [refusal, setRefusal] = useState<string>()
  const id = useId()
  const save = (value: Settings[Name]) => {
    setRefusal(undefined)
    settingsStore
      .getState()
      .change(name, value)
      .catch((error: unknown) => setRefusal(messageOf(error)))
  }
  const wrong = problem ?? refusal
  return (
    <div className={classes.row}>
      <div>
        <Text component={controlId ? 'label' : 'span'} htmlFor={controlId} fw={500}>
          {label}
        </Text>
        <Text size="xs" c="dimmed" id={`${id}-help`}>
          {help}
        </Text>
      </div>
      <div className={classes.control}>
        {children(save, {
          'aria-describedby': wrong ? `${id}-help ${id}-wrong` : `${id}-help`,
          'aria-invalid': wrong ? true : undefined,
        })}
        {wrong ? (
          <Text size="xs" c="red" id={`${id}-wrong`} role="alert">
            {wrong}
          </Text>
        ) : (
          <SavedMark name={name} />
        )}
      </div>
    </div>
  )
}
