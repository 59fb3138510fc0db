import { useMemo } from 'react'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import type { ChartSubject } from './chart-series.ts'
import { earlierTitle, periodTitle } from './period-title.ts'

interface Period {
  readonly index: number
}

/** The same numbers as the picture, for those who would rather read them. One row per period, one column per series. */
export const ChartTable = ({ subject }: { readonly subject: ChartSubject }) => {
  const rows = useMemo(() => subject.chart.times.map((_, index) => ({ index })), [subject])
  const columns = useMemo((): readonly GridColumn<Period>[] => {
    const { chart, kind, decimals } = subject
    return [
      {
        id: 'period',
        title: kind === 'levels' ? 'Level' : 'Time',
        kind: 'text',
        value: ({ index }) => periodTitle(subject, index),
      },
      ...(chart.earlier && kind !== 'levels'
        ? [
            {
              id: 'earlier-period',
              title: 'Earlier time',
              kind: 'text',
              value: ({ index }: Period) => earlierTitle(subject, index) ?? null,
            } as const,
          ]
        : []),
      ...chart.series.flatMap(({ name, values }, at): readonly GridColumn<Period>[] => {
        const shared = { kind: 'number', decimals } as const
        const earlier = kind === 'levels' ? undefined : chart.earlier?.series[at]
        return [
          { ...shared, id: `series-${at}`, title: name, value: ({ index }) => values[index] ?? null },
          ...(earlier
            ? [
                {
                  ...shared,
                  id: `earlier-${at}`,
                  title: `${name}, earlier`,
                  value: ({ index }: Period) => earlier[index] ?? null,
                },
              ]
            : []),
        ]
      }),
      ...marks(subject),
    ]
  }, [subject])
  return (
    <DataGrid
      label={`${subject.measure} as a table`}
      columns={columns}
      rows={rows}
      rowId={({ index }) => String(index)}
    />
  )
}

const marks = ({ chart, kind }: ChartSubject): readonly GridColumn<Period>[] => {
  if (kind === 'levels') return []
  const { capacity, denials } = chart
  return [
    ...(capacity
      ? [
          {
            id: 'capacity',
            title: 'Capacity',
            kind: 'number',
            value: ({ index }: Period) => capacity[index] ?? null,
          } as const,
        ]
      : []),
    ...(denials
      ? [
          {
            id: 'denials',
            title: 'Denials',
            kind: 'number',
            value: ({ index }: Period) => denials[index] ?? null,
          } as const,
        ]
      : []),
  ]
}
