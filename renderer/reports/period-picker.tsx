import { Button, Group, Menu, Popover, Text } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import { addDays, labelOfPeriod, localDate, presetPeriods } from './report-period.ts'
import type { Period } from './report-shape.ts'

interface PeriodPickerProps {
  readonly period: Period
  readonly onChange: (period: Period) => void
  /** First and last instant of the data, ISO, and the zone they are read in. */
  readonly extent: { readonly from: string; readonly to: string } | undefined
  readonly zone: string
}

const sameAs = (one: Period, other: Period) => JSON.stringify(one) === JSON.stringify(other)

/** Presets, or any two dates; both ends of a range are included here, as people mean it. */
export const PeriodPicker = ({ period, onChange, extent, zone }: PeriodPickerProps) => {
  const [isChoosing, setIsChoosing] = useState(false)
  return (
    <Popover opened={isChoosing} onChange={setIsChoosing} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <span>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconCalendar size={14} />}
                aria-label={`Period: ${labelOfPeriod(period)}`}
              >
                {labelOfPeriod(period)}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {presetPeriods.map((it) => (
                <Menu.Item
                  key={labelOfPeriod(it)}
                  onClick={() => onChange(it)}
                  aria-current={sameAs(it, period) || undefined}
                  fw={sameAs(it, period) ? 600 : undefined}
                >
                  {labelOfPeriod(it)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => setIsChoosing(true)}>Choose dates…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose dates">
        <RangeForm
          initial={rangeOf(period, extent, zone)}
          onShow={(from, to) => {
            setIsChoosing(false)
            onChange({ kind: 'range', from, to: addDays(to, 1) })
          }}
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
  return extent && [localDate(Date.parse(extent.from), zone), localDate(Date.parse(extent.to), zone)]
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
        <DateInput {...shared} label="First day" value={from} onChange={setFrom} data-autofocus />
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
