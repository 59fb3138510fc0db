import classes from './report-page.module.css'

interface ProgressLineProps {
  readonly progress: { readonly done: number; readonly total?: number } | undefined
}

/** Two pixels that are always there, so that nothing moves when work begins. */
export const ProgressLine = ({ progress }: ProgressLineProps) => (
  <div
    className={classes.progress}
    role="progressbar"
    aria-label="Fetching the report"
    aria-hidden={progress === undefined || undefined}
    aria-valuemin={0}
    aria-valuemax={progress?.total}
    aria-valuenow={progress?.total === undefined ? undefined : progress.done}
    data-state={progress === undefined ? 'idle' : progress.total === undefined ? 'computing' : 'fetching'}
  >
    <div style={progress?.total ? { width: `${(100 * progress.done) / progress.total}%` } : undefined} />
  </div>
)
