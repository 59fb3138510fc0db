import { Button, Group, Switch, Text, Textarea } from '@mantine/core'
import { type ClipboardEvent, useRef, useState } from 'react'
import type { Settings } from '../../core/contract/application.ts'
import type { Weekday } from '../../core/contract/weekdays.ts'
import { count } from '../formats.ts'
import { settingsStore } from '../stores.ts'
import classes from './calendar.module.css'
import { type CalendarDraft, draftOf, readCalendar } from './calendar-draft.ts'
import { CalendarWeek } from './calendar-week.tsx'
import { readHolidays, writeHolidays } from './holiday-list.ts'
import { SettingRow } from './setting-row.tsx'
import { useDraft } from './use-draft.ts'

/** Both lists in one, and in words what was added and what was not. */
const added = (before: string, text: string): { readonly text: string; readonly words: string } => {
  const found = readHolidays(text)
  const words = [
    found.holidays.length > 0 ? `${count(found.holidays.length, 'day')} off read.` : 'No days off were found in it.',
    found.repeating > 0
      ? `${count(found.repeating, 'event')} come back by a rule that is not kept here: only the day that is written there was taken.`
      : '',
    found.problems.length > 0 ? `${count(found.problems.length, 'line')} could not be read.` : '',
  ]
  const kept = readHolidays(before)
  const unread = before.split('\n').filter((_, at) => kept.problems.some(({ line }) => line === at + 1))
  const all = readHolidays(writeHolidays([...kept.holidays, ...found.holidays])).holidays
  return {
    text: [...unread, writeHolidays(all)].filter((part) => part !== '').join('\n'),
    words: words.filter((part) => part !== '').join(' '),
  }
}

interface HolidaysProps {
  readonly text: string
  readonly problems: readonly string[]
  readonly onChange: (text: string) => void
}

const Holidays = ({ text, problems, onChange }: HolidaysProps) => {
  const file = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState<string>()
  const add = (more: string) => {
    const { text: after, words } = added(text, more)
    onChange(after)
    setSaid(words)
  }
  /** The text of a calendar file is turned into lines; anything else is pasted as it is. */
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!/^\s*BEGIN:VCALENDAR/i.test(pasted)) return
    event.preventDefault()
    add(pasted)
  }
  const shown = problems.slice(0, 3)
  return (
    <div>
      <Textarea
        label="Days off"
        description="A line each: a date and a name, such as 2026-12-25 Christmas Day. Without the year, 12-25, it is off every year. No hour of such a day is prime time."
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        spellCheck={false}
        placeholder="12-25 Christmas Day"
        onPaste={onPaste}
        onChange={(event) => {
          setSaid(undefined)
          onChange(event.currentTarget.value)
        }}
        error={
          shown.length > 0
            ? [...shown, ...(problems.length > 3 ? [`and ${problems.length - 3} more`] : [])].join(' ')
            : undefined
        }
      />
      <Group gap={8} mt={8}>
        <Button size="compact-sm" variant="default" onClick={() => file.current?.click()}>
          Add from a file…
        </Button>
        <Text size="xs" c="dimmed" role="status">
          {said ?? 'A calendar file (.ics), or a list in plain text.'}
        </Text>
        <input
          ref={file}
          type="file"
          accept=".ics,.csv,.txt,text/calendar,text/plain"
          hidden
          aria-label="A file with days off"
          onChange={async (event) => {
            const [chosen] = event.currentTarget.files ?? []
            const { currentTarget } = event
            if (chosen) add(await chosen.text())
            currentTarget.value = ''
          }}
        />
      </Group>
    </div>
  )
}

/** The calendar of prime time. It is saved as a whole, when somebody says so: half a week would count wrong. */
export const CalendarSetting = ({ value }: { readonly value: Settings['primeTime'] }) => {
  const { shown, isDraft, hasConflict, type, discard } = useDraft('primeTime', value, draftOf)
  const [isTold, setTold] = useState(false)
  const read = readCalendar(shown)
  const isRight = read.calendar !== undefined
  const change = (part: Partial<CalendarDraft>) => type({ ...shown, ...part })
  const changeDay = (day: Weekday, text: string) => change({ days: { ...shown.days, [day]: text } })
  const keepMine = () => {
    if (read.calendar !== undefined)
      void settingsStore
        .getState()
        .change('primeTime', read.calendar)
        .catch(() => {})
  }
  return (
    <SettingRow
      name="primeTime"
      value={value}
      label="Prime time"
      help="Working hours on the clock of each licence server. With them, the data types that have the classification Prime time tell prime from non-prime, split where one becomes the other; without them it reads undef. It counts from the next report on, the past included; nothing is rebuilt."
      problem={isTold && !isRight ? (read.problem ?? 'Some of this cannot be read yet; see the fields.') : undefined}
      onKeepMine={keepMine}
      isWide
    >
      {(save, described) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setTold(!isRight)
            if (read.calendar !== undefined && !hasConflict) save(read.calendar)
          }}
        >
          <Switch
            label="Tell prime time from other time"
            checked={shown.isOn}
            onChange={(event) => change({ isOn: event.currentTarget.checked })}
            aria-describedby={described['aria-describedby']}
          />
          {shown.isOn && (
            <div className={classes.editor}>
              <CalendarWeek days={shown.days} problems={read.dayProblems} onChange={changeDay} />
              <Text size="xs" c="dimmed">
                From and to, such as 08:00–18:00; several with commas. 22:00–06:00 goes on into the next day,
                00:00–24:00 is all of it.
              </Text>
              <Holidays
                text={shown.holidays}
                problems={read.holidayProblems}
                onChange={(holidays) => change({ holidays })}
              />
            </div>
          )}
          <Group gap={8} mt={12}>
            <Button type="submit" disabled={!isDraft || hasConflict}>
              Save prime time
            </Button>
            {isDraft && (
              <>
                <Button
                  variant="default"
                  onClick={() => {
                    discard()
                    setTold(false)
                  }}
                >
                  Discard changes
                </Button>
                <Text size="xs" c="dimmed">
                  Not saved yet
                </Text>
              </>
            )}
          </Group>
        </form>
      )}
    </SettingRow>
  )
}
