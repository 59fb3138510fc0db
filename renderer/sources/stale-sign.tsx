import { IconCheck, IconRefresh } from '@tabler/icons-react'
import { count } from '../formats.ts'
import classes from './sources.module.css'

/** Whether the numbers of a source stand, or how many days are still being counted. */
export const StaleSign = ({ days }: { readonly days: number }) =>
  days > 0 ? (
    <span className={classes.stale}>
      <IconRefresh size={14} color="var(--lictor-warning)" aria-hidden /> Rebuilding {count(days, 'day')}
    </span>
  ) : (
    <span className={classes.stale}>
      <IconCheck size={14} color="var(--lictor-success)" aria-hidden /> Up to date
    </span>
  )
