import { Autocomplete, Button, Collapse, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { count } from '../formats.ts'
import { importStore } from '../stores.ts'
import classes from './import.module.css'
import { givenOptions, zoneProblem } from './import-options.ts'

/** What the next files cannot say themselves. Folded, because most logs say it all. */
export const ImportOptionsForm = () => {
  const options = useStore(importStore, (state) => state.options)
  const { setOptions } = importStore.getState()
  const [isOpen, setOpen] = useState(false)
  const given = givenOptions(options)
  return (
    <div className={classes.options}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-expanded={isOpen}
        aria-controls="import-options"
        onClick={() => setOpen(!isOpen)}
        leftSection={
          <IconChevronRight size={14} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
        }
      >
        Options{given > 0 && ` (${count(given, 'option')} set for the next files)`}
      </Button>
      <Collapse expanded={isOpen} transitionDuration={0} id="import-options">
        <div className={classes.optionFields}>
          <TextInput
            label="Server name"
            description="For logs without a start banner, or to file a log under another name."
            placeholder="From the log"
            value={options.server}
            onChange={(event) => setOptions({ server: event.currentTarget.value })}
          />
          <Autocomplete
            label="Time zone of the log"
            description="The zone the licence server’s clock runs in."
            placeholder="From the log"
            value={options.zone}
            onChange={(zone) => setOptions({ zone })}
            error={zoneProblem(options.zone)}
            data={Intl.supportedValuesOf('timeZone')}
            limit={100}
            maxDropdownHeight={240}
          />
          <DateInput
            label="Start date"
            description="For logs that never state a date: the day of the first line."
            placeholder="From the log"
            value={options.startDate || null}
            onChange={(date) => setOptions({ startDate: date ?? '' })}
            valueFormat="YYYY-MM-DD"
            clearable
            clearButtonProps={{ 'aria-label': 'Remove the start date' }}
          />
        </div>
      </Collapse>
    </div>
  )
}
