import { Button, CloseButton, SegmentedControl } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { LoggedEvent } from '../../core/contract/events.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { LoadingShade } from '../feedback/loading-shade.tsx'
import { count, formatNumber } from '../formats.ts'
import { DataGrid, type GridHandle } from '../grid/data-grid.tsx'
import { emptyLayout } from '../grid/grid-layout.ts'
import { link, navigate, usePlace } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { eventsStore } from '../stores.ts'
import { ChoiceMenu } from './choice-menu.tsx'
import { acknowledge } from './event-actions.ts'
import { AcknowledgeButton, EventExportMenu } from './event-buttons.tsx'
import { eventColumns, hiddenAtFirst } from './event-columns.tsx'
import { EventDetails } from './event-details.tsx'
import { filterOf, isFiltered, pathOfShown, readShown, type ShownEvents } from './event-filter.ts'
import { kindWords, needsLook, severityWords } from './event-words.ts'
import classes from './events.module.css'
import { RangeMenu } from './range-menu.tsx'
import { useTypedSearch } from './use-typed-search.ts'

const rowId = ({ id }: LoggedEvent) => String(id)
/** As the page shows times. */
const machineZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
const layoutBase = { ...emptyLayout, hidden: hiddenAtFirst }

/** What agents, imports and admins did and what went wrong, the latest first, kept for a while. */
export const EventsPage = () => {
  const { query } = usePlace()
  const address = query.toString()
  const shown = useMemo(() => readShown(new URLSearchParams(address)), [address])
  const { events, isLogEmpty, total, unacknowledged, error, waiting, isLoading, reload, more } = useStore(eventsStore)
  const [selected, setSelected] = useState<readonly number[]>([])
  const grid = useRef<GridHandle<LoggedEvent>>(null)
  useEffect(() => eventsStore.getState().watch(() => filterOf(shown, Date.now())), [shown])
  useCurrentView({ crumbs: [{ label: 'Event log' }] })
  const show = (change: Partial<ShownEvents>) => navigate(pathOfShown({ ...shown, ...change }), { replace: true })
  const search = useTypedSearch(shown.search, (text) => show({ search: text }))

  const chosen = events?.filter(({ id }) => selected.includes(id)) ?? []
  const opened = chosen.length === 1 ? chosen[0] : undefined
  const unseen = chosen.filter(needsLook)
  const issue = opened?.issue ?? 0
  useEffect(() => void eventsStore.getState().lookInto(issue), [issue])

  if (isLogEmpty && !isFiltered(shown)) return <NothingYet />
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Event log</h1>
        <p className={classes.standing} role="status">
          {unacknowledged > 0 && `${count(unacknowledged, 'event')} ${unacknowledged === 1 ? 'needs' : 'need'} a look`}
        </p>
        <div className={classes.actions}>
          <AcknowledgeButton
            unseen={unseen}
            chosen={chosen.length}
            shown={shown}
            left={Math.min(total, unacknowledged)}
          />
          <EventExportMenu shown={shown} total={total} />
        </div>
      </div>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label="Which events are listed"
          value={shown.needLook ? 'look' : 'all'}
          data={[
            { value: 'all', label: 'All' },
            { value: 'look', label: 'Needs a look' },
          ]}
          onChange={(value) => show({ needLook: value === 'look' })}
        />
        <RangeMenu range={shown.range} days={shown.days} onChange={({ range, days }) => show({ range, days })} />
        <ChoiceMenu
          label="Severity"
          words={severityWords}
          chosen={shown.severities}
          onChange={(severities) => show({ severities })}
        />
        <ChoiceMenu label="Kind" words={kindWords} chosen={shown.kinds} onChange={(kinds) => show({ kinds })} />
        {shown.agent && (
          <span className={classes.chip}>
            Agent: {events?.find(({ agent }) => agent === shown.agent)?.agentName || shown.agent}
            <CloseButton size="xs" aria-label="Events of all agents" onClick={() => show({ agent: undefined })} />
          </span>
        )}
        {isFiltered(shown) && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => navigate('/events', { replace: true })}>
            Show everything
          </Button>
        )}
        <a className={classes.settings} href={link('/settings/events')}>
          Quiet hours and retention
        </a>
        {waiting > 0 && (
          <Button
            size="xs"
            variant="light"
            onClick={() => {
              eventsStore.getState().release()
              grid.current?.toTop()
            }}
          >
            Show {count(waiting, 'new event')}
          </Button>
        )}
      </div>
      {error !== undefined && !(events && isLineLost(error)) && (
        <div className={classes.problem}>
          <ErrorMessage what="The event log could not be read" error={error} onRetry={reload} />
        </div>
      )}
      <div className={classes.body}>
        <div className={classes.list}>
          <LoadingShade loading={isLoading}>
            {events && (
              <div className={classes.grid}>
                <DataGrid
                  label="Events"
                  columns={eventColumns}
                  rows={events}
                  rowId={rowId}
                  layoutName="events"
                  layoutBase={layoutBase}
                  handle={grid}
                  onOpen={(row) => grid.current?.reveal(rowId(row))}
                  search={search}
                  remark={`${events.length < total ? `of ${formatNumber(total)} that fit · ` : ''}times of ${machineZone}`}
                  onSelect={(rows) => setSelected(rows.map(({ id }) => id))}
                  onTouch={eventsStore.getState().hold}
                  nothing={isLoading ? undefined : nothingWords(shown)}
                  actionsOf={(row) => [
                    ...(needsLook(row)
                      ? [{ label: 'Acknowledge', onClick: () => void acknowledge({ ids: [row.id] }) }]
                      : []),
                    ...(row.agent === ''
                      ? []
                      : [
                          { label: 'Show the agent', onClick: () => navigate(`/agents?agent=${row.agent}`) },
                          { label: 'Only events of this agent', onClick: () => show({ agent: row.agent }) },
                        ]),
                    { label: 'Only events of this kind', onClick: () => show({ kinds: [row.kind] }) },
                  ]}
                />
              </div>
            )}
          </LoadingShade>
          {events && events.length < total && (
            <div className={classes.more}>
              <Button size="xs" variant="default" onClick={() => void more()}>
                Show older ones
              </Button>
            </div>
          )}
        </div>
        {opened && (
          <EventDetails
            event={opened}
            onAcknowledge={() => void acknowledge({ ids: [opened.id] })}
            onClose={() => grid.current?.deselect()}
          />
        )}
      </div>
    </div>
  )
}

const nothingWords = (shown: ShownEvents): string =>
  isFiltered({ ...shown, needLook: false }) ? 'No event fits. Widen the filter.' : 'Nothing needs a look.'

const NothingYet = () => (
  <EmptyState
    title="Nothing has happened yet"
    actions={
      <Button component="a" href={link('/agents')}>
        Go to Agents
      </Button>
    }
  >
    <p>
      Here stands what agents report of themselves, what they did to give licences back, what was imported, and what
      somebody changed: each with its time, and what to do where something is wrong.
    </p>
    <p>It fills by itself once agents have joined or files were imported.</p>
  </EmptyState>
)
