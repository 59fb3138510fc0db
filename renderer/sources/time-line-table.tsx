import { Text } from '@mantine/core'
import type { SourceDaemon } from '../../core/contract/sources.ts'
import table from '../design/plain-table.module.css'
import { formatInstant, formatNumber } from '../formats.ts'
import { lengthWords } from './run-words.ts'
import { lifeOf, stretchesOf, withMissing } from './time-line-layout.ts'
import type { Span } from './time-window.ts'

/** As many rows; the zoom leads to the rest. */
const most = 300

interface TimeLineTableProps {
  readonly daemons: readonly SourceDaemon[]
  readonly extent: Span
  readonly window: Span
  readonly zone: string
  readonly label: string
}

/** The time line for those who would rather read it: every stretch of the window, observed or not, in order of time. */
export const TimeLineTable = ({ daemons, extent, window, zone, label }: TimeLineTableProps) => {
  const rows = daemons
    .flatMap((daemon) => {
      const runs = withMissing(daemon)
      // As wide as can be: nothing is left out for want of pixels.
      const all = stretchesOf(runs, lifeOf(runs, extent), window, Number.MAX_SAFE_INTEGER)
      return all.map((stretch) => ({ daemon: daemon.name, ...stretch }))
    })
    .sort((a, b) => a.from - b.from || (a.daemon < b.daemon ? -1 : 1))
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <caption className="visually-hidden">{`Observed and not observed: ${label}`}</caption>
        <thead>
          <tr>
            <th scope="col">Vendor daemon</th>
            <th scope="col">State</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map(({ daemon, kind, from, to, hiddenGaps }) => (
            <tr key={`${daemon} ${from} ${kind}`}>
              <th scope="row">{daemon}</th>
              <td>
                {kind === 'gap' ? 'Not observed' : 'Observed'}
                {hiddenGaps > 0 && <span className={table.muted}> with {formatNumber(hiddenGaps)} short gaps</span>}
              </td>
              <td className={table.nowrap}>{formatInstant(from, zone)}</td>
              <td className={table.nowrap}>{formatInstant(to, zone)}</td>
              <td className={table.nowrap}>{lengthWords(to - from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <Text c="dimmed" py={12} px={8}>
          The log does not reach into this time.
        </Text>
      )}
      {rows.length > most && (
        <Text c="dimmed" size="xs" py={8} px={8}>
          The first {formatNumber(most)} of {formatNumber(rows.length)} stretches. Zoom in to see the others.
        </Text>
      )}
    </div>
  )
}
