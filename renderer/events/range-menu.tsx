import { Button, Group, Popover, Text, UnstyledButton } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { type Range, ranges, type ShownEvents } from './event-filter.ts'
import classes from './events.module.css'

type Chosen = Pick<ShownEvents, 'range' | 'days'>

interface RangeMenuProps extends Chosen {
  readonly onChange: (chosen: Chosen) => void
}

const labelOf = ({ range, days }: Chosen): string => {
  if (range) return ranges[range]
  if (!days) return 'Any time'
  return days.from === days.to ? days.from : `${days.from} – ${days.to}`
}

/** A stretch that ends now, or whole days of this machine's clock. */
export const RangeMenu = ({ range, days, onChange }: RangeMenuProps) => {
  const [isOpen, setOpen] = useState(false)
  const choose = (chosen: Chosen) => {
    setOpen(false)
    onChange(chosen)
  }
  const label = labelOf({ range, days })
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus floatingStrategy="fixed">
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendar size={14} aria-hidden />}
          rightSection={<IconChevronDown size={12} aria-hidden />}
          aria-label={`Time range: ${label}`}
          data-active={range !== undefined || days !== undefined || undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time range" p={8}>
        <div className={classes.presets}>
          <Preset label="Any time" isOn={!range && !days} onClick={() => choose({})} />
          {(Object.keys(ranges) as Range[]).map((it) => (
            <Preset key={it} label={ranges[it]} isOn={it === range} onClick={() => choose({ range: it })} />
          ))}
        </div>
        <DaysForm initial={days} onShow={(from, to) => choose({ days: { from, to } })} />
      </Popover.Dropdown>
    </Popover>
  )
}

const Preset = ({
  label,
  isOn,
  onClick,
}: {
  readonly label: string
  readonly isOn: boolean
  readonly onClick: () => void
}) => (
  <UnstyledButton className={classes.preset} aria-pressed={isOn} data-autofocus={isOn || undefined} onClick={onClick}>
    {label}
  </UnstyledButton>
)

const DaysForm = ({
  initial,
  onShow,
}: {
  readonly initial: Chosen['days']
  readonly onShow: (from: string, to: string) => void
}) => {
  const [from, setFrom] = useState<string | null>(initial?.from ?? null)
  const [to, setTo] = useState<string | null>(initial?.to ?? null)
  const isBackwards = from !== null && to !== null && from > to
  const shared = { size: 'xs', w: 140, valueFormat: 'YYYY-MM-DD', popoverProps: { withinPortal: false } } as const
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (from && to && !isBackwards) onShow(from, to)
      }}
    >
      <Group gap={8} align="flex-end">
        <DateInput {...shared} label="First day" value={from} onChange={setFrom} />
        <DateInput {...shared} label="Last day" value={to} onChange={setTo} error={isBackwards} />
        <Button size="xs" type="submit" disabled={!from || !to || isBackwards}>
          Show these days
        </Button>
      </Group>
      {isBackwards && (
        <Text size="xs" c="red" mt={4} role="alert">
          The last day is before the first.
        </Text>
      )}
    </form>
  )
}
