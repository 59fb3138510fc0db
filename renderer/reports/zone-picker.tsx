import { Select } from '@mantine/core'
import { IconWorld } from '@tabler/icons-react'
import { useMemo } from 'react'
import classes from './shape-panel.module.css'

interface ZonePickerProps {
  /** Empty: the core's own choice. */
  readonly zone: string
  /** The zone the shown answer is in. */
  readonly shownZone: string | undefined
  readonly onChange: (zone: string) => void
}

/** The zone of days and of the Time column. It is always visible, chosen or not. */
export const ZonePicker = ({ zone, shownZone, onChange }: ZonePickerProps) => {
  const data = useMemo(() => {
    const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]
    const all = zone && !zones.includes(zone) ? [zone, ...zones] : zones
    return [
      { value: '', label: shownZone && !zone ? shownZone : 'Zone of the data' },
      { group: 'Another zone', items: all.filter((it, at) => all.indexOf(it) === at) },
    ]
  }, [zone, shownZone])
  return (
    <Select
      size="xs"
      w={178}
      aria-label="Time zone"
      leftSection={<IconWorld size={14} />}
      searchable
      allowDeselect={false}
      data={data}
      value={zone}
      onChange={(chosen) => onChange(String(chosen ?? ''))}
      limit={120}
      nothingFoundMessage="No such zone"
      withScrollArea={false}
      classNames={{ options: classes.options }}
      comboboxProps={{ width: 240, position: 'bottom-start' }}
    />
  )
}
