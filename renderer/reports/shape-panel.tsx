import { Button } from '@mantine/core'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { FilterField } from './filter-field.tsx'
import { GroupByField } from './group-by-field.tsx'
import { MeasureField } from './measure-field.tsx'
import { queryOfShape } from './report-address.ts'
import { defaultShape } from './report-defaults.ts'
import type { ReportShape } from './report-shape.ts'
import { SavedViews } from './saved-views.tsx'
import classes from './shape-panel.module.css'
import { TypePicker } from './type-picker.tsx'
import type { OpenView } from './use-open-view.ts'

interface ShapePanelProps {
  readonly types: readonly DataTypeInfo[]
  readonly type: DataTypeInfo
  readonly shape: ReportShape
  readonly onChange: (shape: ReportShape) => void
  readonly onPickType: (id: number) => void
  readonly open: OpenView
}

/** What is asked: the type, and how its records are grouped, filtered and measured. */
export const ShapePanel = ({ types, type, shape, onChange, onPickType, open }: ShapePanelProps) => {
  const usual = { ...defaultShape(type), period: shape.period, zone: shape.zone, compare: shape.compare }
  return (
    <aside className={classes.shape} aria-label="Shape of the report">
      <TypePicker types={types} type={type} onPick={onPickType} />
      <p className={classes.description}>{type.description}</p>
      {type.fields === undefined && (
        <>
          <GroupByField shape={shape} type={type} onChange={onChange} />
          <FilterField shape={shape} type={type} onChange={onChange} />
          <MeasureField shape={shape} type={type} onChange={onChange} />
          {queryOfShape(usual) !== queryOfShape(shape) && (
            <Button className={classes.usual} size="compact-xs" variant="subtle" onClick={() => onChange(usual)}>
              Back to the usual shape
            </Button>
          )}
        </>
      )}
      <SavedViews open={open} />
    </aside>
  )
}
