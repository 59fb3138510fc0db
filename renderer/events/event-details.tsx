import { Button, CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { LoggedEvent } from '../../core/contract/events.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count, formatInstantWithOffset } from '../formats.ts'
import { link } from '../navigation.ts'
import { NoticeIcon } from '../shell/notice-look.tsx'
import { eventsStore } from '../stores.ts'
import { kindWords, needsLook, severityWords, stateWord } from './event-words.ts'
import classes from './events.module.css'

interface EventDetailsProps {
  readonly event: LoggedEvent
  readonly onAcknowledge: () => void
  readonly onClose: () => void
}

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

/** One line of the log whole: what happened, where, and for an issue how it comes about and what to do. */
export const EventDetails = ({ event, onAcknowledge, onClose }: EventDetailsProps) => {
  const { at, lastAt, times, severity, kind, agent, agentName, subject, message, detail, acknowledgedAt } = event
  return (
    <aside
      className={classes.details}
      aria-label="Details of the event"
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <div className={classes.detailsHead}>
        <NoticeIcon severity={severity} />
        <h2>{message}</h2>
        <CloseButton aria-label="Close the details" onClick={onClose} />
      </div>
      {detail !== '' && <p className={classes.detail}>{detail}</p>}
      <IssueAdvice id={event.issue} />
      <dl className={classes.facts}>
        <Fact label="Time">{formatInstantWithOffset(at)}</Fact>
        {times > 1 && (
          <Fact label="Repeated">
            {count(times, 'time')}, the last <TimeAgo at={lastAt} />
          </Fact>
        )}
        <Fact label="Severity">
          {[severityWords[severity], stateWord(event).toLowerCase()].filter(Boolean).join(', ')}
        </Fact>
        <Fact label="Kind">{kindWords[kind]}</Fact>
        {subject !== '' && <Fact label="Subject">{subject}</Fact>}
        {agent !== '' && (
          <Fact label="Agent">
            <a href={link(`/agents?agent=${agent}`)}>{agentName || agent}</a>
          </Fact>
        )}
        {acknowledgedAt !== 0 && <Fact label="Acknowledged">{formatInstantWithOffset(acknowledgedAt)}</Fact>}
      </dl>
      {needsLook(event) && (
        <Button variant="default" onClick={onAcknowledge}>
          Acknowledge
        </Button>
      )}
    </aside>
  )
}

/** Cause and remedy, and since when; nothing for events that belong to no issue. */
const IssueAdvice = ({ id }: { readonly id: number }) => {
  const details = useStore(eventsStore, ({ issue }) => (issue?.id === id ? issue.details : undefined))
  if (!details) return null
  const { cause, remedy, openedAt, closedAt, times } = details
  return (
    <div className={classes.advice}>
      <h3>How it comes about</h3>
      <p>{cause}</p>
      <h3>What to do</h3>
      <p>{remedy}</p>
      <p className="muted">
        {closedAt === 0 ? (
          <>
            Open since <TimeAgo at={openedAt} />
          </>
        ) : (
          <>
            Over, <TimeAgo at={closedAt} />
          </>
        )}
        {times > 1 && `, came back ${times === 2 ? 'once' : count(times - 1, 'time')}`}
      </p>
    </div>
  )
}
