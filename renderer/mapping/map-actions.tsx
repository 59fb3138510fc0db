import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { MapKind, MapSaved } from '../../core/contract/mapping.ts'
import { api, saveExport } from '../api.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { count } from '../formats.ts'
import { mappingStore } from '../stores.ts'
import { wordsOfKind } from './map-kinds.ts'

const effectOf = ({ state, changedNames, malformed }: MapSaved, kind: MapKind): string => {
  const { name, names, changes } = wordsOfKind(kind)
  if (state === 'unchanged') return 'Nothing differs from what was saved.'
  const moved =
    changedNames === 0
      ? `No known ${name} ${changes[0]}.`
      : `${count(changedNames, name, names)} ${changes[changedNames === 1 ? 0 : 1]}.`
  return malformed === 0
    ? moved
    : `${moved} ${count(malformed, 'line')} ${malformed === 1 ? 'is not understood and has' : 'are not understood and have'} no effect.`
}

/** Saves the draft, and offers to go back to what was there before. `over`: over what somebody else saved meanwhile. */
export const saveMap = async (kind: MapKind, over = false): Promise<void> => {
  const store = mappingStore.getState()
  const open = store.maps[kind]
  if (!open?.draft || open.isSaving) return
  const before = over ? (open.saved?.revision ?? 0) : open.draft.base
  try {
    const done = await store.save(kind, over)
    // Somebody else saved meanwhile: the page says so itself, beside the draft.
    if (done.state === 'conflict') return
    const said = `${wordsOfKind(kind).title}: saved. ${effectOf(done, kind)}`
    if (done.state === 'saved') notifyUndo(said, () => undoTo(kind, before), 'The change was not taken back')
    else notifyDone(said)
  } catch (error) {
    notifyFailed(`${wordsOfKind(kind).title} was not saved`, error)
  }
}

const overtaken = 'Somebody else saved meanwhile. Nothing was changed; the history has every revision.'

const undoTo = async (kind: MapKind, revision: number) => {
  const { state } = await mappingStore.getState().restore(kind, revision)
  if (state === 'conflict') throw new Error(overtaken)
  notifyDone(`${wordsOfKind(kind).title} is as it was before.`)
}

export const restoreMap = async (kind: MapKind, revision: number): Promise<void> => {
  const before = mappingStore.getState().maps[kind]?.saved?.revision ?? 0
  try {
    const done = await mappingStore.getState().restore(kind, revision)
    if (done.state === 'conflict') throw new Error(overtaken)
    notifyUndo(
      `Revision ${revision} is in force again. ${effectOf(done, kind)}`,
      () => undoTo(kind, before),
      'The change was not taken back',
    )
  } catch (error) {
    notifyFailed(`Revision ${revision} was not restored`, error)
  }
}

export const discardDraft = (kind: MapKind): void => {
  const draft = mappingStore.getState().discard(kind)
  if (draft)
    notifyUndo(
      'Draft discarded.',
      () => mappingStore.getState().bringBack(kind, draft),
      'The draft was not brought back',
    )
}

export const openRevision = async (kind: MapKind, revision: number): Promise<void> => {
  try {
    const text = await mappingStore.getState().readRevision(kind, revision)
    replaceDraft(kind, text, `Revision ${revision} is in the editor. Save to bring it into force.`)
  } catch (error) {
    notifyFailed(`Revision ${revision} could not be opened`, error)
  }
}

/** Puts a whole text into the draft; what was typed before can be brought back. */
export const replaceDraft = (kind: MapKind, text: string, said: string, fileName?: string): void => {
  const store = mappingStore.getState()
  const before = store.maps[kind]?.draft
  store.edit(kind, text, fileName)
  notifyUndo(
    said,
    () => (before ? store.bringBack(kind, before) : store.discard(kind)),
    'The draft was not brought back',
  )
}

export const exportMap = async (kind: MapKind): Promise<void> => {
  try {
    const { exportId, fileName } = await api.call('maps.export', { kind })
    if (await saveExport(exportId, fileName)) notifyDone(`Exported ${fileName}`)
  } catch (error) {
    notifyFailed('The map was not exported', error)
  }
}

/** Saving over what somebody else saved takes their work out of force: it asks. */
export const saveOver = (kind: MapKind, revision: number): void => {
  modals.openConfirmModal({
    title: `Save over revision ${revision}?`,
    children: (
      <Text>
        Your draft began before revision {revision} was saved. Saving brings your draft into force in its place;
        revision {revision} stays in the history and can be restored.
      </Text>
    ),
    labels: { confirm: 'Save my draft', cancel: 'Keep theirs for now' },
    cancelProps: { 'data-autofocus': true },
    onConfirm: () => void saveMap(kind, true),
  })
}
