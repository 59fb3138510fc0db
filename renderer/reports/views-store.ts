import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { ClashAnswer, SavedView, ViewImport, ViewLayout, ViewShape } from '../../core/contract/views.ts'
import type { GridLayout } from '../grid/grid-layout.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import type { ReportShape } from './report-shape.ts'

/** What a report shows and how its table is arranged: all that a view keeps. */
export interface ViewContent {
  readonly shape: ReportShape
  readonly layout: GridLayout
}

export interface ViewsState {
  /** `undefined` until they are known. */
  readonly views?: readonly SavedView[]
  readonly error?: unknown
  readonly watch: () => () => void
  readonly create: (name: string, content: ViewContent) => Promise<SavedView>
  readonly save: (id: string, content: ViewContent) => Promise<void>
  readonly rename: (id: string, name: string) => Promise<void>
  readonly duplicate: (view: SavedView, name: string) => Promise<SavedView>
  readonly pin: (id: string, isPinned: boolean) => Promise<void>
  /** Answers how to put it back. */
  readonly remove: (id: string) => Promise<() => Promise<void>>
  readonly importText: (text: string, onClash: ClashAnswer) => Promise<ViewImport>
}

const contentOf = ({ shape, layout }: ViewContent): { shape: ViewShape; layout: ViewLayout } =>
  structuredClone({ shape, layout }) as { shape: ViewShape; layout: ViewLayout }

/** The user's saved views, the same in every window. Each action resolves when the list holds its outcome. */
export const createViewsStore = (api: Client) =>
  createStore<ViewsState>((set) => {
    const load = oneAtATime(async () => {
      try {
        set({ views: await api.call('views.list', {}), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 0)
    const listed = async <Result>(work: Promise<Result>): Promise<Result> => {
      const result = await work
      await load()
      return result
    }
    return {
      watch: () => {
        void load()
        return api.on('views.changed', () => void load())
      },
      create: (name, content) => listed(api.call('views.create', { name, isPinned: false, ...contentOf(content) })),
      save: async (id, content) => {
        await listed(api.call('views.change', { id, ...contentOf(content) }))
      },
      rename: async (id, name) => {
        await listed(api.call('views.change', { id, name }))
      },
      duplicate: ({ shape, layout }, name) =>
        listed(api.call('views.create', { name, isPinned: false, shape, layout })),
      pin: async (id, isPinned) => {
        await listed(api.call('views.change', { id, isPinned }))
      },
      remove: async (id) => {
        const view = await listed(api.call('views.remove', { id }))
        return async () => {
          await listed(api.call('views.restore', { view }))
        }
      },
      importText: (text, onClash) => listed(api.call('views.import', { text, onClash })),
    }
  })

export type ViewsStore = ReturnType<typeof createViewsStore>

/** `Denials copy`, `Denials copy 2`: the first that is free. */
export const copyName = (name: string, views: readonly { readonly name: string }[]): string => {
  const taken = new Set(views.map((it) => it.name.toLowerCase()))
  for (let n = 1; ; n++) {
    const free = `${name.slice(0, 100)} copy${n === 1 ? '' : ` ${n}`}`
    if (!taken.has(free.toLowerCase())) return free
  }
}
