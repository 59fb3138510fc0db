import { Button, Group, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '../../core/contract/application.ts'
import { defaultSettings } from '../../core/contract/default-settings.ts'
import { messageOf } from '../feedback/message-of.ts'
import { settingsStore } from '../stores.ts'
import { valueWords } from './setting-names.ts'
import classes from './settings.module.css'
import { isConflict, type SettingName } from './settings-store.ts'
import { isDefault } from './use-draft.ts'

const shownFor = 4000

/** `Saved`, for a few seconds after this setting was. */
const SavedMark = ({ name }: { readonly name: SettingName }) => {
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

interface ConflictProps {
  readonly name: SettingName
  readonly saved: Settings[SettingName]
  /** Saves what is typed here; absent where that is not right yet. */
  readonly onKeepMine: () => void
}

/** Two windows changed the same setting: says to what the other one did, and asks which it shall be. */
const Conflict = ({ name, saved, onKeepMine }: ConflictProps) => (
  <div className={classes.conflict} role="alert">
    <Text size="xs">
      Another window changed this meanwhile: <b>{valueWords(name, saved)}</b>. What you typed is not saved.
    </Text>
    <Group gap={8} mt={4}>
      <Button size="compact-xs" variant="default" onClick={() => settingsStore.getState().setDraft(name, undefined)}>
        Take theirs
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          settingsStore.getState().keepMine(name)
          onKeepMine()
        }}
      >
        Keep mine
      </Button>
    </Group>
  </div>
)

export interface Described {
  readonly 'aria-describedby': string
  readonly 'aria-invalid'?: true
}

interface SettingRowProps<Name extends SettingName> {
  readonly name: Name
  readonly value: Settings[Name]
  readonly label: string
  /** What the setting does, in one or two sentences, and whether numbers are rebuilt. */
  readonly help: ReactNode
  /** What is wrong with what is typed right now. */
  readonly problem?: string
  /** The id of the control, where there is one element to point at. */
  readonly controlId?: string
  /** What *Keep mine* does, where it is not simply to save what is typed. */
  readonly onKeepMine?: () => void
  /** Where the default is not simply saved. */
  readonly onUseDefault?: () => void
  /** The control is as wide as the page and stands below its description. */
  readonly isWide?: boolean
  readonly children: (save: (value: Settings[Name]) => void, described: Described) => ReactNode
}

/** One setting: its name and effect at the left, its control at the right; below it the default, what went wrong, what was saved. */
export const SettingRow = <Name extends SettingName>(props: SettingRowProps<Name>) => {
  const { name, value, label, help, problem, controlId, onKeepMine, onUseDefault, isWide, children } = props
  const hasConflict = useStore(settingsStore, ({ drafts }) => isConflict(drafts[name], value))
  const [refusal, setRefusal] = useState<string>()
  const id = useId()
  const save = (next: Settings[Name]) => {
    setRefusal(undefined)
    settingsStore
      .getState()
      .change(name, next)
      .catch((error: unknown) => setRefusal(messageOf(error)))
  }
  const toDefault = () => {
    settingsStore.getState().setDraft(name, undefined)
    save(defaultSettings[name])
  }
  const saveTyped = () => {
    const draft = settingsStore.getState().drafts[name]
    if (draft) save(draft.value as Settings[Name])
  }
  const wrong = hasConflict ? undefined : (problem ?? refusal)
  return (
    <div className={classes.row} data-wide={isWide || undefined} data-setting={name}>
      <div>
        <Text component={controlId ? 'label' : 'span'} htmlFor={controlId} fw={500}>
          {label}
        </Text>
        <Text size="xs" c="dimmed" id={`${id}-help`} component="div">
          {help}
        </Text>
      </div>
      <div className={classes.control}>
        {children(save, {
          'aria-describedby': wrong ? `${id}-help ${id}-wrong` : `${id}-help`,
          'aria-invalid': wrong ? true : undefined,
        })}
        {hasConflict && <Conflict name={name} saved={value} onKeepMine={onKeepMine ?? saveTyped} />}
        {wrong && (
          <Text size="xs" c="red" id={`${id}-wrong`} role="alert">
            {wrong}
          </Text>
        )}
        <div className={classes.under}>
          <span className={classes.default}>Default: {valueWords(name, defaultSettings[name])}</span>
          {!isDefault(name, value) && (
            <button
              type="button"
              className={classes.useDefault}
              onClick={onUseDefault ?? toDefault}
              aria-label={`Use default: ${label}`}
            >
              Use default
            </button>
          )}
          <SavedMark name={name} />
        </div>
      </div>
    </div>
  )
}
