import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface StatusState {
  /** The import that finished last. */
  readonly lastImport?: ImportRecord
  readonly watch: () => () => void
}

const ended = ({ state, finishedAt }: ImportRecord): boolean => state === 'finished' && finishedAt !== undefined

export const createStatusStore = (api: Client) =>
  createStore<StatusState>((set) => {
    const load = oneAtATime(async () => {
      const records = await api.call('imports.list', {}).catch(() => undefined)
      if (!records) return
      const last = records.filter(ended).sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0))[0]
      set({ lastImport: last })
    }, 2000)
    return {
      watch: () => {
        void load()
        return api.on('imports.changed', () => void load())
      },
    }
  })
