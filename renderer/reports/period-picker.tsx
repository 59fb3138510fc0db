import { Button, Group, Popover, Text, UnstyledButton } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { addDays, labelOfPeriod, localDate, presetPeriods } from './report-period.ts'
import type { Period } from './report-shape.ts'
import classes from './shape-panel.module.css'

interface PeriodPickerProps {
  readonly period: Period
  readonly onChange: (period: Period) => void
  /** First instant of the data and the one at which it has ended, ISO. */
  readonly extent: { readonly from: string; readonly to: string } | undefined
  readonly zone: string
}

const sameAs = (one: Period, other: Period) => JSON.stringify(one) === JSON.stringify(other)

/** Presets, or any two dates; both ends of a range are included here, as people mean it. */
export const PeriodPicker = ({ period, onChange, extent, zone }: PeriodPickerProps) => {
  const [isOpen, setIsOpen] = useState(false)
  const choose = (chosen: Period) => {
    setIsOpen(false)
    onChange(chosen)
  }
  return (
    // Placed in the window, above the page: what it half covers is not what is pointed at.
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      trapFocus
      returnFocus
      floatingStrategy="fixed"
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconCalendar size={14} />}
          rightSection={<IconChevronDown size={12} />}
          aria-label={`Period: ${labelOfPeriod(period)}`}
          onClick={() => setIsOpen(!isOpen)}
        >
          {labelOfPeriod(period)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Period" p={8}>
        <div className={classes.presets}>
          {presetPeriods.map((it) => (
            <UnstyledButton
              key={labelOfPeriod(it)}
              className={classes.preset}
              aria-pressed={sameAs(it, period)}
              data-autofocus={sameAs(it, period) || undefined}
              onClick={() => choose(it)}
            >
              {labelOfPeriod(it)}
            </UnstyledButton>
          ))}
        </div>
        <RangeForm
          initial={rangeOf(period, extent, zone)}
          onShow={(from, to) => choose({ kind: 'range', from, to: addDays(to, 1) })}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

const rangeOf = (
  period: Period,
  extent: PeriodPickerProps['extent'],
  zone: string,
): readonly [string, string] | undefined => {
  if (period.kind === 'range') {
    const to = period.to.slice(0, 10)
    return [period.from.slice(0, 10), period.to.length === 10 ? addDays(to, -1) : to]
  }
  return extent && [localDate(Date.parse(extent.from), zone), localDate(Date.parse(extent.to) - 1, zone)]
}

const RangeForm = ({
  initial,
  onShow,
}: {
  readonly initial: readonly [string, string] | undefined
  readonly onShow: (from: string, to: string) => void
}) => {
  const [from, setFrom] = useState<string | null>(initial?.[0] ?? null)
  const [to, setTo] = useState<string | null>(initial?.[1] ?? null)
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
