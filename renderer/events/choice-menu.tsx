import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'

interface ChoiceMenuProps<T extends string> {
  /** `Severity` */
  readonly label: string
  readonly words: { readonly [K in T]: string }
  /** None: all of them. */
  readonly chosen: readonly T[]
  readonly onChange: (chosen: readonly T[]) => void
}

/** Any number of a few words, as one button that says which. */
export const ChoiceMenu = <T extends string>({ label, words, chosen, onChange }: ChoiceMenuProps<T>) => {
  const all = Object.keys(words) as T[]
  const said =
    chosen.length === 0
      ? 'any'
      : chosen.length <= 2
        ? chosen.map((it) => words[it].toLowerCase()).join(', ')
        : `${chosen.length} of ${all.length}`
  return (
    <Menu position="bottom-start" closeOnItemClick={false} returnFocus>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          rightSection={<IconChevronDown size={12} aria-hidden />}
          data-active={chosen.length > 0 || undefined}
        >
          {label}: {said}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {all.map((it) => (
          <Menu.CheckboxItem
            key={it}
            checked={chosen.includes(it)}
            onChange={(isOn) => onChange(all.filter((other) => (other === it ? isOn : chosen.includes(other))))}
          >
            {words[it]}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={chosen.length === 0} onClick={() => onChange([])}>
          Any
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
