import { Anchor, Button, Group, Text, Textarea } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { messageOf } from '../feedback/message-of.ts'
import { count } from '../formats.ts'
import { importStore } from '../stores.ts'
import { chooseFiles } from './choose-files.ts'
import classes from './import.module.css'
import { pathsIn } from './pasted-paths.ts'

const PathsForm = ({ onDone }: { readonly onDone: () => void }) => {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const paths = pathsIn(text)
  const start = async () => {
    setBusy(true)
    setWrong(undefined)
    try {
      await importStore.getState().importOffered(paths.map((path) => ({ path })))
      onDone()
    } catch (error) {
      setWrong(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={classes.paths}
      onSubmit={(event) => {
        event.preventDefault()
        if (paths.length > 0) void start()
      }}
    >
      <Textarea
        label="Paths on this machine, one per line"
        description="The files are read where they lie; nothing is copied. Good for large ones."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={wrong}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        data-autofocus
        autoFocus
      />
      <Group gap={8} mt={8}>
        <Button type="submit" disabled={paths.length === 0} loading={isBusy}>
          Import {paths.length > 0 ? count(paths.length, 'path') : 'paths'}
        </Button>
        <Button variant="default" onClick={onDone}>
          Close
        </Button>
      </Group>
    </form>
  )
}

/** Says where files go. Dropping works on the whole window, so this is a sign more than a target. */
export const DropZone = () => {
  const [hasPaths, setHasPaths] = useState(false)
  if (hasPaths) return <PathsForm onDone={() => setHasPaths(false)} />
  return (
    <div className={classes.zone}>
      <IconFileImport size={22} stroke={1.5} aria-hidden />
      <div className={classes.zoneText}>
        <Text fw={500}>Drop log files or folders anywhere on this window</Text>
        <Text size="xs" c="dimmed">
          Logs and status output of licence servers, licence files, process records, proxy logs and more; plain, gzip or
          zip, in any order. A file that was imported before adds only what is new. Or{' '}
          <Anchor component="button" type="button" size="xs" onClick={() => setHasPaths(true)}>
            type or paste paths
          </Anchor>
          .
        </Text>
      </div>
      <Button onClick={chooseFiles}>Import files…</Button>
    </div>
  )
}
