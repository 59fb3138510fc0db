import { ActionIcon, Button, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Watch } from '../../core/contract/watch.ts'
import table from '../design/plain-table.module.css'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { emDash, formatNumber } from '../formats.ts'
import { PageSection } from '../shell/page-body.tsx'
import { watchedStore } from '../stores.ts'
import classes from './watched.module.css'
import { showWatchedFiles } from './watched-files.tsx'
import { WatchedForm } from './watched-form.tsx'
import { filesWords, optionWords, resultWords, watchLook } from './watched-words.ts'

const lookNow = ({ id, path }: Watch) =>
  watchedStore
    .getState()
    .lookNow(id)
    .then(({ outcome, reason }) => notifyDone(reason ?? outcome))
    .catch((error: unknown) => notifyFailed(`${path} was not looked at`, error))

const setPaused = ({ id, path }: Watch, paused: boolean) => {
  const { pause, resume } = watchedStore.getState()
  return (paused ? pause(id) : resume(id)).catch((error: unknown) =>
    notifyFailed(`${path} was not ${paused ? 'paused' : 'resumed'}`, error),
  )
}

const remove = ({ id, path }: Watch) =>
  watchedStore
    .getState()
    .remove(id)
    .then(() =>
      notifyUndo(
        `${path} is not watched any more. What was imported stays.`,
        () => watchedStore.getState().restore(id),
        'The entry could not be taken back',
      ),
    )
    .catch((error: unknown) => notifyFailed(`${path} was not removed`, error))

const WatchRow = ({ watch, onChange }: { readonly watch: Watch; readonly onChange: () => void }) => {
  const { path, state, lastImportAt } = watch
  const { word, icon: LookIcon, colour } = watchLook[state]
  const isPaused = state === 'paused'
  return (
    <tr>
      <th scope="row" className={classes.path}>
        <UnstyledButton
          className={classes.pathName}
          title={path}
          aria-label={`Files of ${path}`}
          onClick={() => showWatchedFiles(watch)}
        >
          {path}
        </UnstyledButton>
        <span className={classes.details} title={optionWords(watch)}>
          {optionWords(watch)}
        </span>
      </th>
      <td className={classes.state}>
        <LookIcon size={16} stroke={1.7} color={`var(--mantine-color-${colour}-text)`} aria-hidden />
        {word}
      </td>
      <td className={classes.outcome}>{resultWords(watch)}</td>
      <td className={table.nowrap}>{filesWords(watch)}</td>
      <td className={table.number}>{formatNumber(watch.lines)}</td>
      <td className={table.nowrap}>{lastImportAt ? <TimeAgo at={lastImportAt} /> : emDash}</td>
      <td>
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`Actions for ${path}`}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void lookNow(watch)}>Look now</Menu.Item>
            <Menu.Item onClick={() => void setPaused(watch, !isPaused)}>{isPaused ? 'Resume' : 'Pause'}</Menu.Item>
            <Menu.Item onClick={() => showWatchedFiles(watch)}>Show files</Menu.Item>
            <Menu.Item onClick={onChange}>Change…</Menu.Item>
            <Menu.Item onClick={() => void remove(watch)}>Remove</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  )
}

/** Folders and files that are imported as they grow. */
export const WatchedFolders = () => {
  const { watches, error, reload } = useStore(watchedStore)
  const [editing, setEditing] = useState<number | 'new'>()
  useEffect(() => watchedStore.getState().follow(), [])
  if (!watches) {
    return error === undefined ? null : (
      <ErrorMessage what="The watched folders could not be listed" error={error} onRetry={reload} />
    )
  }
  const edited = watches.find(({ id }) => id === editing)
  const close = () => setEditing(undefined)
  const add = (
    <Button variant="default" onClick={() => setEditing('new')} disabled={editing === 'new'}>
      Watch a folder…
    </Button>
  )
  return (
    <PageSection title="Watched folders" aside={watches.length > 0 ? add : undefined}>
      {(editing === 'new' || edited) && <WatchedForm key={editing} watch={edited} onClose={close} />}
      {watches.length === 0 && editing !== 'new' && (
        <div className={classes.intro}>
          <Text c="dimmed">
            Name the folder where a licence server writes its logs, and they are imported as they grow: a few seconds
            behind, over rotation and restarts, and never a line twice.
          </Text>
          {add}
        </div>
      )}
      {watches.length > 0 && (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Path</th>
                <th scope="col">State</th>
                <th scope="col">Last look</th>
                <th scope="col">Files</th>
                <th scope="col" className={table.number} title="Lines taken since it is watched">
                  Lines
                </th>
                <th scope="col">Last lines</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {watches.map((watch) => (
                <WatchRow key={watch.id} watch={watch} onChange={() => setEditing(watch.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PageSection>
  )
}
