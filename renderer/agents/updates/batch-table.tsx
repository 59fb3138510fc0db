import { Button } from '@mantine/core'
import type { UpdateBatch } from '../../../core/contract/updates.ts'
import table from '../../design/plain-table.module.css'
import { TimeAgo } from '../../feedback/time-ago.tsx'
import { formatNumber } from '../../formats.ts'
import { link } from '../../navigation.ts'
import { decideBatch } from './update-actions.tsx'
import { batchStateWords, batchTally, tallyWords } from './update-words.ts'
import classes from './updates.module.css'

interface BatchTableProps {
  readonly batches: readonly UpdateBatch[]
  readonly chosen: number
}

export const BatchTable = ({ batches, chosen }: BatchTableProps) => (
  <section className={classes.batches} aria-label="Batches of updates">
    <table className={table.table}>
      <caption className="visually-hidden">Batches of updates, the latest first</caption>
      <thead>
        <tr>
          <th scope="col">Batch</th>
          <th scope="col">Started</th>
          <th scope="col">To version</th>
          <th scope="col">State</th>
          <th scope="col">Wave</th>
          <th scope="col">Agents</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <tr key={batch.id} data-chosen={batch.id === chosen || undefined}>
            <th scope="row" className={table.nowrap}>
              <a
                className={table.link}
                href={link(`/agents/updates?batch=${batch.id}`)}
                aria-current={batch.id === chosen ? 'true' : undefined}
              >
                Batch {batch.id}
              </a>
            </th>
            <td className={table.nowrap}>
              <TimeAgo at={batch.createdAt} />
              {batch.origin === 'automatic' ? ', automatically' : ', by hand'}
            </td>
            <td className={table.nowrap}>{batch.version}</td>
            <td className={classes.state} data-state={batch.state} title={batch.reason || undefined}>
              {batchStateWords[batch.state]}
            </td>
            <td className={table.nowrap}>
              {formatNumber(Math.min(batch.wave + 1, batch.waves.length))} of {formatNumber(batch.waves.length)}
            </td>
            <td className={classes.tally}>
              <Tally batch={batch} />
            </td>
            <td className={`${table.number} ${table.nowrap}`}>
              <Decisions batch={batch} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Tally = ({ batch }: { readonly batch: UpdateBatch }) => {
  const tally = batchTally(batch)
  const all = batch.waves.reduce((sum, size) => sum + size, 0)
  return (
    <>
      {tallyWords(batch)}
      <span className={classes.parts} aria-hidden>
        {(['done', 'failed', 'working'] as const).map((part) => (
          <span key={part} data-part={part} style={{ width: `${(tally[part] * 100) / Math.max(1, all)}%` }} />
        ))}
      </span>
    </>
  )
}

const Decisions = ({ batch }: { readonly batch: UpdateBatch }) => {
  const { id, state, finishedAt } = batch
  if (finishedAt > 0 || state === 'finished' || state === 'cancelled') return null
  const goesOn = state === 'running'
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${goesOn ? 'Pause' : 'Resume'} batch ${id}`}
        onClick={() => void decideBatch(goesOn ? 'pause' : 'resume', batch)}
      >
        {goesOn ? 'Pause' : 'Resume'}
      </Button>{' '}
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Cancel batch ${id}`}
        onClick={() => void decideBatch('cancel', batch)}
      >
        Cancel
      </Button>
    </>
  )
}
