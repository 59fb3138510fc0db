import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import classes from './data-grid.module.css'

interface QuickFilterProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** Enter or arrow down: on to what was found. */
  readonly onLeave: () => void
}

/** Filters what is already there. The frame brings `/` here; Esc empties it, then goes back to the rows. */
export const QuickFilter = ({ label, value, onChange, onLeave }: QuickFilterProps) => (
  <TextInput
    data-page-filter
    className={classes.quickFilter}
    size="xs"
    aria-label={label}
    placeholder={label}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    onKeyDown={(event) => {
      if (event.key === 'Escape' && value !== '') {
        event.stopPropagation()
        onChange('')
      } else if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') {
        event.preventDefault()
        onLeave()
      }
    }}
    leftSection={<IconSearch size={14} aria-hidden />}
    rightSection={
      value === '' ? (
        <Kbd size="xs" aria-hidden>
          /
        </Kbd>
      ) : (
        <CloseButton size="xs" aria-label="Clear the filter" onClick={() => onChange('')} />
      )
    }
  />
)
