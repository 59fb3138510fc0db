import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { EventFilter, IssueDetails, LoggedEvent } from '../../core/contract/events.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { joinEvents } from './join-events.ts'

export interface EventsState {
  /** Undefined until the first answer. */
  readonly events?: readonly LoggedEvent[]
  /** Nothing was ever logged, or nothing of it is left. */
  readonly isLogEmpty: boolean
  /** Those that fit, listed or not. */
  readonly total: number
  /** Of the whole log: warnings and errors that nobody has seen yet. */
  readonly unacknowledged: number
  /** The errors among them, for the rail. */
  readonly unseenErrors: number
  readonly error?: unknown
  /** Events that came while the list was held. */
  readonly waiting: number
  readonly isLoading: boolean
  /** The issue that is looked into. */
  readonly issue?: { readonly id: number; readonly details?: IssueDetails; readonly error?: unknown }
  /** Keeps the list up to date. `filterNow` is asked each time: some filters move with the clock. */
  readonly watch: (filterNow: () => EventFilter) => () => void
  /** Keeps `unseenErrors` up to date. */
  readonly watchErrors: () => () => void
  readonly reload: () => void
  readonly more: () => Promise<void>
  /** Nothing new comes in at the top: somebody is reading. */
  readonly hold: () => void
  readonly release: () => void
  readonly lookInto: (issue: number) => Promise<void>
  readonly acknowledge: (which: {
    readonly ids?: readonly number[]
    readonly filter?: EventFilter
  }) => Promise<{ readonly acknowledged: number; readonly at: number }>
  readonly takeBack: (at: number) => Promise<void>
  readonly write: (filter: EventFilter, format: 'csv' | 'json') => Promise<{ exportId: string; fileName: string }>
}

const pageSize = 500
/** What the core gives at once. */
const mostAtOnce = 1000
/** Milliseconds between two questions while much happens. */
const rest = 700

export const createEventsStore = (api: Client) =>
  createStore<EventsState>((set, get) => {
    let filterNow: (() => EventFilter) | undefined
    /** Whose answer is listed. */
    let listed: typeof filterNow
    let isHeld = false

    const ask = async () => {
      const asked = filterNow
      if (!asked) return
      const before = listed === asked ? (get().events ?? []) : []
      const limit = Math.min(mostAtOnce, Math.max(pageSize, before.length))
      try {
        const filter = asked()
        const { events, total, unacknowledged } = await api.call('events.list', { ...filter, limit })
        if (asked !== filterNow) return
        const known = listed === asked ? (get().events ?? []) : []
        listed = asked
        set({
          ...joinEvents(known, events, isHeld && known.length > 0),
          total,
          isLogEmpty: total === 0 && Object.keys(filter).length === 0,
          unacknowledged,
          error: undefined,
          isLoading: false,
        })
        const { issue } = get()
        if (issue) void get().lookInto(issue.id)
      } catch (error) {
        if (asked === filterNow) set({ error, isLoading: false })
      }
    }
    const load = oneAtATime(ask, rest)
    const count = oneAtATime(async () => {
      const errors = { unacknowledged: true, severities: ['error' as const], limit: 1 }
      const found = await api.call('events.list', errors).catch(() => undefined)
      if (found) set({ unseenErrors: found.total })
    }, rest)

    return {
      isLogEmpty: false,
      total: 0,
      unacknowledged: 0,
      unseenErrors: 0,
      waiting: 0,
      isLoading: false,
      watch: (wanted) => {
        filterNow = wanted
        isHeld = false
        // The old list stays in sight until the new one is there; none of it is taken over.
        set({ isLoading: true, waiting: 0 })
        void ask()
        const end = api.on('events.changed', () => void load())
        return () => {
          end()
          if (filterNow === wanted) filterNow = undefined
        }
      },
      watchErrors: () => {
        void count()
        return api.on('events.changed', () => void count())
      },
      reload: () => void load(),
      more: async () => {
        const { events = [] } = get()
        const asked = filterNow
        const last = events.at(-1)
        if (!asked || !last) return
        try {
          const older = await api.call('events.list', { ...asked(), before: last.id, limit: pageSize })
          if (asked === filterNow) set({ events: [...(get().events ?? []), ...older.events] })
        } catch (error) {
          set({ error })
        }
      },
      hold: () => {
        isHeld = true
      },
      release: () => {
        isHeld = false
        void load()
      },
      lookInto: async (id) => {
        if (id === 0) return set({ issue: undefined })
        if (get().issue?.id !== id) set({ issue: { id } })
        try {
          const details = await api.call('events.issue', { id })
          if (get().issue?.id === id) set({ issue: { id, details } })
        } catch (error) {
          if (get().issue?.id === id) set({ issue: { id, error } })
        }
      },
      acknowledge: ({ ids, filter }) =>
        api.call('events.acknowledge', { ...(ids ? { ids: [...ids] } : {}), ...(filter ? { filter } : {}) }),
      takeBack: async (at) => {
        await api.call('events.takeBack', { at })
      },
      write: (filter, format) => api.call('events.export', { ...filter, format }),
    }
  })
