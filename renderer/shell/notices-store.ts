import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { Notice } from '../../core/contract/tasks.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface NoticesState {
  /** Latest first. */
  readonly notices: readonly Notice[]
  /** Those that arrived while the window was open and still stand as popups. */
  readonly popped: readonly Notice[]
  readonly watch: () => () => void
  readonly markSeen: (ids: readonly number[]) => Promise<void>
  /** Takes popups away, without saying that they were seen. */
  readonly dismiss: (ids: readonly number[]) => void
  readonly clear: () => Promise<void>
}

export const createNoticesStore = (api: Client) =>
  createStore<NoticesState>((set, get) => {
    /** The highest id known; what was there before the window opened does not pop up. */
    let newest: number | undefined
    const load = oneAtATime(async () => {
      const found = await api.call('notices.list', {}).catch(() => undefined)
      if (!found) return
      const notices = [...found].sort((a, b) => b.id - a.id)
      const before = newest ?? notices[0]?.id ?? 0
      newest = Math.max(before, notices[0]?.id ?? 0)
      const seen = new Map(notices.map((notice) => [notice.id, notice.seen]))
      const arrived = notices.filter((notice) => notice.id > before && !notice.seen && !notice.isQuiet)
      const stillPopped = get().popped.filter(({ id }) => seen.get(id) === false)
      set({ notices, popped: [...stillPopped, ...arrived.reverse()] })
    }, 150)
    return {
      notices: [],
      popped: [],
      watch: () => {
        void load()
        return api.on('notices.changed', () => void load())
      },
      markSeen: async (ids) => {
        const now = new Set(ids)
        set(({ notices, popped }) => ({
          notices: notices.map((notice) => (now.has(notice.id) ? { ...notice, seen: true } : notice)),
          popped: popped.filter(({ id }) => !now.has(id)),
        }))
        if (ids.length > 0) await api.call('notices.markSeen', { ids: [...ids] })
      },
      dismiss: (ids) => set(({ popped }) => ({ popped: popped.filter(({ id }) => !ids.includes(id)) })),
      clear: async () => {
        await api.call('notices.clear', {})
        set({ notices: [], popped: [] })
      },
    }
  })

export type NoticesStore = ReturnType<typeof createNoticesStore>
