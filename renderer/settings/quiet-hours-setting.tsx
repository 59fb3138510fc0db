import { TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import type { Settings } from '../../core/contract/application.ts'
import { settingsStore } from '../stores.ts'
import { quietProblem, quietText, readQuiet } from './quiet-hours.ts'
import { SettingRow } from './setting-row.tsx'
import { isSame } from './settings-store.ts'
import { useDraft } from './use-draft.ts'

/** Saved on Enter and on leaving the field; Esc brings back what is saved. */
export const QuietHoursSetting = ({ value }: { readonly value: Settings['quietHours'] }) => {
  const id = useId()
  const { shown, isDraft, hasConflict, type, discard } = useDraft('quietHours', value, quietText)
  const [wrong, setWrong] = useState(() => (isDraft ? quietProblem(shown) : undefined))
  const typedNow = (): string => String(settingsStore.getState().drafts.quietHours?.value ?? quietText(value))
  const finish = (save: (hours: Settings['quietHours']) => void): void => {
    const hours = readQuiet(typedNow())
    setWrong(quietProblem(typedNow()))
    if (hours === undefined) return
    if (isSame(hours, value)) discard()
    else save(hours)
  }
  const store = settingsStore.getState()
  return (
    <SettingRow
      name="quietHours"
      value={value}
      label="Quiet hours"
      help="Between these times, by the clock of this machine and over midnight too, agents’ issues and watched files bring no popup, neither in the window nor from the system. The bell counts them, and the event log has them all."
      problem={isDraft ? wrong : undefined}
      controlId={id}
      onKeepMine={() => finish((hours) => void store.change('quietHours', hours).catch(() => {}))}
    >
      {(save, described) => (
        <TextInput
          id={id}
          value={shown}
          placeholder="None, or 22:00–06:30"
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={() => isDraft && !hasConflict && finish(save)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !hasConflict) finish(save)
            if (event.key !== 'Escape' || !isDraft) return
            discard()
            setWrong(undefined)
          }}
          {...described}
        />
      )}
    </SettingRow>
  )
}
