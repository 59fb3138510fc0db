import { Autocomplete, TextInput } from '@mantine/core'
import { type KeyboardEvent, useId, useState } from 'react'
import type { Settings } from '../../core/contract/application.ts'
import { settingsStore } from '../stores.ts'
import { SettingRow } from './setting-row.tsx'
import { useDraft } from './use-draft.ts'

type TextName = 'reportZone' | 'customerId' | 'updateFeed'

interface TextSettingProps {
  readonly name: TextName
  readonly value: Settings[TextName]
  readonly label: string
  readonly help: string
  readonly placeholder?: string
  readonly completions?: readonly string[]
  readonly problem?: (text: string) => string | undefined
  readonly mono?: boolean
}

/** Saved on Enter and on leaving the field; Esc brings back what is saved. */
export const TextSetting = ({ name, value, label, help, problem, ...look }: TextSettingProps) => {
  const { placeholder, completions, mono } = look
  const id = useId()
  const { shown, isDraft, hasConflict, type, discard } = useDraft(name, value, String)
  // Half-typed input that stands here from before is told what is wrong with it at once.
  const [wrong, setWrong] = useState(() => (isDraft ? problem?.(shown.trim()) : undefined))
  const typedNow = (): string => String(settingsStore.getState().drafts[name]?.value ?? value).trim()
  const mine = () => {
    const found = problem?.(typedNow())
    setWrong(found)
    if (found === undefined)
      void settingsStore
        .getState()
        .change(name, typedNow())
        .catch(() => {})
  }
  return (
    <SettingRow
      name={name}
      value={value}
      label={label}
      help={help}
      problem={isDraft ? wrong : undefined}
      controlId={id}
      onKeepMine={mine}
    >
      {(save, described) => {
        const finish = (text: string) => {
          const trimmed = text.trim()
          const found = problem?.(trimmed)
          setWrong(found)
          if (found !== undefined || hasConflict) return
          if (trimmed === value) discard()
          else save(trimmed)
        }
        const field = {
          id,
          value: shown,
          placeholder,
          classNames: mono ? { input: 'mono' } : undefined,
          onBlur: () => isDraft && finish(typedNow()),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key === 'Enter') finish(typedNow())
            if (event.key !== 'Escape' || !isDraft) return
            discard()
            setWrong(undefined)
          },
          ...described,
        }
        if (!completions) return <TextInput {...field} onChange={(event) => type(event.currentTarget.value)} />
        return (
          <Autocomplete
            {...field}
            data={completions as string[]}
            limit={100}
            maxDropdownHeight={240}
            onChange={type}
            onOptionSubmit={finish}
          />
        )
      }}
    </SettingRow>
  )
}
