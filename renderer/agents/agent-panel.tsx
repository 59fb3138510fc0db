import { Anchor, Button, CloseButton, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { AgentDetails, AgentIssueRow } from '../../core/contract/agents.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count, emDash, formatInstant } from '../formats.ts'
import { link } from '../navigation.ts'
import { InlineName } from '../sources/inline-name.tsx'
import { agentStore } from '../stores.ts'
import { approveAgents, rejectAgents, removeAgents, renameAgent, revokeAgents } from './agent-actions.tsx'
import { StatusSign } from './agent-cells.tsx'
import { AgentFacts } from './agent-facts.tsx'
import { PanelPart } from './agent-panel-part.tsx'
import { isRemovable } from './agent-words.ts'
import classes from './agents.module.css'
import { AgentUpdatePart } from './updates/agent-update.tsx'

interface AgentPanelProps {
  readonly id: string
  readonly onClose: () => void
}

/** All that is known of one agent, beside the grid: what is wrong first, then how it is, then what happened. */
export const AgentPanel = ({ id, onClose }: AgentPanelProps) => {
  const { details, error, reload } = useStore(agentStore)
  useEffect(() => agentStore.getState().watch(id), [id])
  const panel = useRef<HTMLElement>(null)
  const isGone = error instanceof ConsoleError && error.code === 'not-found'
  const name = details?.agent.name ?? 'Agent'
  const isThere = details !== undefined
  // Whoever opened it wants to read it; the grid's own keys bring one back.
  useEffect(() => {
    if (isThere) panel.current?.focus({ preventScroll: true })
  }, [isThere])
  useEffect(() => {
    const before = document.activeElement
    return () => {
      // After it is gone: what had the focus inside it went too.
      window.setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus()
      })
    }
  }, [])
  return (
    <aside
      ref={panel}
      className={classes.panel}
      aria-label={`Details of ${name}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <div className={classes.panelHead}>
        <div>
          <h2 className={classes.panelTitle}>
            {details ? (
              <InlineName
                value={details.agent.name}
                label={`Name of ${details.agent.host}`}
                verb="Rename"
                maxLength={255}
                onSave={(typed) => renameAgent(details.agent, typed)}
                onReset={
                  details.agent.isNamed
                    ? { label: 'Host’s name', reset: () => renameAgent(details.agent, '') }
                    : undefined
                }
              />
            ) : (
              name
            )}
          </h2>
          {details && <StatusSign row={details.agent} />}
        </div>
        <CloseButton aria-label="Close the details" onClick={onClose} />
      </div>
      <div className={classes.panelBody}>
        {isGone && <Text mt={16}>This agent is not in the list any more. It was removed, or never joined.</Text>}
        {error !== undefined && !isGone && !(details && isLineLost(error)) && (
          <ErrorMessage what="The agent could not be shown" error={error} onRetry={reload} />
        )}
        {details && !isGone && <Content details={details} />}
      </div>
    </aside>
  )
}

const Content = ({ details }: { readonly details: AgentDetails }) => {
  const { agent, issues, sessions, events } = details
  return (
    <>
      {agent.standing !== 'approved' && (
        <PanelPart title={agent.standing === 'pending' ? 'Waits for approval' : 'In quarantine'}>
          <Text size="xs" mb={8}>
            {agent.standing === 'pending'
              ? 'It joined with a valid token. Until it is approved, what it collects stays on the machine.'
              : 'Another machine uses its identity. Approve it only when you know which of the two is the right one.'}
          </Text>
          <Group gap={8}>
            <Button size="xs" onClick={() => void approveAgents([agent])}>
              Approve
            </Button>
            <Button size="xs" variant="default" onClick={() => rejectAgents([agent])}>
              Reject…
            </Button>
          </Group>
        </PanelPart>
      )}
      <PanelPart title="Errors and warnings">
        {issues.length === 0 ? (
          <Text size="xs" c="dimmed">
            Nothing is wrong.
          </Text>
        ) : (
          issues.map((issue) => <Issue key={issue.id} issue={issue} />)
        )}
      </PanelPart>
      <AgentUpdatePart agent={agent} />
      <AgentFacts details={details} />
      <PanelPart title="Custom applications that run now">
        {sessions.length === 0 ? (
          <Text size="xs" c="dimmed">
            None.
          </Text>
        ) : (
          <dl className={classes.facts}>
            {sessions.map(({ application, sessions: running, users }) => (
              <div key={application} style={{ display: 'contents' }}>
                <dt>{application}</dt>
                <dd>
                  {count(running, 'session')}
                  {users.length > 0 && ` of ${users.join(', ')}`}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </PanelPart>
      <PanelPart title="What happened lately">
        {events.length === 0 ? (
          <Text size="xs" c="dimmed">
            {emDash}
          </Text>
        ) : (
          <ul className={classes.events}>
            {events.slice(0, 20).map(({ at, severity, message }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same at the same instant
              <li key={`${at} ${index}`}>
                <TimeAgo at={at} />
                <span data-severity={severity}>{message}</span>
              </li>
            ))}
          </ul>
        )}
        <Anchor size="xs" href={link(`/events?agent=${agent.id}`)}>
          All events of this agent
        </Anchor>
      </PanelPart>
      <Group gap={8} mt={24}>
        <Button size="xs" variant="default" onClick={() => revokeAgents([agent])}>
          Revoke credentials…
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={!isRemovable(agent)}
          title={isRemovable(agent) ? undefined : 'Only an agent that is offline can be removed'}
          onClick={() => removeAgents([agent])}
        >
          Remove…
        </Button>
      </Group>
    </>
  )
}

const Issue = ({ issue }: { readonly issue: AgentIssueRow }) => {
  const { severity, title, subject, detail, cause, remedy, openedAt, times } = issue
  const Sign = severity === 'error' ? IconCircleX : IconAlertTriangle
  return (
    <article className={classes.issue} data-severity={severity} aria-label={`${severity}: ${title}`}>
      <div className={classes.issueTitle}>
        <Sign size={14} aria-hidden />
        <span>
          {title}
          {subject !== '' && `: ${subject}`}
        </span>
      </div>
      {detail !== '' && <p className={classes.mono}>{detail}</p>}
      <p>{cause}</p>
      <p>
        <b>What to do:</b> {remedy}
      </p>
      <p className={classes.none} title={formatInstant(openedAt)}>
        Since <TimeAgo at={openedAt} />
        {times > 1 && `, seen ${times} times`}
      </p>
    </article>
  )
}
