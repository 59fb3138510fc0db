import { Button, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Source } from '../../core/contract/sources.ts'
import table from '../design/plain-table.module.css'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { count, emDash, formatLocalIso, formatNumber, formatPercent } from '../formats.ts'
import { link } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody } from '../shell/page-body.tsx'
import { sourcesStore } from '../stores.ts'
import classes from './sources.module.css'
import { StaleSign } from './stale-sign.tsx'

/** The core's word for the zone one can rely on; any other is said. */
const statedInLog = 'from the log'

/** From so many on a filter helps. */
const filterFrom = 6

const matches = ({ server, format, daemons, zone }: Source, filter: string): boolean => {
  const text = `${server} ${format} ${daemons.join(' ')} ${zone}`.toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const SourceRow = ({ source }: { readonly source: Source }) => (
  <tr>
    <th scope="row" className={classes.server}>
      <a className={table.link} href={link(`/sources/${source.id}`)} title={source.server}>
        {source.server}
      </a>
    </th>
    <td className={classes.format} title={source.format}>
      {source.format}
    </td>
    <td className={classes.daemons} title={source.daemons.join(', ')}>
      {source.daemons.length > 0 ? source.daemons.join(', ') : emDash}
    </td>
    <td className={table.nowrap}>
      <span title={`How it is known: ${source.zoneOrigin}`}>{source.zone}</span>
      {source.zoneOrigin !== statedInLog && <span className={table.muted}> {source.zoneOrigin}</span>}
    </td>
    <td className={table.nowrap}>
      {source.firstAt && source.lastAt
        ? `${formatLocalIso(source.firstAt, 'date')} – ${formatLocalIso(source.lastAt, 'date')}`
        : emDash}
    </td>
    <td className={table.number}>{formatPercent(source.coverage)}</td>
    <td className={table.number}>{formatNumber(source.files)}</td>
    <td className={table.number}>{formatNumber(source.lines)}</td>
    <td className={table.nowrap}>{source.hasRuns ? <StaleSign days={source.staleDays} /> : emDash}</td>
  </tr>
)

const headings: readonly { readonly label: string; readonly help?: string; readonly isNumber?: boolean }[] = [
  { label: 'Server or machine' },
  { label: 'Read from' },
  { label: 'Vendor daemons' },
  { label: 'Time zone', help: 'The zone of the log’s times, and how it is known' },
  { label: 'Period' },
  {
    label: 'Coverage',
    help: 'Observed time ÷ time from each vendor daemon’s first to its last sign of life',
    isNumber: true,
  },
  { label: 'Files', isNumber: true },
  { label: 'Lines', isNumber: true },
  { label: 'Numbers', help: 'Whether the days of this source are counted to the end' },
]

const SourcesTable = ({ sources }: { readonly sources: readonly Source[] }) => (
  <div className={table.scroll}>
    <table className={table.table}>
      <caption className="visually-hidden" aria-live="polite">
        {count(sources.length, 'source')}
      </caption>
      <thead>
        <tr>
          {headings.map(({ label, help, isNumber }) => (
            <th key={label} scope="col" title={help} className={isNumber ? table.number : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <SourceRow key={source.id} source={source} />
        ))}
      </tbody>
    </table>
  </div>
)

const NoSources = () => (
  <EmptyState
    title="No sources yet"
    actions={
      <Button component="a" href={link('/import')}>
        Import files
      </Button>
    }
  >
    A source is the log of one licence server, all its files together, or what all files of one format say of one server
    or machine. After its first file was imported it appears here with its vendor daemons, when they ran, the time zone
    of its clock, and the files that fed it.
  </EmptyState>
)

export const SourceListPage = () => {
  const { sources, error, reload } = useStore(sourcesStore)
  useEffect(() => sourcesStore.getState().watch(), [])
  const [filter, setFilter] = useState('')
  const deferred = useDeferredValue(filter).trim()
  useCurrentView({ crumbs: [{ label: 'Sources' }] })
  if (sources?.length === 0) return <NoSources />
  const found = sources?.filter((source) => matches(source, deferred)) ?? []
  return (
    <PageBody
      title="Sources"
      actions={
        (sources?.length ?? 0) >= filterFrom && (
          <TextInput
            data-page-filter
            aria-label="Filter sources"
            placeholder="Filter  /"
            w={220}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
            leftSection={<IconSearch size={14} aria-hidden />}
          />
        )
      }
    >
      {error !== undefined && !(sources && isLineLost(error)) && (
        <ErrorMessage what="The sources could not be listed" error={error} onRetry={reload} />
      )}
      {sources && (
        <>
          <Text c="dimmed" mb={8}>
            What all files of one kind say of a server or machine. Open one for its time zone, names, files and, of a
            licence log, its runs.
          </Text>
          <SourcesTable sources={found} />
          {found.length === 0 && (
            <Text c="dimmed" py={12} px={8}>
              No source matches “{deferred}”.
            </Text>
          )}
        </>
      )}
    </PageBody>
  )
}
