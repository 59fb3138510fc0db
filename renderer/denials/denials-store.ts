import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { Denial, DenialHolders } from '../../core/contract/denials.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface DenialFilter {
  readonly verdict: 'all' | 'true' | 'false'
  readonly text: string
}

export interface DenialsState {
  /** Undefined until the first answer. */
  readonly denials?: readonly Denial[]
  /** Where the list goes on; absent at its end. */
  readonly next?: string
  readonly error?: unknown
  /** The one that is looked into, and who held its licences then. */
  readonly opened?: { readonly id: string; readonly holders?: DenialHolders; readonly error?: unknown }
  readonly isLoadingMore: boolean
  readonly watch: (filter: DenialFilter) => () => void
  readonly reload: () => void
  readonly more: () => Promise<void>
  /** Looks into a denial, or closes it again. */
  readonly toggle: (id: string) => Promise<void>
}

const pageSize = 200

export const createDenialsStore = (api: Client) =>
  createStore<DenialsState>((set, get) => {
    let filter: DenialFilter = { verdict: 'all', text: '' }
    const load = oneAtATime(async () => {
      const asked = filter
      try {
        const { denials, next } = await api.call('denials.list', { ...asked, count: pageSize })
        if (asked === filter) set({ denials, next, error: undefined, opened: undefined })
      } catch (error) {
        set({ error })
      }
    }, 500)
    return {
      isLoadingMore: false,
      watch: (wanted) => {
        filter = wanted
        void load()
        return api.on('data.changed', () => void load())
      },
      reload: () => void load(),
      more: async () => {
        const { denials = [], next, isLoadingMore } = get()
        if (next === undefined || isLoadingMore) return
        const asked = filter
        set({ isLoadingMore: true })
        try {
          const page = await api.call('denials.list', { ...asked, after: next, count: pageSize })
          if (asked === filter) set({ denials: [...denials, ...page.denials], next: page.next })
        } catch (error) {
          set({ error })
        } finally {
          set({ isLoadingMore: false })
        }
      },
      toggle: async (id) => {
        if (get().opened?.id === id) return set({ opened: undefined })
        set({ opened: { id } })
        try {
          const holders = await api.call('denials.holders', { id })
          if (get().opened?.id === id) set({ opened: { id, holders } })
        } catch (error) {
          if (get().opened?.id === id) set({ opened: { id, error } })
        }
      },
    }
  })
