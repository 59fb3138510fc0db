import { Checkbox } from '@mantine/core'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { HelpIcon } from './help-icon.tsx'
import { shortUnit } from './report-columns.ts'
import { type ReportShape, setMeasures } from './report-shape.ts'
import classes from './shape-panel.module.css'

interface MeasureFieldProps {
  readonly shape: ReportShape
  readonly type: DataTypeInfo
  readonly onChange: (shape: ReportShape) => void
}

/** Which numbers are shown, each with how it is computed. */
export const MeasureField = ({ shape, type, onChange }: MeasureFieldProps) => {
  if (type.measurements.length === 0) return null
  const toggle = (name: string, shown: boolean) =>
    onChange(setMeasures(shape, shown ? [...shape.measures, name] : shape.measures.filter((it) => it !== name), type))
  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>Measures</legend>
      {type.measurements.map(({ name, unit, help }) => (
        <div key={name} className={classes.measure}>
          <Checkbox
            size="xs"
            label={
              <>
                {name}
                {shortUnit(unit) && <span className="muted"> {shortUnit(unit)}</span>}
              </>
            }
            checked={shape.measures.includes(name)}
            onChange={(event) => toggle(name, event.currentTarget.checked)}
          />
          <HelpIcon label={name} help={help} />
        </div>
      ))}
    </fieldset>
  )
}
