import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { DataTypeInfo, ReportRequest, ReportSummary } from '../../core/contract/reports.ts'
import type { Source } from '../../core/contract/sources.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { type FeatureUse, featureRefusals, featureUse, type Refusal } from './overview-facts.ts'

export interface OverviewState {
  readonly sources?: readonly Source[]
  readonly extent?: { readonly from: string; readonly to: string; readonly zone: string } | null
  /** The features with the most licence hours, the most first. */
  readonly busiest?: readonly FeatureUse[]
  readonly features?: number
  /** Types that files have been imported for. */
  readonly withData?: readonly DataTypeInfo[]
  /** The features with the most refused requests, the most first. */
  readonly refused?: readonly Refusal[]
  readonly refusals?: number
  readonly coverage?: number
  readonly zone?: string
  readonly loading: boolean
  readonly error?: unknown
  readonly watch: () => () => void
  readonly reload: () => void
}

const mostRows = 10_000
/** As many rows as stand in each list. */
export const shownRows = 10

/** Total License Use Logfile, and Denied License Use Logfile: the two questions an admin opens the console with. */
export const featureUseRequest: ReportRequest = { type: 51, by: 'total', groupBy: ['Feature'], where: [] }
export const denialRequest: ReportRequest = { type: 52, by: 'total', groupBy: ['Feature'], where: [] }

export const createOverviewStore = (api: Client) =>
  createStore<OverviewState>((set) => {
    const rowsOf = async (summary: ReportSummary) =>
      summary.rowCount === 0
        ? summary.columns.map(() => [])
        : api.call('reports.rows', {
            resultId: summary.resultId,
            offset: 0,
            count: Math.min(summary.rowCount, mostRows),
          })

    const load = oneAtATime(async () => {
      set({ loading: true })
      try {
        const [sources, extent, types] = await Promise.all([
          api.call('sources.list', {}),
          api.call('reports.extent', {}),
          api.call('reports.types', {}),
        ])
        set({ sources, extent, withData: types.filter(({ hasData }) => hasData) })
        if (extent) {
          const [use, denials] = await Promise.all([
            api.call('reports.run', featureUseRequest),
            api.call('reports.run', denialRequest),
          ])
          const [useCells, denialCells] = await Promise.all([rowsOf(use), rowsOf(denials)])
          const busiest = featureUse(use.columns, useCells)
          const refused = featureRefusals(denials.columns, denialCells)
          set({
            busiest: busiest.slice(0, shownRows),
            features: use.rowCount,
            refused: refused.slice(0, shownRows),
            refusals: refused.reduce((sum, { requests }) => sum + requests, 0),
            coverage: use.coverage,
            zone: use.zone,
          })
        }
        set({ error: undefined, loading: false })
      } catch (error) {
        set({ error, loading: false })
      }
    }, 2000)
    return {
      loading: true,
      watch: () => {
        void load()
        return api.on('data.changed', () => void load())
      },
      reload: () => void load(),
    }
  })
