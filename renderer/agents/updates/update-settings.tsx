import { Button, Checkbox, Group, NumberInput, Switch, Text, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useState } from 'react'
import type { UpdateSettings } from '../../../core/contract/updates.ts'
import { ErrorMessage } from '../../feedback/error-message.tsx'
import { messageOf } from '../../feedback/message-of.ts'
import { notifyUndo } from '../../feedback/notify-undo.tsx'
import { updatesStore } from '../../stores.ts'
import { isClock, numberFields, readShares, readUpdateForm, toUpdateForm, weekDays } from './update-form.ts'
import classes from './updates.module.css'

/** When updates run, in which waves, and what stops them. */
export const openUpdateSettings = (): void => {
  modals.open({ modalId: 'update-settings', title: 'Update settings', size: 'lg', children: <UpdateSettingsForm /> })
}

const UpdateSettingsForm = () => {
  const [before] = useState(() => updatesStore.getState().settings)
  // It is opened from where they are shown.
  if (!before)
    return <ErrorMessage what="The settings could not be read" error={new Error('They are not there yet.')} />
  return <Form before={before} />
}

const windowEnds = [
  { end: 'from', label: 'From', placeholder: '22:00' },
  { end: 'to', label: 'To', placeholder: '05:00' },
] as const

const Form = ({ before }: { readonly before: UpdateSettings }) => {
  const [form, setForm] = useState(() => toUpdateForm(before))
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }))
  const read = readUpdateForm(form)
  const save = async () => {
    if (!read) return
    setBusy(true)
    setWrong(undefined)
    try {
      await updatesStore.getState().changeSettings(read)
      modals.close('update-settings')
      const { automatic: _, ...undone } = before
      notifyUndo('The update settings are changed.', () => updatesStore.getState().changeSettings(undone))
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Switch
        label="Only in a maintenance window"
        description="Outside of it nothing is offered; what agents have begun they bring to its end. Times of this machine."
        checked={form.hasWindow}
        onChange={(event) => change({ hasWindow: event.currentTarget.checked })}
        mb={8}
      />
      {form.hasWindow && (
        <Group gap={16} align="flex-end" mb={8}>
          <Checkbox.Group
            label="Begins on"
            value={form.days.map(String)}
            onChange={(days) => change({ days: days.map(Number).sort() })}
          >
            <Group gap={12} h={30}>
              {weekDays.map((name, index) => (
                <Checkbox key={name} value={String(index + 1)} label={name} />
              ))}
            </Group>
          </Checkbox.Group>
          <Group gap={8} wrap="nowrap">
            {windowEnds.map(({ end, label, placeholder }) => (
              <TextInput
                key={end}
                label={label}
                placeholder={placeholder}
                w={90}
                error={form[end] !== '' && !isClock(form[end])}
                value={form[end]}
                onChange={(event) => change({ [end]: event.currentTarget.value })}
              />
            ))}
          </Group>
        </Group>
      )}
      <TextInput
        label="Waves"
        description="After the first agent: up to which shares of a batch, in percent. The last is 100."
        my={12}
        w={480}
        value={form.waves}
        error={readShares(form.waves) ? undefined : 'Numbers from 1 to 100 that grow, the last 100: 5, 25, 100'}
        onChange={(event) => change({ waves: event.currentTarget.value })}
      />
      <div className={classes.fields}>
        {numberFields.map(({ name, label, unit, least, most, factor }) => (
          <NumberInput
            key={name}
            label={unit === '' ? label : `${label} (${unit})`}
            min={least / factor}
            max={most / factor}
            clampBehavior="strict"
            allowDecimal={factor !== 1}
            allowNegative={false}
            value={form.numbers[name]}
            onChange={(value) => change({ numbers: { ...form.numbers, [name]: value } })}
          />
        ))}
      </div>
      {wrong && (
        <Text c="red" mt={12} role="alert">
          {wrong}
        </Text>
      )}
      <Group gap={8} mt={16}>
        <Button type="submit" disabled={!read} loading={isBusy}>
          Save update settings
        </Button>
        <Button variant="default" onClick={() => modals.close('update-settings')}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}
