import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface CatalogueState {
  readonly types?: readonly DataTypeInfo[]
  readonly error?: unknown
  readonly search: string
  /** Families that are folded up. */
  readonly folded: ReadonlySet<string>
  readonly watch: () => () => void
  readonly reload: () => void
  readonly setSearch: (search: string) => void
  readonly fold: (family: string, folded: boolean) => void
}

/** The list of data types. What was typed and folded is still there when one comes back from a report. */
export const createCatalogueStore = (api: Client) =>
  createStore<CatalogueState>((set, get) => {
    const load = oneAtATime(async () => {
      try {
        set({ types: await api.call('reports.types', {}), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 1000)
    return {
      search: '',
      folded: new Set(),
      watch: () => {
        void load()
        return api.on('data.changed', () => void load())
      },
      reload: () => void load(),
      setSearch: (search) => set({ search }),
      fold: (family, folded) => {
        const others = [...get().folded].filter((it) => it !== family)
        set({ folded: new Set(folded ? [...others, family] : others) })
      },
    }
  })
