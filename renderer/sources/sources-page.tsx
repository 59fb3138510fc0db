import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Source } from '../../core/contract/sources.ts'
import table from '../design/plain-table.module.css'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { count, emDash, formatHours, formatLocalIso, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody } from '../shell/page-body.tsx'
import { sourcesStore } from '../stores.ts'

/** What all daemons of a server used: their vendor licences are `<server>;<daemon>`. */
const useOf = ({ server }: Source): string =>
  link(`/reports/51?${new URLSearchParams({ 'where.Vendor License': `${server};*` })}`)

const SourceRow = ({ source }: { readonly source: Source }) => (
  <tr>
    <th scope="row" className={table.nowrap}>
      <a className={table.link} href={useOf(source)} title="Show the use of this source">
        {source.server}
      </a>
    </th>
    <td>{source.daemons.length > 0 ? source.daemons.join(', ') : emDash}</td>
    <td className={table.nowrap}>
      {source.zone} <span className={table.muted}>({source.zoneOrigin})</span>
    </td>
    <td className={table.nowrap}>
      {source.firstAt && source.lastAt
        ? `${formatLocalIso(source.firstAt, 'date')} – ${formatLocalIso(source.lastAt, 'date')}`
        : emDash}
    </td>
    <td className={table.number}>{formatNumber(source.files)}</td>
    <td className={table.number}>{formatNumber(source.lines)}</td>
    <td className={table.number}>{formatNumber(source.days)}</td>
    <td className={table.number}>{formatHours(source.observedHours)}</td>
    <td className={table.nowrap}>
      {source.staleDays > 0 ? `Rebuilding ${count(source.staleDays, 'day')}` : 'Up to date'}
    </td>
  </tr>
)

const SourcesTable = ({ sources }: { readonly sources: readonly Source[] }) => (
  <div className={table.scroll}>
    <table className={table.table}>
      <caption className="visually-hidden">{count(sources.length, 'source')}</caption>
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Vendor daemons</th>
          <th scope="col" title="The zone of the log’s times, and how it is known">
            Time zone
          </th>
          <th scope="col">Period</th>
          <th scope="col" className={table.number}>
            Files
          </th>
          <th scope="col" className={table.number}>
            Lines
          </th>
          <th scope="col" className={table.number}>
            Days
          </th>
          <th scope="col" className={table.number} title="Hours in which a vendor daemon ran and the log tells of it">
            Observed (h)
          </th>
          <th scope="col">Numbers</th>
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

export const SourcesPage = () => {
  const { sources, error, reload } = useStore(sourcesStore)
  useEffect(() => sourcesStore.getState().watch(), [])
  useCurrentView({ crumbs: [{ label: 'Sources' }] })
  if (sources?.length === 0)
    return (
      <EmptyState
        title="No sources yet"
        actions={
          <Button component="a" href={link('/import')}>
            Import files
          </Button>
        }
      >
        A source is the log of one licence server, all its files together. Each appears here with its vendor daemons,
        time zone and period after its first file was imported.
      </EmptyState>
    )
  return (
    <PageBody title="Sources">
      {error !== undefined && !(sources && isLineLost(error)) && (
        <ErrorMessage what="The sources could not be listed" error={error} onRetry={reload} />
      )}
      {sources && <SourcesTable sources={sources} />}
    </PageBody>
  )
}
