import { Autocomplete, Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Watch } from '../../core/contract/watch.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyDone } from '../feedback/notify.ts'
import { watchedStore } from '../stores.ts'
import { zoneProblem } from './import-options.ts'
import classes from './watched.module.css'
import { intervalWords } from './watched-words.ts'

const intervals = [5, 10, 30, 60, 300, 900, 3600]

interface WatchedFormProps {
  /** The entry to change; without it a new one is made. */
  readonly watch?: Watch | undefined
  readonly onClose: () => void
}

/** What is to be watched and what its logs do not say themselves. */
export const WatchedForm = ({ watch, onClose }: WatchedFormProps) => {
  const [path, setPath] = useState(watch?.path ?? '')
  const [pattern, setPattern] = useState(watch?.pattern ?? '')
  const [subfolders, setSubfolders] = useState(watch?.subfolders ?? false)
  const [everySeconds, setEverySeconds] = useState(watch?.everySeconds ?? 30)
  const [server, setServer] = useState(watch?.server ?? '')
  const [zone, setZone] = useState(watch?.zone ?? '')
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isFile = watch?.kind === 'file'
  const choices = [...new Set([...intervals, everySeconds])].sort((a, b) => a - b)

  const submit = async () => {
    setBusy(true)
    setWrong(undefined)
    const options = { pattern, subfolders, everySeconds, server, zone }
    try {
      if (watch) await watchedStore.getState().change({ id: watch.id, ...options })
      else notifyDone(await watchedStore.getState().add({ path: path.trim(), ...options }))
      onClose()
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <form
      className={classes.form}
      aria-label={watch ? `Change how ${watch.path} is watched` : 'Watch a folder or file'}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
      onSubmit={(event) => {
        event.preventDefault()
        if (path.trim() !== '' && zoneProblem(zone) === undefined) void submit()
      }}
    >
      <div className={classes.fields}>
        <TextInput
          className={classes.wide}
          label="Folder or file"
          description="Its whole path on the machine where Lictor runs; a connected share counts."
          placeholder="/var/log/flexlm"
          data-autofocus
          autoFocus={!watch}
          spellCheck={false}
          disabled={watch !== undefined}
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
          error={wrong}
        />
        <Select
          label="Look every"
          description="How often it is looked at."
          allowDeselect={false}
          data={choices.map((seconds) => ({ value: String(seconds), label: intervalWords(seconds) }))}
          value={String(everySeconds)}
          onChange={(value) => setEverySeconds(Number(value))}
        />
        {!isFile && (
          <TextInput
            label="File names"
            description="With * and ?, several separated by commas. Empty: every file."
            placeholder="*.log, lmgrd*"
            spellCheck={false}
            value={pattern}
            onChange={(event) => setPattern(event.currentTarget.value)}
          />
        )}
        <TextInput
          label="Server name"
          description="For logs without a start banner."
          placeholder="From the log"
          value={server}
          onChange={(event) => setServer(event.currentTarget.value)}
        />
        <Autocomplete
          label="Time zone of the logs"
          description="The zone the licence server’s clock runs in."
          placeholder="From the log"
          value={zone}
          onChange={setZone}
          error={zoneProblem(zone)}
          data={Intl.supportedValuesOf('timeZone')}
          limit={100}
          maxDropdownHeight={240}
        />
        {!isFile && (
          <Checkbox
            label="Files in its sub-folders too"
            checked={subfolders}
            onChange={(event) => setSubfolders(event.currentTarget.checked)}
          />
        )}
      </div>
      <div className={classes.buttons}>
        <Button type="submit" loading={isBusy} disabled={path.trim() === ''}>
          {watch ? 'Save' : 'Watch'}
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
