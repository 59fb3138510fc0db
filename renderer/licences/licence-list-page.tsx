import { Button, Tabs } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconAlertTriangle, IconCalendar } from '@tabler/icons-react'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { CapacityEntry, ExpiringLicences } from '../../core/contract/capacity.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { count, formatNumber } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import { emptyLayout } from '../grid/grid-layout.ts'
import { chooseFiles } from '../import/choose-files.ts'
import { link, navigate, usePlace } from '../navigation.ts'
import { localDate } from '../reports/report-period.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { licencesStore } from '../stores.ts'
import { EndingLicences } from './ending-licences.tsx'
import { pathOfFeature, pathOfUse } from './feature-name.ts'
import { hiddenAtFirst, licenceColumns } from './licence-columns.ts'
import { LicenceFiles } from './licence-files.tsx'
import classes from './licences.module.css'
import { expiryDays } from './licences-store.ts'
import { typeCapacity } from './typed-form.tsx'

const rowId = ({ vendorLicence, feature }: CapacityEntry) => `${vendorLicence}\u001f${feature}`
const views = ['features', 'files', 'ending'] as const
const layoutBase = { ...emptyLayout, hidden: hiddenAtFirst }

/** How many licences there are of everything that is known, and where each number comes from. */
export const LicenceListPage = () => {
  const { query } = usePlace()
  const at = /^\d{4}-\d\d-\d\d$/.exec(query.get('at') ?? '')?.[0]
  const view = views.find((it) => it === query.get('show')) ?? 'features'
  const { entries, files, ending, peaks, error, reload } = useStore(licencesStore)
  useEffect(() => licencesStore.getState().watch(at), [at])
  useCurrentView({ crumbs: [{ label: 'Licences' }] })
  const today = localDate(Date.now(), '')
  const columns = useMemo(() => licenceColumns(peaks, today), [peaks, today])
  const go = (to: { readonly show?: string; readonly at?: string }) => {
    const next = new URLSearchParams()
    const shown = to.show ?? view
    const day = 'at' in to ? to.at : at
    if (shown !== 'features') next.set('show', shown)
    if (day) next.set('at', day)
    navigate(`/licences${next.size > 0 ? `?${next}` : ''}`, { replace: true })
  }

  if (entries?.length === 0 && files?.length === 0) return <NothingKnown />
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Licences</h1>
        <p className={classes.standing} role="status">
          {ending && ending.length > 0 && <EndingWords ending={ending} />}
        </p>
        <div className={classes.actions}>
          {view === 'features' && (
            <DateInput
              w={190}
              leftSection={<IconCalendar size={14} aria-hidden />}
              aria-label="Numbers as they stood on"
              placeholder="As of today"
              valueFormat="[As of] YYYY-MM-DD"
              clearable
              value={at ?? null}
              onChange={(day) => go({ at: day ?? undefined })}
            />
          )}
          <Button
            variant="default"
            disabled={entries === undefined}
            onClick={() => typeCapacity({ entries: entries ?? [] })}
          >
            Type a number…
          </Button>
          <Button onClick={chooseFiles}>Import licence files…</Button>
        </div>
      </div>
      {error !== undefined && !(entries && isLineLost(error)) && (
        <div className={classes.problem}>
          <ErrorMessage what="The licences could not be listed" error={error} onRetry={reload} />
        </div>
      )}
      <Tabs value={view} onChange={(to) => go({ show: to ?? 'features' })} className={classes.tabs} keepMounted={false}>
        <Tabs.List aria-label="What is listed" className={classes.tabList}>
          <Tabs.Tab value="features">
            Features <span className={classes.amount}>{formatNumber(entries?.length)}</span>
          </Tabs.Tab>
          <Tabs.Tab value="files">
            Licence files <span className={classes.amount}>{formatNumber(files?.length)}</span>
          </Tabs.Tab>
          <Tabs.Tab value="ending">
            Ending <span className={classes.amount}>{formatNumber(ending?.length)}</span>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={view} className={classes.panel}>
          {view === 'features' && entries && (
            <DataGrid
              label="Licences"
              columns={columns}
              rows={entries}
              rowId={rowId}
              layoutName="licences"
              layoutBase={layoutBase}
              onOpen={(row) => navigate(pathOfFeature(row))}
              actionsOf={(row) => [
                { label: 'Show its course', keys: 'Enter', onClick: () => navigate(pathOfFeature(row)) },
                { label: 'Show its use in report 51', onClick: () => navigate(pathOfUse(row.shownName, row.feature)) },
                { label: 'Type a number…', onClick: () => typeCapacity({ entries, name: row }) },
              ]}
            />
          )}
          {view === 'ending' && ending && <EndingLicences ending={ending} today={today} />}
          {view === 'files' && files && <LicenceFiles files={files} />}
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

/** `3 licence records end within 30 days, 1 has ended`, as a way to the list of them. */
const EndingWords = ({ ending }: { readonly ending: readonly ExpiringLicences[] }) => {
  const ended = ending.filter(({ daysLeft }) => daysLeft < 0).length
  const coming = ending.length - ended
  return (
    <a className={classes.ending} href={link('/licences?show=ending')}>
      <IconAlertTriangle size={14} aria-hidden />{' '}
      {coming > 0 &&
        `${count(coming, 'licence record')} ${coming === 1 ? 'ends' : 'end'} within ${expiryDays} days${ended > 0 ? ', ' : ''}`}
      {ended > 0 &&
        `${coming > 0 ? formatNumber(ended) : count(ended, 'licence record')} ended in the last ${expiryDays}`}
    </a>
  )
}

const NothingKnown = () => (
  <EmptyState title="No licences known yet" actions={<Button onClick={chooseFiles}>Import licence files…</Button>}>
    <p>
      How many licences there are of each feature: reports measure use against it as <i>Max available licenses</i> and
      utilisation. The numbers come from FlexNet licence files (<code>license.lic</code>), from logs that state them, or
      are typed in with a date.
    </p>
    <p>Features appear here as soon as a log or a licence file that names them was imported.</p>
  </EmptyState>
)
