import { createStore } from 'zustand/vanilla'
import type { Settings } from '../../core/contract/application.ts'
import type { Client } from '../../core/contract/client.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface SettingsState {
  readonly settings?: Settings
  readonly machineZone?: string
  readonly error?: unknown
  /** The setting that was saved last, for the quiet word beside it. */
  readonly saved?: { readonly name: keyof Settings; readonly at: number }
  readonly watch: () => () => void
  readonly reload: () => void
  /** Saves one setting at once. Throws what the core says. */
  readonly change: <Name extends keyof Settings>(name: Name, value: Settings[Name]) => Promise<void>
}

export const createSettingsStore = (api: Client) =>
  createStore<SettingsState>((set) => {
    const load = oneAtATime(async () => {
      try {
        const [settings, info] = await Promise.all([api.call('settings.read', {}), api.call('application.info', {})])
        set({ settings, machineZone: info.machineZone, error: undefined })
      } catch (error) {
        set({ error })
      }
    })
    return {
      watch: () => {
        set({ saved: undefined })
        void load()
        return api.on('settings.changed', () => void load())
      },
      reload: () => void load(),
      change: async (name, value) => {
        const settings = await api.call('settings.change', { [name]: value })
        set({ settings, saved: { name, at: Date.now() } })
      },
    }
  })
