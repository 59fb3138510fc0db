import { useCallback, useEffect, useMemo } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { recall, remember } from '../grid/remembered.ts'
import { navigate, usePlace } from '../navigation.ts'
import { queryOfShape, shapeOfQuery } from './report-address.ts'
import type { ReportShape } from './report-shape.ts'
import { keepTrail } from './report-trail.ts'

/** `view`: the saved view that the report is, or was before it was changed. */
export const pathOfShape = (shape: ReportShape, view?: string | null): string =>
  `/reports/${shape.type}?${queryOfShape(shape)}${view ? `&view=${encodeURIComponent(view)}` : ''}`

const memoryName = (type: number) => `report.shape.${type}`

/**
 * The shape is the address: back, forward and links just work. An address without a query opens the type the way it was
 * last used, else in its usual shape.
 */
export const useReportShape = (type: DataTypeInfo | undefined) => {
  const place = usePlace()
  const query = place.query.toString()
  const view = place.query.get('view')
  // An address that names only a saved view is completed by that view.
  const isView = view !== null && [...place.query.keys()].length === 1
  const shape = useMemo(
    () => (type && query !== '' && !isView ? shapeOfQuery(type, query) : undefined),
    [type, query, isView],
  )

  useEffect(() => {
    if (!type || query !== '') return
    let current = true
    recall(memoryName(type.id)).then((last) => {
      if (current) navigate(pathOfShape(shapeOfQuery(type, last ?? '')), { replace: true })
    })
    return () => {
      current = false
    }
  }, [type, query])

  useEffect(() => {
    if (shape) void remember(memoryName(shape.type), queryOfShape(shape))
  }, [shape])

  const change = useCallback(
    (next: ReportShape) => {
      if (shape) keepTrail(pathOfShape(shape), pathOfShape(next))
      navigate(pathOfShape(next, view))
    },
    [shape, view],
  )
  return { shape, change }
}
