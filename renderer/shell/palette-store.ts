import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import { entryOfHit, entryOfType, entryOfView, type PaletteEntry } from './palette-entries.ts'

export interface PaletteState {
  readonly query: string
  readonly types: readonly PaletteEntry[]
  /** The user's saved views. */
  readonly views: readonly PaletteEntry[]
  /** What the core found for `query`: features, users, hosts, imports. */
  readonly found: readonly PaletteEntry[]
  readonly open: () => Promise<void>
  readonly type: (query: string) => void
}

/** Milliseconds of rest after a key before the core is asked. */
const rest = 120
const mostFound = 12

export const createPaletteStore = (api: Client) =>
  createStore<PaletteState>((set, get) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const find = async (text: string) => {
      const hits = await api.call('search.find', { text, limit: mostFound }).catch(() => [])
      // The types are listed by the page itself, which knows them by number too.
      if (get().query.trim() === text) set({ found: hits.filter(({ kind }) => kind !== 'type').map(entryOfHit) })
    }
    return {
      query: '',
      types: [],
      views: [],
      found: [],
      open: async () => {
        const [types, views] = await Promise.all([
          api.call('reports.types', {}).catch(() => undefined),
          api.call('views.list', {}).catch(() => undefined),
        ])
        if (types) set({ types: types.map(entryOfType) })
        if (views) set({ views: views.map(entryOfView) })
      },
      type: (query) => {
        clearTimeout(timer)
        const text = query.trim().slice(0, 200)
        set(text === '' ? { query, found: [] } : { query })
        if (text !== '') timer = setTimeout(() => void find(text), rest)
      },
    }
  })
