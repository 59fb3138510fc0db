import { Button } from '@mantine/core'
import type { AgentUpdate } from '../../../core/contract/updates.ts'
import type { CellProps } from '../../grid/grid-column.ts'
import type { ListedAgent } from './listed-agent.ts'
import { isUnderWay, progressWords, reasonAgainst, stageWords, updateWords } from './update-words.ts'
import classes from './updates.module.css'

/** How far an update is: words, and under them a bar that fills up with the stages. */
export const UpdateProgress = ({ update }: { readonly update: AgentUpdate }) => {
  const { stage, to, reason } = update
  const title = [`To ${to}`, reason].filter(Boolean).join('. ')
  if (stage === 'queued')
    return (
      <span className={classes.quiet} title={title}>
        {progressWords(update)}
      </span>
    )
  return (
    <span className={classes.progress} title={title}>
      <span>{progressWords(update)}</span>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} data-stage={stage} style={{ width: `${share(update)}%` }} />
      </span>
    </span>
  )
}

/** Most of the time goes into the download, so it has most of the bar. */
const share = ({ stage, percent }: AgentUpdate): number =>
  ({ offered: 2, verifying: 82, installing: 88, restarting: 94, downloading: 2 + percent * 0.78 })[
    stage as 'downloading'
  ] ?? 100

export const updateCell =
  (start: (agent: ListedAgent) => void) =>
  ({ row }: CellProps<ListedAgent>) => {
    const { update, newerVersion, name } = row
    if (update && isUnderWay(update.stage)) return <UpdateProgress update={update} />
    const words = updateWords(row)
    if (words === null) return null
    const reason = reasonAgainst(row)
    if (reason !== '')
      return (
        <span className={classes.quiet} title={reason}>
          {words}
        </span>
      )
    return (
      <span className={classes.offer}>
        <Button
          size="compact-xs"
          variant="default"
          tabIndex={-1}
          aria-label={`Update ${name} to ${newerVersion}`}
          title={`Update to ${newerVersion}`}
          onClick={() => start(row)}
        >
          Update
        </Button>
        {update && (
          <span className={classes.failed} title={update.reason}>
            {stageWords[update.stage]}
          </span>
        )}
      </span>
    )
  }
