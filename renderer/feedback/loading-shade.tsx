import type { ReactNode } from 'react'
import classes from './loading-shade.module.css'

interface LoadingShadeProps {
  readonly loading: boolean
  readonly children: ReactNode
}

/** Old content stays while new content is fetched; after 300 ms it is dimmed. Nothing moves. */
export const LoadingShade = ({ loading, children }: LoadingShadeProps) => (
  <div className={classes.shade} data-loading={loading || undefined} aria-busy={loading}>
    {children}
  </div>
)
