import { Button, Menu, Text } from '@mantine/core'
import { IconArrowsLeftRight, IconChevronDown } from '@tabler/icons-react'
import type { Comparison } from '../../core/contract/reports.ts'

interface CompareMenuProps {
  readonly compare: Comparison | null
  readonly disabled: boolean
  readonly onChange: (compare: Comparison | null) => void
}

const choices: readonly {
  readonly value: Comparison | null
  readonly label: string
  readonly short: string
  readonly help: string
}[] = [
  { value: null, label: 'Do not compare', short: 'Compare', help: '' },
  {
    value: 'previous',
    label: 'Previous period',
    short: 'Previous period',
    help: 'The same length just before: whole months with whole months, else whole days before, at the same hours.',
  },
  {
    value: 'year',
    label: 'A year ago',
    short: 'A year ago',
    help: 'The same dates of the year before.',
  },
]

/** Which earlier period is set against this one. */
export const CompareMenu = ({ compare, disabled, onChange }: CompareMenuProps) => {
  const chosen = choices.find((it) => it.value === compare)
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          disabled={disabled}
          leftSection={<IconArrowsLeftRight size={14} />}
          rightSection={<IconChevronDown size={12} />}
          aria-label={`Compare: ${chosen?.label ?? ''}`}
        >
          {chosen?.short}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={compare ?? 'none'}
          onChange={(value) => onChange(value === 'none' ? null : (value as Comparison))}
        >
          {choices.map(({ value, label, help }) => (
            <Menu.RadioItem key={label} value={value ?? 'none'} closeMenuOnClick>
              {label}
              {help && (
                <Text size="xs" c="dimmed">
                  {help}
                </Text>
              )}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
