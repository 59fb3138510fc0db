import { Button, Text } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { SourceDetail } from '../../core/contract/sources.ts'
import facts from '../design/facts.module.css'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { TaskProgress } from '../feedback/task-progress.tsx'
import { emDash, formatHours, formatLocalIso, formatNumber, formatPercent } from '../formats.ts'
import { link } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { sourceStore } from '../stores.ts'
import { InlineName } from './inline-name.tsx'
import { removeSource } from './remove-source.tsx'
import { renameServer } from './rename-server.tsx'
import { SourceCapacity } from './source-capacity.tsx'
import { SourceDaemons } from './source-daemons.tsx'
import { SourceFiles } from './source-files.tsx'
import { SourceRuns } from './source-runs.tsx'
import { SourceZone } from './source-zone.tsx'
import classes from './sources.module.css'
import { StaleSign } from './stale-sign.tsx'
import { TimeLine } from './time-line.tsx'

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

const zoneButton = 'change-the-zone'

interface SourceFactsProps {
  readonly detail: SourceDetail
  readonly onChangeZone: () => void
}

const SourceFacts = ({ detail: { source }, onChangeZone }: SourceFactsProps) => (
  <>
    <dl className={facts.figures}>
      {source.hasRuns && (
        <>
          <Fact label="Coverage">{formatPercent(source.coverage)}</Fact>
          <Fact label="Observed (h)">{formatHours(source.observedHours)}</Fact>
          <Fact label="Runs">{formatNumber(source.runs)}</Fact>
          <Fact label="Features">{formatNumber(source.features)}</Fact>
        </>
      )}
      <Fact label="Files">{formatNumber(source.files)}</Fact>
      <Fact label="Lines">{formatNumber(source.lines)}</Fact>
      {source.hasRuns && (
        <>
          <Fact label="Days">{formatNumber(source.days)}</Fact>
          <Fact label="Numbers">
            <StaleSign days={source.staleDays} />
          </Fact>
        </>
      )}
    </dl>
    <dl className={facts.facts}>
      <Fact label="Server">
        <InlineName
          value={source.server}
          label={`Name of the server ${source.server}`}
          verb="Rename server"
          maxLength={200}
          problem={(name) => (name.includes(';') ? 'A server’s name has no semicolon.' : undefined)}
          onSave={(name) => renameServer(source, name)}
        />
      </Fact>
      <Fact label="Read from">{source.format}</Fact>
      <Fact label="Time zone">
        {source.zone} <span className="muted">{source.zoneOrigin}</span>{' '}
        <Button id={zoneButton} size="compact-xs" variant="default" ml={4} onClick={onChangeZone}>
          Change…
        </Button>
      </Fact>
      <Fact label="Period">
        {source.firstAt && source.lastAt ? (
          <span title={`${source.firstAt} to ${source.lastAt}`}>
            {formatLocalIso(source.firstAt)} – {formatLocalIso(source.lastAt)}
          </span>
        ) : (
          emDash
        )}
      </Fact>
    </dl>
  </>
)

const linkToUse = (daemons: SourceDetail['daemons']): string => {
  const query = new URLSearchParams(daemons.map(({ shownName }) => ['where.Vendor License', shownName]))
  return link(`/reports/51?${query}`)
}

const Content = ({ detail }: { readonly detail: SourceDetail }) => {
  const { source, extent, daemons, files } = detail
  const task = useStore(sourceStore, (state) => state.task)
  const [changesZone, setChangesZone] = useState(false)
  const closeZone = () => {
    setChangesZone(false)
    document.getElementById(zoneButton)?.focus()
  }
  return (
    <PageBody
      title={source.server}
      actions={
        <>
          {daemons.length > 0 && (
            <Button variant="default" component="a" href={linkToUse(daemons)}>
              Show use
            </Button>
          )}
          <Button variant="default" onClick={() => removeSource(source)}>
            Remove source…
          </Button>
        </>
      }
    >
      {task && (
        <div className={classes.work}>
          <Text fw={500}>{task.title}</Text>
          <TaskProgress task={task} />
        </div>
      )}
      <SourceFacts detail={detail} onChangeZone={() => setChangesZone(true)} />
      {changesZone && (
        <PageSection title="Change the time zone">
          <SourceZone detail={detail} onClose={closeZone} />
        </PageSection>
      )}
      {extent && extent.to > extent.from && (
        <PageSection title="Time line">
          <TimeLine daemons={daemons} extent={extent} zone={source.zone} />
        </PageSection>
      )}
      {daemons.length > 0 && (
        <PageSection title="Vendor daemons">
          <SourceDaemons daemons={daemons} />
        </PageSection>
      )}
      {daemons.length > 0 && <SourceCapacity daemons={daemons} sourceId={source.id} />}
      <PageSection title="Files">
        <SourceFiles files={files} />
      </PageSection>
      {daemons.length > 0 && <SourceRuns daemons={daemons} zone={source.zone} sourceId={source.id} />}
    </PageBody>
  )
}

/** All that is known of one source: what it is, when it was observed, what fed it, and what can be done with it. */
export const SourceDetailPage = ({ id }: { readonly id: number }) => {
  const { detail, error, isGone, reload } = useStore(sourceStore)
  useEffect(() => sourceStore.getState().watch(id), [id])
  const source = detail?.source
  const name = source?.server ?? `Source ${id}`
  useCurrentView({
    crumbs: [{ label: 'Sources', path: '/sources' }, { label: name }],
    coverage: source?.coverage,
    zone: source?.zone,
  })
  if (isGone)
    return (
      <EmptyState
        title="This source is not there any more"
        actions={
          <Button component="a" href={link('/sources')}>
            Show all sources
          </Button>
        }
      >
        It was removed, or its server was given the name of another one and both became one source.
      </EmptyState>
    )
  if (!detail)
    return error === undefined ? null : (
      <PageBody title={name}>
        <ErrorMessage what="This source cannot be shown" error={error} onRetry={reload} />
      </PageBody>
    )
  return (
    <>
      {error !== undefined && !isLineLost(error) && (
        <ErrorMessage what="This source could not be read again" error={error} onRetry={reload} />
      )}
      <Content detail={detail} />
    </>
  )
}
