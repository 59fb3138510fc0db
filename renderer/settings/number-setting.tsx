import { NumberInput } from '@mantine/core'
import { useId, useState } from 'react'
import type { Settings } from '../../core/contract/application.ts'
import { settingsStore } from '../stores.ts'
import { numberProblem } from './setting-problems.ts'
import { SettingRow } from './setting-row.tsx'
import { useDraft } from './use-draft.ts'

type NumberName = 'denialBefore' | 'denialAfter' | 'queueHours' | 'eventDays'

interface NumberSettingProps {
  readonly name: NumberName
  readonly value: Settings[NumberName]
  readonly label: string
  readonly help: string
  readonly unit: string
  readonly min: number
  readonly max: number
  /** Below one: fractions are allowed. */
  readonly step?: number
}

/** Saved on Enter and on leaving the field; Esc brings back what is saved. */
export const NumberSetting = ({ name, value, label, help, unit, min, max, step = 1 }: NumberSettingProps) => {
  const id = useId()
  const { shown, isDraft, hasConflict, type, discard } = useDraft(name, value, (saved): number | string => saved)
  const problemOf = (typed: number | string) => numberProblem(typed, min, max, unit)
  const [wrong, setWrong] = useState(() => (isDraft ? problemOf(shown) : undefined))
  const typedNow = () => (settingsStore.getState().drafts[name]?.value ?? value) as number | string
  const mine = () => {
    const found = problemOf(typedNow())
    setWrong(found)
    if (found === undefined)
      void settingsStore
        .getState()
        .change(name, typedNow() as number)
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
        const finish = () => {
          const typed = typedNow()
          const found = problemOf(typed)
          setWrong(found)
          if (found !== undefined || hasConflict) return
          if (typed === value) discard()
          else save(typed as number)
        }
        return (
          <NumberInput
            id={id}
            value={shown}
            suffix={` ${unit}`}
            step={step}
            allowDecimal={step < 1}
            allowNegative={false}
            clampBehavior="none"
            onChange={type}
            onBlur={() => isDraft && finish()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') finish()
              if (event.key !== 'Escape' || !isDraft) return
              discard()
              setWrong(undefined)
            }}
            {...described}
          />
        )
      }}
    </SettingRow>
  )
}
