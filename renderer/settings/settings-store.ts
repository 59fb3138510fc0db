import { createStore } from 'zustand/vanilla'
import type { DatabaseInfo, Settings } from '../../core/contract/application.ts'
import type { Client } from '../../core/contract/client.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import type { RetentionPreview } from '../../core/contract/retention.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export type SettingName = keyof Settings

/** What is typed and not saved yet, and what was saved when the typing began. */
export interface Draft {
  readonly value: unknown
  readonly base: Settings[SettingName]
}
export type Drafts = { readonly [Name in SettingName]?: Draft }

export interface SettingsState {
  readonly settings?: Settings
  readonly machineZone?: string
  readonly database?: DatabaseInfo
  readonly error?: unknown
  /** Kept while other pages are shown. */
  readonly drafts: Drafts
  /** The setting that was saved last, for the quiet word beside it. */
  readonly saved?: { readonly name: SettingName; readonly at: number }
  readonly watch: () => () => void
  readonly reload: () => void
  /** `undefined`: nothing is typed any more. */
  readonly setDraft: (name: SettingName, value: unknown) => void
  /** Another window changed the setting meanwhile, and what is typed here shall replace that. */
  readonly keepMine: (name: SettingName) => void
  /** Saves one setting at once. Throws what the core says; what another window saved meanwhile is not overwritten. */
  readonly change: <Name extends SettingName>(name: Name, value: Settings[Name]) => Promise<void>
  /** Writes a checked copy to a path of the machine Lictor runs on. */
  readonly backUp: (path: string) => Promise<{ readonly path: string; readonly bytes: number }>
  readonly previewRetention: (months: number) => Promise<RetentionPreview>
  /** Keeps the number of months and removes at once what is older. */
  readonly applyRetention: (months: number) => Promise<void>
}

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Whether another window changed the setting after the typing began here. */
export const isConflict = (draft: Draft | undefined, saved: Settings[SettingName]): boolean =>
  draft !== undefined && !isSame(draft.base, saved)

export const createSettingsStore = (api: Client) =>
  createStore<SettingsState>((set, get) => {
    const load = oneAtATime(async () => {
      try {
        const [settings, info] = await Promise.all([api.call('settings.read', {}), api.call('application.info', {})])
        set({ settings, machineZone: info.machineZone, error: undefined })
      } catch (error) {
        set({ error })
      }
    })
    const loadDatabase = oneAtATime(async () => {
      const database = await api.call('application.database', {}).catch(() => undefined)
      if (database) set({ database })
    }, 2000)
    const withoutDraft = (name: SettingName): Drafts => {
      const { [name]: _, ...others } = get().drafts
      return others
    }
    return {
      drafts: {},
      watch: () => {
        set({ saved: undefined })
        void load()
        void loadDatabase()
        const ends = [
          api.on('settings.changed', () => void load()),
          api.on('data.changed', () => void loadDatabase()),
          api.on('imports.changed', () => void loadDatabase()),
        ]
        return () => {
          for (const end of ends) end()
        }
      },
      reload: () => void load(),
      setDraft: (name, value) => {
        const { settings, drafts } = get()
        if (!settings) return
        if (value === undefined) return set({ drafts: withoutDraft(name) })
        set({ drafts: { ...drafts, [name]: { value, base: drafts[name]?.base ?? settings[name] } } })
      },
      keepMine: (name) => {
        const { settings, drafts } = get()
        const draft = drafts[name]
        if (settings && draft) set({ drafts: { ...drafts, [name]: { ...draft, base: settings[name] } } })
      },
      change: async (name, value) => {
        const { settings: shown, drafts } = get()
        const draft = drafts[name]
        const expected = shown && { [name]: draft ? draft.base : shown[name] }
        try {
          const settings = await api.call('settings.change', { [name]: value, ...(expected ? { expected } : {}) })
          // What was typed on while it was being saved stays.
          const drafts = get().drafts[name] === draft ? withoutDraft(name) : get().drafts
          set({ settings, drafts, saved: { name, at: Date.now() } })
        } catch (error) {
          if (error instanceof ConsoleError && error.code === 'refused') {
            if (!draft && shown) get().setDraft(name, value)
            await load()
          }
          throw error
        }
      },
      backUp: (path) => api.call('application.backUp', { path }),
      previewRetention: (months) => api.call('retention.preview', { months }),
      applyRetention: async (months) => {
        await get().change('retentionMonths', months)
        await api.call('retention.apply', { months })
      },
    }
  })
