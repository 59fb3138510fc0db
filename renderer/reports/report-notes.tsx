import { Anchor } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { DataTypeInfo, ReportNote } from '../../core/contract/reports.ts'
import { pathOfMap } from '../mapping/map-kinds.ts'
import { link } from '../navigation.ts'
import type { MissingMap } from './missing-map.ts'
import classes from './report-page.module.css'

interface ReportNotesProps {
  readonly notes: readonly ReportNote[]
  readonly types: readonly DataTypeInfo[]
  /** The address of the same question asked of another type. */
  readonly pathTo: (type: DataTypeInfo) => string
  readonly missing: MissingMap | undefined
}

/** What these numbers must not be taken for, and who answers that question properly. */
export const ReportNotes = ({ notes, types, pathTo, missing }: ReportNotesProps) => (
  <div role="status">
    {notes.map((note) => {
      const better = types.find((it) => it.id === note.type)
      const isWarning = note.severity === 'warning'
      return (
        <p key={`${note.message} ${note.type ?? ''}`} className={isWarning ? classes.warning : classes.note}>
          {isWarning ? <IconAlertTriangle size={14} aria-hidden /> : <IconInfoCircle size={14} aria-hidden />}
          <span>
            {note.message}{' '}
            {better && (
              <Anchor inherit underline="always" href={link(pathTo(better))}>
                Open {better.name} [{better.id}]
              </Anchor>
            )}
          </span>
        </p>
      )
    })}
    {missing && (
      <p className={classes.note}>
        <IconInfoCircle size={14} aria-hidden />
        <span>
          {missing.message}{' '}
          <Anchor inherit underline="always" href={link(pathOfMap(missing.kind))}>
            Open {missing.kind}
          </Anchor>
        </span>
      </p>
    )}
  </div>
)
