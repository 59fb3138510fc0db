import { Button, Text, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { messageOf } from '../feedback/message-of.ts'
import { notifyDone } from '../feedback/notify.ts'
import { formatBytes } from '../formats.ts'
import { settingsStore } from '../stores.ts'
import classes from './settings.module.css'

/** `…/licences.db` → `…/licences-backup.db` */
const besideDatabase = (path: string): string => path.replace(/(\.[^./\\]+)?$/, '-backup$1')

/** Writes a copy of the database that can be put back with `lictor restore`. */
export const BackupRow = ({ database }: { readonly database: string }) => {
  const id = useId()
  const [path, setPath] = useState(() => besideDatabase(database))
  const [isWriting, setWriting] = useState(false)
  const [problem, setProblem] = useState<string>()
  const write = async (): Promise<void> => {
    setWriting(true)
    setProblem(undefined)
    try {
      const written = await settingsStore.getState().backUp(path.trim())
      notifyDone(`Wrote the backup ${written.path} (${formatBytes(written.bytes)}), checked.`)
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      setWriting(false)
    }
  }
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault()
        void write()
      }}
    >
      <div>
        <Text component="label" htmlFor={id} fw={500}>
          Backup
        </Text>
        <Text size="xs" c="dimmed" id={`${id}-help`}>
          A checked copy of the database, written while Lictor goes on. An older backup of this name is replaced once
          the new one is whole. Choose another disk to be safe from the loss of this one; <code>lictor restore</code>{' '}
          puts it back.
        </Text>
      </div>
      <div>
        <TextInput
          id={id}
          className="mono"
          value={path}
          onChange={({ currentTarget }) => setPath(currentTarget.value)}
          error={problem}
          aria-describedby={`${id}-help`}
          spellCheck={false}
        />
        <Button type="submit" variant="default" mt={8} loading={isWriting} disabled={path.trim() === ''}>
          Write a backup
        </Button>
      </div>
    </form>
  )
}
