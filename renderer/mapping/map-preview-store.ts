import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { MapKind, MapPreview } from '../../core/contract/mapping.ts'
import type { DataTypeInfo, ReportRequest } from '../../core/contract/reports.ts'

export interface MapPreviewQuestion {
  readonly kind: MapKind
  readonly text: string
  readonly request: ReportRequest
}

export interface MapPreviewState {
  readonly types?: readonly DataTypeInfo[]
  /** `null`: nothing was imported yet. */
  readonly extent?: { readonly from: string; readonly to: string; readonly zone: string } | null
  /** What `preview` answers, so that a later draft shows that it is an older one. */
  readonly asked?: MapPreviewQuestion
  readonly preview?: MapPreview
  readonly isLoading: boolean
  readonly error?: unknown
  readonly open: () => Promise<void>
  readonly ask: (question: MapPreviewQuestion) => Promise<void>
  readonly leave: () => void
}

const mostRows = 2000

/** What a draft would change. The last question wins. */
export const createMapPreviewStore = (api: Client) =>
  createStore<MapPreviewState>((set) => {
    let turn = 0
    return {
      isLoading: false,
      open: async () => {
        try {
          const [types, extent] = await Promise.all([api.call('reports.types', {}), api.call('reports.extent', {})])
          set({ types, extent, error: undefined })
        } catch (error) {
          set({ error })
        }
      },
      ask: async (asked) => {
        const mine = ++turn
        set({ isLoading: true, asked })
        try {
          const preview = await api.call('maps.preview', { ...asked, limit: mostRows })
          if (mine === turn) set({ preview, error: undefined, isLoading: false })
        } catch (error) {
          if (mine === turn) set({ preview: undefined, error, isLoading: false })
        }
      },
      leave: () => {
        turn++
        set({ asked: undefined, preview: undefined, error: undefined, isLoading: false })
      },
    }
  })
