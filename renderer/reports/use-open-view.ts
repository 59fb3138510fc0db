import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import type { SavedView } from '../../core/contract/views.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { type GridLayout, isSameLayout } from '../grid/grid-layout.ts'
import { remember } from '../grid/remembered.ts'
import { navigate, usePlace } from '../navigation.ts'
import { viewsStore } from '../stores.ts'
import { queryOfShape, shapeOfQuery } from './report-address.ts'
import type { ReportShape } from './report-shape.ts'
import { pathOfShape } from './use-report-shape.ts'
import type { ViewContent } from './views-store.ts'

/** The saved view that the address names, and how the report differs from it. */
export interface OpenView {
  readonly view: SavedView | undefined
  readonly isChanged: boolean
  /** The report as it is now; `undefined` until its arrangement is known. */
  readonly content: ViewContent | undefined
  /** What the table's arrangement is remembered by. */
  readonly layoutName: string
  /** Counted up when the arrangement was put back. */
  readonly reverted: number
  readonly onLayout: (layout: GridLayout) => void
  readonly save: () => Promise<void>
  readonly revert: () => Promise<void>
  /** This view was made of the report, and is what is open now. */
  readonly opened: (view: SavedView) => void
  /** The report stays as it is and is no view any more. */
  readonly closed: () => void
}

const layoutNameOf = (type: number, view: SavedView | undefined) => (view ? `view-${view.id}` : `report-${type}`)

/** A view's shape as the type has it today: a classification that is gone is left out. */
const shapeOfView = ({ shape }: SavedView, type: DataTypeInfo) => shapeOfQuery(type, queryOfShape(shape))

export const useOpenView = (type: DataTypeInfo | undefined, shape: ReportShape | undefined): OpenView => {
  const { views, error, save: saveView } = useStore(viewsStore)
  const { query } = usePlace()
  const id = query.get('view')
  const isBare = id !== null && [...query.keys()].length === 1
  const [arranged, setArranged] = useState<{ readonly name: string; readonly layout: GridLayout }>()
  const [reverted, setReverted] = useState(0)
  const found = id === null ? undefined : views?.find((it) => it.id === id)
  const view = type && found?.shape.type === type.id ? found : undefined
  useEffect(() => viewsStore.getState().watch(), [])

  // An address that names only the view is completed by what the view holds.
  useEffect(() => {
    if (!isBare || !type || (!views && error === undefined)) return
    if (!views) {
      notifyFailed('The saved view could not be opened', error)
      navigate(`/reports/${type.id}`, { replace: true })
    } else if (!found) {
      notifyFailed(
        'The saved view could not be opened',
        'It does not exist any more. The report is shown as it was last.',
      )
      navigate(`/reports/${type.id}`, { replace: true })
    } else if (found.shape.type !== type.id) navigate(`/reports/${found.shape.type}?view=${id}`, { replace: true })
    else navigate(pathOfShape(shapeOfView(found, type), found.id), { replace: true })
  }, [isBare, views, error, type, found, id])

  const layoutName = layoutNameOf(type?.id ?? 0, view)
  const onLayout = useCallback((layout: GridLayout) => setArranged({ name: layoutName, layout }), [layoutName])
  const layout = arranged?.name === layoutName ? arranged.layout : undefined
  const content = useMemo(() => (shape && layout ? { shape, layout } : undefined), [shape, layout])
  const isChanged = useMemo(() => {
    if (!view || !type || !shape) return false
    if (queryOfShape(shapeOfView(view, type)) !== queryOfShape(shape)) return true
    return layout !== undefined && !isSameLayout(view.layout, layout)
  }, [view, type, shape, layout])

  return {
    view,
    isChanged,
    content,
    layoutName,
    reverted,
    onLayout,
    save: async () => {
      if (!view || !content) return
      try {
        await saveView(view.id, content)
        await remember(`grid.${layoutName}`, undefined)
        notifyDone(`Saved ${view.name}`)
      } catch (error) {
        notifyFailed(`${view.name} could not be saved`, error)
      }
    },
    revert: async () => {
      if (!view || !type) return
      await remember(`grid.${layoutName}`, undefined)
      setArranged(undefined)
      setReverted((n) => n + 1)
      navigate(pathOfShape(shapeOfView(view, type), view.id))
    },
    opened: (made) => {
      // What was arranged in the view that was open went into the new one.
      if (view) void remember(`grid.${layoutName}`, undefined)
      if (shape) navigate(pathOfShape(shape, made.id))
    },
    closed: () => {
      if (shape) navigate(pathOfShape(shape), { replace: true })
    },
  }
}
