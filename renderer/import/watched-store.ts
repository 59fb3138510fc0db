import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { Params } from '../../core/contract/contract.ts'
import type { Watch, WatchedFile } from '../../core/contract/watch.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface WatchedState {
  /** `undefined` until they were listed once. */
  readonly watches?: readonly Watch[]
  readonly error?: unknown
  readonly follow: () => () => void
  readonly reload: () => void
  /** The rest throw what the core says. @returns what was found, in a sentence */
  readonly add: (params: Params<'watch.add'>) => Promise<string>
  readonly change: (params: Params<'watch.change'>) => Promise<void>
  readonly pause: (id: number) => Promise<void>
  readonly resume: (id: number) => Promise<void>
  readonly lookNow: (id: number) => Promise<Watch>
  readonly remove: (id: number) => Promise<void>
  readonly restore: (id: number) => Promise<void>
  readonly files: (id: number) => Promise<readonly WatchedFile[]>
}

export const createWatchedStore = (api: Client) =>
  createStore<WatchedState>((set) => {
    const load = oneAtATime(async () => {
      try {
        set({ watches: await api.call('watch.list', {}), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 200)
    const then = async <T>(answer: Promise<T>): Promise<T> => {
      const result = await answer
      await load()
      return result
    }
    return {
      follow: () => {
        void load()
        return api.on('watch.changed', () => void load())
      },
      reload: () => void load(),
      add: async (params) => (await then(api.call('watch.add', params))).found,
      change: async (params) => void (await then(api.call('watch.change', params))),
      pause: async (id) => void (await then(api.call('watch.pause', { id }))),
      resume: async (id) => void (await then(api.call('watch.resume', { id }))),
      lookNow: (id) => then(api.call('watch.look', { id })),
      remove: async (id) => void (await then(api.call('watch.remove', { id }))),
      restore: async (id) => void (await then(api.call('watch.restore', { id }))),
      files: (id) => api.call('watch.files', { id }),
    }
  })
