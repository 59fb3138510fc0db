import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { Source } from '../../core/contract/sources.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface SourcesState {
  readonly sources?: readonly Source[]
  readonly error?: unknown
  readonly watch: () => () => void
  readonly reload: () => void
}

export const createSourcesStore = (api: Client) =>
  createStore<SourcesState>((set) => {
    const load = oneAtATime(async () => {
      try {
        set({ sources: await api.call('sources.list', {}), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 500)
    return {
      watch: () => {
        void load()
        const ends = [api.on('data.changed', () => void load()), api.on('imports.changed', () => void load())]
        return () => {
          for (const end of ends) end()
        }
      },
      reload: () => void load(),
    }
  })
