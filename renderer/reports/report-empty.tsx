import { Button } from '@mantine/core'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { navigate } from '../navigation.ts'
import { InputExamples } from './input-examples.tsx'
import type { ReportShape } from './report-shape.ts'

interface ReportEmptyProps {
  readonly type: DataTypeInfo
  readonly shape: ReportShape
  /** The database holds nothing at all. */
  readonly isDatabaseEmpty: boolean
  readonly onChange: (shape: ReportShape) => void
}

/** Why there is nothing to see, and the one thing that changes it. */
export const ReportEmpty = ({ type, shape, isDatabaseEmpty, onChange }: ReportEmptyProps) => {
  if (isDatabaseEmpty || !type.hasData) {
    return (
      <EmptyState
        title={isDatabaseEmpty ? 'Nothing has been imported yet' : `No data for ${type.name} yet`}
        actions={<Button onClick={() => navigate('/import')}>Import files</Button>}
        more={<InputExamples type={type} />}
      >
        {type.description} {type.needs}
      </EmptyState>
    )
  }
  if (shape.where.length > 0) {
    return (
      <EmptyState
        title="No record matches the filters"
        actions={<Button onClick={() => onChange({ ...shape, where: [] })}>Remove the filters</Button>}
      >
        There is data for this type, but none that matches all of the filters in the chosen period.
      </EmptyState>
    )
  }
  if (shape.period.kind === 'all') {
    return (
      <EmptyState
        title={`Nothing to count for ${type.name}`}
        actions={<Button onClick={() => navigate('/import')}>Import files</Button>}
        more={<InputExamples type={type} />}
      >
        What has been imported so far holds no record of this kind. {type.needs}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Nothing in this period"
      actions={<Button onClick={() => onChange({ ...shape, period: { kind: 'all' } })}>Show all data</Button>}
    >
      There is data for this type, but none in the chosen period.
    </EmptyState>
  )
}
