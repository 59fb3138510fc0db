import { createStore } from 'zustand/vanilla'
import type { ApplicationInfo, Settings } from '../../core/contract/application.ts'
import type { Client } from '../../core/contract/client.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface ApplicationState {
  readonly info?: ApplicationInfo
  readonly settings?: Settings
  readonly error?: unknown
  /** Loads, and loads again when something says that it changed. Returns how to stop. */
  readonly watch: () => () => void
  readonly changeSettings: (change: Partial<Settings>) => Promise<void>
}

/** What every page may need to know: the host's abilities, whether there is data, the settings. */
export const createApplicationStore = (api: Client) =>
  createStore<ApplicationState>((set) => {
    const load = oneAtATime(async () => {
      try {
        const [info, settings] = await Promise.all([api.call('application.info', {}), api.call('settings.read', {})])
        set({ info, settings, error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 500)
    return {
      watch: () => {
        void load()
        const stops = [
          api.on('settings.changed', () => void load()),
          api.on('data.changed', () => void load()),
          api.on('imports.changed', () => void load()),
        ]
        return () => {
          for (const stop of stops) stop()
        }
      },
      changeSettings: async (change) => {
        set({ settings: await api.call('settings.change', change) })
      },
    }
  })

export type ApplicationStore = ReturnType<typeof createApplicationStore>
