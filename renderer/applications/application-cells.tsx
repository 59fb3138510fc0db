import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react'
import type { CustomApplication } from '../../core/contract/custom-applications.ts'
import { count, emDash, formatNumber } from '../formats.ts'
import type { CellProps } from '../grid/grid-column.ts'
import { link } from '../navigation.ts'
import { pathOf, pathOfTroubled } from './application-actions.ts'
import classes from './applications.module.css'

// Enter on the row leads where the name does, and its menu where the figures do: Tab need not stop at each.
const outOfTabs = { tabIndex: -1 } as const

export const NameCell = ({ row }: CellProps<CustomApplication>) => (
  <a className={classes.name} href={link(pathOf(row))} {...outOfTabs}>
    {row.name}
  </a>
)

export const ErrorsCell = ({ row }: CellProps<CustomApplication>) =>
  row.agentsWithErrors === 0 ? (
    emDash
  ) : (
    <a
      className={classes.error}
      href={link(pathOfTroubled(row))}
      aria-label={`${count(row.agentsWithErrors, 'agent')} with errors`}
      {...outOfTabs}
    >
      <IconAlertCircle size={14} aria-hidden /> {formatNumber(row.agentsWithErrors)}
    </a>
  )

export const WarningsCell = ({ row }: CellProps<CustomApplication>) =>
  row.agentsWithWarnings === 0 ? (
    emDash
  ) : (
    <a
      className={classes.trouble}
      href={link(pathOfTroubled(row))}
      aria-label={`${count(row.agentsWithWarnings, 'agent')} with warnings`}
      {...outOfTabs}
    >
      <IconAlertTriangle size={14} aria-hidden /> {formatNumber(row.agentsWithWarnings)}
    </a>
  )
