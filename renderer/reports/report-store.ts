import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { DataTypeInfo, ReportChart, ReportRequest, ReportSummary } from '../../core/contract/reports.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { drawnChart, levelMeasure, levelOf } from './report-defaults.ts'
import { spanOfPeriod } from './report-period.ts'
import { type ReportRow, rowCollector } from './report-rows.ts'
import { type ChartKind, type ReportShape, requestOf } from './report-shape.ts'

/** Rows in one answer of the core, and at most in the table: beyond that nobody reads, one filters. */
const pageRows = 5000
export const mostRows = 200_000
const mostSeries = 12

export interface ShownReport {
  readonly summary: ReportSummary
  readonly rows: readonly ReportRow[]
}

export interface ShownChart {
  readonly kind: Exclude<ChartKind, 'none'>
  readonly measure: string
  readonly summary: ReportSummary
  readonly chart: ReportChart
}

export interface ReportState {
  readonly types?: readonly DataTypeInfo[]
  readonly extent?: { readonly from: string; readonly to: string; readonly zone: string } | null
  readonly typesError?: unknown
  /** The last whole answer; it stays while the next one is fetched. */
  readonly report?: ShownReport
  readonly chart?: ShownChart
  readonly error?: unknown
  readonly chartError?: unknown
  /** `done` and `total` are rows; no `total`: the core is still computing. */
  readonly progress?: { readonly done: number; readonly total?: number }
  /** There are newer numbers, and the reader is in the middle of these. */
  readonly isStale: boolean
  readonly watch: () => () => void
  readonly show: (shape: ReportShape, type: DataTypeInfo) => void
  /** Puts the answer away and asks for nothing: the type on show has no data. */
  readonly leave: () => void
  readonly refresh: () => void
  /** The reader selected, sorted or scrolled: from now on nothing is replaced unasked. */
  readonly touch: () => void
}

interface Asked {
  readonly shape: ReportShape
  readonly type: DataTypeInfo
  readonly request: ReportRequest
}

/** One report at a time. The last question wins: answers to earlier ones are dropped when they come. */
export const createReportStore = (api: Client) =>
  createStore<ReportState>((set, get) => {
    let asked: Asked | undefined
    let turn = 0
    let chartTurn = 0
    let touched = false

    const loadTypes = async () => {
      try {
        const [types, extent] = await Promise.all([api.call('reports.types', {}), api.call('reports.extent', {})])
        set({ types, extent, typesError: undefined })
      } catch (typesError) {
        set({ typesError })
      }
    }

    const requestFor = (shape: ReportShape): ReportRequest => {
      const { extent } = get()
      const zone = shape.zone || extent?.zone || 'UTC'
      return requestOf(
        shape,
        spanOfPeriod(shape.period, extent ? Date.parse(extent.to) - 1 : undefined, Date.now(), zone),
      )
    }

    /** Hours at each level can only be told of records that still have their level. */
    const withLevels = async (summary: ReportSummary, type: DataTypeInfo): Promise<ReportSummary> => {
      const { request } = summary
      const level = levelOf(type)
      const groupBy = request.groupBy ?? []
      if (level === undefined || groupBy.includes(level)) return summary
      const { compare: _, ...question } = request
      return api.call('reports.run', { ...question, by: 'total', groupBy: [...groupBy, level] })
    }

    /** The picture of a result, beside its rows. */
    const draw = async (summary: ReportSummary, { shape, type }: Asked) => {
      const kind = drawnChart(shape, type)
      const measure = kind === 'levels' ? levelMeasure(type) : shape.chartMeasure
      const mine = ++chartTurn
      if (kind === 'none' || !measure || summary.rowCount === 0) return set({ chart: undefined, chartError: undefined })
      try {
        const { resultId } = kind === 'levels' ? await withLevels(summary, type) : summary
        const chart = await api.call('reports.chart', {
          resultId,
          measure,
          kind: kind === 'levels' ? 'levels' : 'series',
          top: mostSeries,
        })
        if (mine === chartTurn) set({ chart: { kind, measure, summary, chart }, chartError: undefined })
      } catch (chartError) {
        if (mine === chartTurn) set({ chart: undefined, chartError })
      }
    }

    const run = async (question: Asked) => {
      const mine = ++turn
      const isCurrent = () => mine === turn
      set({ progress: { done: 0 }, isStale: false })
      try {
        const summary = await api.call('reports.run', question.request)
        if (!isCurrent()) return
        void draw(summary, asked ?? question)
        const total = Math.min(summary.rowCount, mostRows)
        const collected = rowCollector(summary.columns)
        for (let offset = 0; offset < total; offset += pageRows) {
          set({ progress: { done: offset, total } })
          const count = Math.min(pageRows, total - offset)
          const page = await api.call('reports.rows', { resultId: summary.resultId, offset, count })
          if (!isCurrent()) return
          collected.add(page)
          // Nothing to look at yet: the first rows are shown at once, the rest joins them when it is whole.
          if (offset === 0 && total > pageRows && !get().report) set({ report: { summary, rows: collected.rows() } })
        }
        touched = false
        set({ report: { summary, rows: collected.rows() }, error: undefined, progress: undefined })
      } catch (error) {
        if (isCurrent()) set({ error, progress: undefined })
      }
    }

    const leave = () => {
      turn++
      chartTurn++
      asked = undefined
      set({
        report: undefined,
        chart: undefined,
        error: undefined,
        chartError: undefined,
        progress: undefined,
        isStale: false,
      })
    }

    const refresh = () => {
      if (!asked) return
      asked = { ...asked, request: requestFor(asked.shape) }
      void run(asked)
    }

    /** Numbers change many times a second while a log is imported; once in two seconds is enough to look at. */
    const dataChanged = oneAtATime(async () => {
      await loadTypes()
      if (!asked || get().progress) return
      if (touched) set({ isStale: true })
      else refresh()
    }, 2000)

    return {
      isStale: false,
      watch: () => {
        void loadTypes()
        const stop = api.on('data.changed', () => void dataChanged())
        return () => {
          stop()
          leave()
        }
      },
      show: (shape, type) => {
        const request = requestFor(shape)
        const before = asked
        asked = { shape, type, request }
        if (before && before.type.id !== type.id) set({ report: undefined, chart: undefined, error: undefined })
        if (!before || JSON.stringify(before.request) !== JSON.stringify(request)) return void run(asked)
        const { report, chart } = get()
        const kind = drawnChart(shape, type)
        const changed =
          kind !== drawnChart(before.shape, before.type) || shape.chartMeasure !== before.shape.chartMeasure
        if (report && (changed || chart?.kind !== kind)) void draw(report.summary, asked)
      },
      leave,
      refresh,
      touch: () => {
        touched = true
      },
    }
  })
