import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core'
import { IconDots, IconPinFilled, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { SavedView } from '../../core/contract/views.ts'
import { api, saveExport } from '../api.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { link, navigate } from '../navigation.ts'
import { viewsStore } from '../stores.ts'
import { NameDialog, type NameQuestion } from './name-dialog.tsx'
import classes from './saved-views.module.css'
import type { OpenView } from './use-open-view.ts'
import { chooseViewFile } from './view-import.tsx'
import { copyName } from './views-store.ts'

export const pathOfView = ({ id, shape }: SavedView): string => `/reports/${shape.type}?view=${encodeURIComponent(id)}`

const exportViews = async (ids?: readonly string[]) => {
  try {
    const { exportId, fileName } = await api.call('views.export', ids ? { ids: [...ids] } : {})
    if (await saveExport(exportId, fileName)) notifyDone(`Exported ${fileName}`)
  } catch (error) {
    notifyFailed('The saved views could not be exported', error)
  }
}

/** Reports that are kept under a name: opened, saved, changed and handed on from here. */
export const SavedViews = ({ open }: { readonly open: OpenView }) => {
  const { views, error, create, rename, duplicate, pin, remove } = useStore(viewsStore)
  const [question, setQuestion] = useState<NameQuestion>()
  if (!views)
    return error === undefined ? null : <ErrorMessage what="The saved views could not be listed" error={error} />
  const { view, isChanged, content } = open

  const saveAs = () =>
    setQuestion({
      title: view ? 'Save as another view' : 'Save this report as a view',
      button: 'Save the view',
      name: view ? copyName(view.name, views) : '',
      onName: async (name) => {
        if (content) open.opened(await create(name, content))
      },
    })
  const askRename = (it: SavedView) =>
    setQuestion({
      title: `Rename ${it.name}`,
      button: 'Rename the view',
      name: it.name,
      onName: (name) => rename(it.id, name),
    })
  const askDuplicate = (it: SavedView) =>
    setQuestion({
      title: `Duplicate ${it.name}`,
      button: 'Duplicate the view',
      name: copyName(it.name, views),
      onName: (name) => duplicate(it, name),
    })
  const removeView = async (it: SavedView) => {
    try {
      const restore = await remove(it.id)
      if (view?.id === it.id) open.closed()
      notifyUndo(
        `Deleted the saved view ${it.name}`,
        async () => {
          await restore()
          if (view?.id === it.id) navigate(pathOfView(it))
        },
        `The saved view ${it.name} could not be put back`,
      )
    } catch (cause) {
      notifyFailed(`The saved view ${it.name} could not be deleted`, cause)
    }
  }

  return (
    <section className={classes.section} aria-label="Saved views">
      <div className={classes.head}>
        <h2 className={classes.title}>Saved views</h2>
        <ActionIcon size={24} aria-label="Save this report as a view" disabled={!content} onClick={saveAs}>
          <IconPlus size={14} />
        </ActionIcon>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={24} aria-label="Import or export saved views">
              <IconDots size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={chooseViewFile}>Import views from a file…</Menu.Item>
            <Menu.Item disabled={views.length === 0} onClick={() => void exportViews()}>
              Export all views
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {view && isChanged && (
        <div className={classes.changed}>
          <Text size="xs" role="status">
            {view.name} differs from what was saved.
          </Text>
          <Group gap={4} mt={4}>
            <Button size="compact-xs" onClick={() => void open.save()}>
              Save
            </Button>
            <Button size="compact-xs" variant="default" onClick={saveAs}>
              Save as…
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={() => void open.revert()}>
              Revert
            </Button>
          </Group>
        </div>
      )}
      {views.length === 0 ? (
        <Text size="xs" c="dimmed">
          None yet. A view keeps the shape of this report and the arrangement of its table under a name.
        </Text>
      ) : (
        <ul className={classes.list}>
          {views.map((it) => (
            <li key={it.id} className={classes.item}>
              <a
                className={classes.link}
                href={link(pathOfView(it))}
                aria-current={view?.id === it.id ? 'true' : undefined}
                title={it.name}
              >
                {it.isPinned && <IconPinFilled size={12} aria-label="pinned" />}
                <span className={classes.name}>{it.name}</span>
                {view?.id === it.id && isChanged && <span className={classes.mark}>changed</span>}
                <span className={classes.type}>{it.shape.type}</span>
              </a>
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon size={24} aria-label={`Change ${it.name}`}>
                    <IconDots size={14} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => askRename(it)}>Rename…</Menu.Item>
                  <Menu.Item onClick={() => askDuplicate(it)}>Duplicate…</Menu.Item>
                  <Menu.Item onClick={() => void pin(it.id, !it.isPinned)}>
                    {it.isPinned ? 'Unpin' : 'Pin to the top'}
                  </Menu.Item>
                  <Menu.Item onClick={() => void exportViews([it.id])}>Export</Menu.Item>
                  <Menu.Divider />
                  <Menu.Item color="red" onClick={() => void removeView(it)}>
                    Delete
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </li>
          ))}
        </ul>
      )}
      <NameDialog question={question} onClose={() => setQuestion(undefined)} />
    </section>
  )
}
