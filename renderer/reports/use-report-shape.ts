import { useCallback, useEffect, useMemo } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { recall, remember } from '../grid/remembered.ts'
import { navigate, usePlace } from '../navigation.ts'
import { queryOfShape, shapeOfQuery } from './report-address.ts'
import type { ReportShape } from './report-shape.ts'
import { keepTrail } from './report-trail.ts'

export const pathOfShape = (shape: ReportShape): string => `/reports/${shape.type}?${queryOfShape(shape)}`

const memoryName = (type: number) => `report.shape.${type}`

/**
 * The shape is the address: back, forward and links just work. An address without a query opens the type the way it was
 * last used, else in its usual shape.
 */
export const useReportShape = (type: DataTypeInfo | undefined) => {
  const place = usePlace()
  const query = place.query.toString()
  const shape = useMemo(() => (type && query !== '' ? shapeOfQuery(type, query) : undefined), [type, query])

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
      const path = pathOfShape(next)
      if (shape) keepTrail(pathOfShape(shape), path)
      navigate(path)
    },
    [shape],
  )
  return { shape, change }
}
