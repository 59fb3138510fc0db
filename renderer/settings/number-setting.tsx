import { NumberInput } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import type { Settings } from '../../core/contract/application.ts'
import { numberProblem } from './setting-problems.ts'
import { SettingRow } from './setting-row.tsx'

type NumberName = 'denialBefore' | 'denialAfter' | 'queueHours'

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

export const NumberSetting = ({ name, value, label, help, unit, min, max, step = 1 }: NumberSettingProps) => {
  const id = useId()
  const [draft, setDraft] = useState<number | string>(value)
  const [wrong, setWrong] = useState<string>()
  useEffect(() => setDraft(value), [value])
  return (
    <SettingRow name={name} label={label} help={help} problem={wrong} controlId={id}>
      {(save, described) => {
        const finish = () => {
          const found = numberProblem(draft, min, max, unit)
          setWrong(found)
          if (found === undefined && draft !== value) save(draft as number)
        }
        return (
          <NumberInput
            id={id}
            value={draft}
            suffix={` ${unit}`}
            step={step}
            allowDecimal={step < 1}
            allowNegative={false}
            clampBehavior="none"
            onChange={setDraft}
            onBlur={finish}
            onKeyDown={(event) => {
              if (event.key === 'Enter') finish()
              if (event.key !== 'Escape') return
              setDraft(value)
              setWrong(undefined)
            }}
            {...described}
          />
        )
      }}
    </SettingRow>
  )
}
