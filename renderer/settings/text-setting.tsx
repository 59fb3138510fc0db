import { Autocomplete, TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import type { Settings } from '../../core/contract/application.ts'
import { SettingRow } from './setting-row.tsx'

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
export const TextSetting = ({
  name,
  value,
  label,
  help,
  placeholder,
  completions,
  problem,
  mono,
}: TextSettingProps) => {
  const id = useId()
  const [draft, setDraft] = useState(value)
  const [wrong, setWrong] = useState<string>()
  useEffect(() => setDraft(value), [value])
  return (
    <SettingRow name={name} label={label} help={help} problem={wrong} controlId={id}>
      {(save, described) => {
        const finish = (text: string) => {
          const trimmed = text.trim()
          const found = problem?.(trimmed)
          setWrong(found)
          if (found === undefined && trimmed !== value) save(trimmed)
        }
        const field = {
          id,
          value: draft,
          placeholder,
          classNames: mono ? { input: 'mono' } : undefined,
          onBlur: () => finish(draft),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key === 'Enter') finish(draft)
            if (event.key !== 'Escape' || draft === value) return
            setDraft(value)
            setWrong(undefined)
          },
          ...described,
        }
        if (!completions) return <TextInput {...field} onChange={(event) => setDraft(event.currentTarget.value)} />
        return (
          <Autocomplete
            {...field}
            data={completions as string[]}
            limit={100}
            maxDropdownHeight={240}
            onChange={setDraft}
            onOptionSubmit={finish}
          />
        )
      }}
    </SettingRow>
  )
}
