import { useStore } from 'zustand'
import type { Settings } from '../../core/contract/application.ts'
import { defaultSettings } from '../../core/contract/default-settings.ts'
import { settingsStore } from '../stores.ts'
import { isConflict, isSame, type SettingName } from './settings-store.ts'

export interface DraftOf<Shown> {
  /** What the control shows: what is typed, else what is saved. */
  readonly shown: Shown
  readonly isDraft: boolean
  /** Another window saved something else after the typing began. Nothing is saved until somebody says which it shall be. */
  readonly hasConflict: boolean
  readonly type: (value: Shown) => void
  readonly discard: () => void
}

/** What is typed for one setting, kept while other pages are shown. `ofSaved`: a saved value as the control shows it. */
export const useDraft = <Name extends SettingName, Shown>(
  name: Name,
  saved: Settings[Name],
  ofSaved: (value: Settings[Name]) => Shown,
): DraftOf<Shown> => {
  const draft = useStore(settingsStore, ({ drafts }) => drafts[name])
  const { setDraft } = settingsStore.getState()
  return {
    shown: draft ? (draft.value as Shown) : ofSaved(saved),
    isDraft: draft !== undefined,
    hasConflict: isConflict(draft, saved),
    type: (value) => setDraft(name, isSame(value, ofSaved(saved)) && !isConflict(draft, saved) ? undefined : value),
    discard: () => setDraft(name, undefined),
  }
}

export const isDefault = <Name extends SettingName>(name: Name, value: Settings[Name]): boolean =>
  isSame(value, defaultSettings[name])
