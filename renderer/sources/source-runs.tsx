import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import type { DaemonRun, SourceDaemon } from '../../core/contract/sources.ts'
import table from '../design/plain-table.module.css'
import { notifyFailed } from '../feedback/notify.ts'
import { count, emDash, formatInstant, formatInstantWithOffset, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import { PageSection } from '../shell/page-body.tsx'
import { sourceStore } from '../stores.ts'
import { endingWords, type ListedRun, latestFirst, lengthWords } from './run-words.ts'
import { windowQuery } from './use-time-window.ts'

const portion = 25
/** Runs that are fetched at once when somebody goes further back. */
const step = 500

interface RunRowProps {
  readonly run: ListedRun
  readonly zone: string
  readonly sourceId: number
}

const RunRow = ({ run: { daemon, from, to, ending }, zone, sourceId }: RunRowProps) => (
  <tr>
    <td className={table.nowrap}>
      <a
        className={table.link}
        href={link(`/sources/${sourceId}${windowQuery('month', from, zone)}`)}
        title={`${formatInstantWithOffset(from, zone)}: show on the time line`}
      >
        {formatInstant(from, zone)}
      </a>
    </td>
    <td className={table.nowrap} title={formatInstantWithOffset(to, zone)}>
      {formatInstant(to, zone)}
    </td>
    <td className={table.nowrap}>{lengthWords(to - from)}</td>
    <td>{daemon}</td>
    <td title={ending && endingWords[ending].help}>{ending ? endingWords[ending].word : emDash}</td>
  </tr>
)

interface SourceRunsProps {
  readonly daemons: readonly SourceDaemon[]
  readonly zone: string
  readonly sourceId: number
}

/** Each run of a vendor daemon: from when to when, and how it ended. The latest first; older ones on request. */
export const SourceRuns = ({ daemons, zone, sourceId }: SourceRunsProps) => {
  const [only, setOnly] = useState('')
  const [shown, setShown] = useState(portion)
  const [older, setOlder] = useState<Readonly<Record<string, readonly DaemonRun[]>>>({})
  const [isBusy, setBusy] = useState(false)
  const chosen = daemons.filter(({ name }) => only === '' || name === only)
  const runs = latestFirst(chosen, older)
  const total = chosen.reduce((sum, { runCount }) => sum + runCount, 0)
  const missingOf = ({ name, runCount, runs: latest }: SourceDaemon) =>
    Math.max(0, runCount - latest.length - (older[name]?.length ?? 0))
  const showMore = async () => {
    setShown(shown + step)
    const wanted = chosen.filter((daemon) => missingOf(daemon) > 0)
    if (shown + step < runs.length || wanted.length === 0) return
    setBusy(true)
    try {
      const found = await Promise.all(
        wanted.map(async (daemon) => {
          const missing = missingOf(daemon)
          const offset = Math.max(0, missing - step)
          const before = await sourceStore.getState().runs(daemon.name, offset, missing - offset)
          return [daemon.name, [...before, ...(older[daemon.name] ?? [])]] as const
        }),
      )
      setOlder({ ...older, ...Object.fromEntries(found) })
    } catch (error) {
      notifyFailed('The older runs were not fetched', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <PageSection
      title="Runs"
      aside={
        daemons.length > 1 && (
          <Group gap={8}>
            <Select
              aria-label="Runs of"
              w={220}
              allowDeselect={false}
              value={only}
              onChange={(name) => setOnly(String(name ?? ''))}
              data={[{ value: '', label: 'All vendor daemons' }, ...daemons.map(({ name }) => name)]}
            />
          </Group>
        )
      }
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <caption className="visually-hidden" aria-live="polite">
            {count(total, 'run')}
          </caption>
          <thead>
            <tr>
              <th scope="col">Start</th>
              <th scope="col">End</th>
              <th scope="col">Length</th>
              <th scope="col">Vendor daemon</th>
              <th scope="col">How it ended</th>
            </tr>
          </thead>
          <tbody>
            {runs.slice(0, shown).map((run) => (
              <RunRow key={`${run.daemon} ${run.from}`} run={run} zone={zone} sourceId={sourceId} />
            ))}
          </tbody>
        </table>
      </div>
      {total > Math.min(shown, runs.length) && (
        <Button mt={8} variant="default" loading={isBusy} onClick={() => void showMore()}>
          Show more of {formatNumber(total)}
        </Button>
      )}
    </PageSection>
  )
}
