import { Button, Text } from '@mantine/core'
import type { MapKind, MapRevision } from '../../core/contract/mapping.ts'
import table from '../design/plain-table.module.css'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { formatNumber } from '../formats.ts'
import { openRevision, restoreMap } from './map-actions.tsx'
import classes from './mapping.module.css'

/** Every saved state of the map, newest first. Nothing of it is ever lost: restoring adds one more. */
export const HistoryList = ({
  kind,
  history,
}: {
  readonly kind: MapKind
  readonly history: readonly MapRevision[]
}) => {
  if (history.length === 0)
    return (
      <Text c="dimmed" p={16}>
        Nothing was saved yet. Each save is kept here and can be restored.
      </Text>
    )
  return (
    <div className={classes.scrolled}>
      <table className={table.table}>
        <caption className="visually-hidden">Saved revisions</caption>
        <thead>
          <tr>
            <th scope="col" className={table.number}>
              Revision
            </th>
            <th scope="col">Saved</th>
            <th scope="col">How</th>
            <th scope="col" className={table.number}>
              Lines
            </th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {history.map(({ revision, savedAt, origin, lines, isCurrent }) => (
            <tr key={revision}>
              <th scope="row" className={table.number}>
                {formatNumber(revision)}
              </th>
              <td className={table.nowrap}>
                <TimeAgo at={savedAt} />
              </td>
              <td>{origin}</td>
              <td className={table.number}>{formatNumber(lines)}</td>
              <td className={classes.rowActions}>
                {isCurrent ? (
                  <span className={table.muted}>In force</span>
                ) : (
                  <>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Restore revision ${revision}`}
                      onClick={() => void restoreMap(kind, revision)}
                    >
                      Restore
                    </Button>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Open revision ${revision} in the editor`}
                      onClick={() => void openRevision(kind, revision)}
                    >
                      Open
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
