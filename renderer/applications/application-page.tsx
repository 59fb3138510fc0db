import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Fragment, type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import type { ApplicationSession, CustomApplication } from '../../core/contract/custom-applications.ts'
import facts from '../design/facts.module.css'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count, emDash, formatMinute, formatNumber } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import { link, navigate } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { applicationsStore } from '../stores.ts'
import { pathOf, pathOfActs, pathOfTroubled, pathOfUse, removeApplication, setWatched } from './application-actions.ts'
import { watchState } from './application-columns.ts'
import classes from './applications.module.css'
import { harvestingSentences } from './harvesting-words.ts'

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

/** All that is known of one custom application: what it is, what will be done with it, and who runs it now. */
export const ApplicationPage = ({ application }: { readonly application: CustomApplication | undefined }) => {
  const name = application?.name ?? 'Application'
  const hasDraft = useStore(
    applicationsStore,
    ({ drafts }) => application !== undefined && drafts[application.id] !== undefined,
  )
  useCurrentView({ crumbs: [{ label: 'Custom applications', path: '/applications' }, { label: name }] })
  if (!application)
    return (
      <EmptyState
        title="This application is not there any more"
        actions={
          <Button component="a" href={link('/applications')}>
            Show all applications
          </Button>
        }
      >
        Somebody removed it. What agents recorded of it stays in reports.
      </EmptyState>
    )
  return (
    <PageBody
      title={name}
      actions={
        <>
          <Button variant="default" component="a" href={link(pathOfUse(application))}>
            Show use
          </Button>
          <Button variant="default" onClick={() => void setWatched(application, !application.enabled)}>
            {application.enabled ? 'Stop watching' : 'Watch'}
          </Button>
          <Button variant="default" onClick={() => void removeApplication(application)}>
            Remove application
          </Button>
          <Button component="a" href={link(`${pathOf(application)}/change`)}>
            {hasDraft ? 'Go on changing it…' : 'Change…'}
          </Button>
        </>
      }
    >
      {application.description !== '' && <p className={classes.description}>{application.description}</p>}
      <ApplicationFacts application={application} />
      <PageSection
        title="Harvesting"
        aside={
          application.harvesting?.enabled && (
            <a className={classes.link} href={link(pathOfActs(application))}>
              Show what was done
            </a>
          )
        }
      >
        <ul className={classes.sentences}>
          {harvestingSentences(application.harvesting).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </PageSection>
      <Sessions application={application} />
    </PageBody>
  )
}

const listed = (names: readonly string[]) => (names.length === 0 ? emDash : names.join(', '))

const ApplicationFacts = ({ application }: { readonly application: CustomApplication }) => {
  const { executables, groups, groupNames, agentsWithErrors, agentsWithWarnings, lastSeen } = application
  const state = watchState(application)
  return (
    <>
      <dl className={facts.figures}>
        <Fact label="Sessions now">{formatNumber(application.sessions)}</Fact>
        <Fact label="Hosts">{formatNumber(application.hosts)}</Fact>
        <Fact label="Users">{formatNumber(application.users)}</Fact>
        <Fact label="Agents that watch">{formatNumber(application.agents)}</Fact>
        {agentsWithErrors + agentsWithWarnings > 0 && (
          <Fact label="Agents with issues">
            <a
              className={agentsWithErrors > 0 ? classes.error : classes.trouble}
              href={link(pathOfTroubled(application))}
            >
              <IconAlertTriangle size={14} aria-hidden />{' '}
              {[
                agentsWithErrors > 0 ? `${formatNumber(agentsWithErrors)} with errors` : '',
                agentsWithWarnings > 0 ? `${formatNumber(agentsWithWarnings)} with warnings` : '',
              ]
                .filter(Boolean)
                .join(', ')}
            </a>
          </Fact>
        )}
        <Fact label="Last seen">{lastSeen === 0 ? 'Never' : <TimeAgo at={lastSeen} />}</Fact>
      </dl>
      <dl className={facts.facts}>
        <Fact label="State">
          {state === 'Watched' || state === 'Off' ? state : <span className={classes.trouble}>{state}</span>}
        </Fact>
        <Fact label="Agent groups">
          {groups.length === 0
            ? emDash
            : groups.map((id, at) => (
                <Fragment key={id}>
                  {at > 0 && ', '}
                  <a className={classes.link} href={link(`/groups?group=${id}`)}>
                    {groupNames[at]}
                  </a>
                </Fragment>
              ))}
        </Fact>
        <Fact label="Publishers">{application.publishers.length === 0 ? 'Any' : listed(application.publishers)}</Fact>
        <Fact label="Programs on Windows">
          <span className="mono">{listed(executables.windows)}</span>
        </Fact>
        <Fact label="On Linux">
          <span className="mono">{listed(executables.linux)}</span>
        </Fact>
        <Fact label="On macOS">
          <span className="mono">{listed(executables.macos)}</span>
        </Fact>
        {application.paths.length > 0 && (
          <Fact label="Only in these folders">
            <span className="mono">{listed(application.paths)}</span>
          </Fact>
        )}
      </dl>
    </>
  )
}

const sessionColumns: readonly GridColumn<ApplicationSession>[] = [
  { id: 'host', title: 'Host', kind: 'text', value: (row) => row.host },
  { id: 'user', title: 'User', kind: 'text', value: (row) => row.user || null },
  { id: 'pid', title: 'Process id', kind: 'number', value: (row) => row.pid, show: (value) => String(value) },
  {
    id: 'started',
    title: 'Since',
    kind: 'time',
    value: (row) => new Date(row.startedAt).toISOString(),
    show: (value) => (typeof value === 'string' ? formatMinute(value) : emDash),
  },
  { id: 'agent', title: 'Agent', kind: 'text', value: (row) => row.agentName },
]

const sessionId = ({ agent, pid, startedAt }: ApplicationSession) => `${agent} ${pid} ${startedAt}`

const noSessionsWords = ({ agents, sessions }: CustomApplication): string => {
  if (agents === 0) return 'No agent watches for it: assign it to an agent group that has agents.'
  return sessions === 0
    ? 'It runs nowhere at this moment.'
    : 'They are listed as soon as what the agents sent of them is read.'
}

const Sessions = ({ application }: { readonly application: CustomApplication }) => {
  const { sessions, sessionsError, reload } = useStore(applicationsStore)
  useEffect(() => applicationsStore.getState().watchSessions(application.id), [application.id])
  const shown = sessions?.length ?? 0
  return (
    <PageSection
      title="Sessions now"
      aside={
        shown < application.sessions && shown > 0 ? (
          <span className="muted">{`the first ${formatNumber(shown)} of ${count(application.sessions, 'session')}`}</span>
        ) : undefined
      }
    >
      {sessionsError !== undefined && !(sessions && isLineLost(sessionsError)) && (
        <ErrorMessage what="The sessions could not be listed" error={sessionsError} onRetry={reload} />
      )}
      {sessions && shown === 0 && <p className="muted">{noSessionsWords(application)}</p>}
      {sessions && shown > 0 && (
        <div className={classes.sessions} style={{ '--rows': Math.min(shown, 12) } as React.CSSProperties}>
          <DataGrid
            label={`Sessions of ${application.name}`}
            columns={sessionColumns}
            rows={sessions}
            rowId={sessionId}
            layoutName="application-sessions"
            onOpen={({ agent }) => navigate(`/agents?agent=${agent}`)}
            actionsOf={({ agent }) => [
              { label: 'Show the agent', keys: 'Enter', onClick: () => navigate(`/agents?agent=${agent}`) },
            ]}
          />
        </div>
      )}
    </PageSection>
  )
}
