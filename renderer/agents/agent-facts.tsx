import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AgentDetails } from '../../core/contract/agents.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count, emDash, formatInstant, formatNumber } from '../formats.ts'
import { openConfiguration } from './agent-configuration.tsx'
import { PanelPart } from './agent-panel-part.tsx'
import { clockWords, intervalWords, systemWords } from './agent-words.ts'
import classes from './agents.module.css'
import { collectorWords } from './collector-words.ts'

interface FactProps {
  readonly label: string
  readonly children: ReactNode
  readonly tone?: 'bad' | 'odd'
}

const Fact = ({ label, children, tone }: FactProps) => (
  <>
    <dt>{label}</dt>
    <dd className={tone && classes[tone]}>{children}</dd>
  </>
)

const Since = ({ at }: { readonly at: number }) => (at === 0 ? emDash : <TimeAgo at={at} />)

/** Counted as the quota is. */
const megabytes = (bytes: number, decimals = 0): string => formatNumber(bytes / 1_048_576, decimals)

/** More than the console tolerates without saying so (core/agents/protocol/limits.ts). */
const clockTolerance = 300_000

/** How an agent is: its machine, its connection, what waits there, what it is told. */
export const AgentFacts = ({ details }: { readonly details: AgentDetails }) => {
  const { agent, spool, configuration } = details
  const lost = Object.entries(spool.dropped).filter(([, n]) => n > 0)
  return (
    <>
      <PanelPart title="Connection">
        <dl className={classes.facts}>
          <Fact label="Last connection">
            <Since at={agent.lastConnection} />
          </Fact>
          <Fact label="Interval">{intervalWords(agent.interval)}</Fact>
          <Fact label="Connects by">
            {agent.channel === 'tls' ? 'Network, TLS 1.3' : 'Local socket of this machine'}
          </Fact>
          <Fact label="Clock" tone={Math.abs(details.clockOffset) > clockTolerance ? 'bad' : undefined}>
            {clockWords(details.clockOffset)}
          </Fact>
          <Fact label="Running since">
            <Since at={details.startedAt} />
          </Fact>
          <Fact label="Enrolled">{formatInstant(details.enrolledAt)}</Fact>
          <Fact label="License servers">{agent.licenseServers.join(', ') || emDash}</Fact>
          {details.certificateNotAfter > 0 && (
            <Fact label="Certificate until">{formatInstant(details.certificateNotAfter)}</Fact>
          )}
        </dl>
      </PanelPart>
      <PanelPart title="Backlog">
        <dl className={classes.facts}>
          <Fact label="Waits at the agent">
            {spool.waiting === 0 ? 'Nothing' : count(spool.waiting, 'record')}
            {spool.waiting > 0 && spool.waitingSince > 0 && (
              <>
                , the oldest from <TimeAgo at={spool.waitingSince} />
              </>
            )}
          </Fact>
          <Fact label="Spool">
            {spool.quota === 0 ? emDash : `${megabytes(spool.bytes, 1)} of ${megabytes(spool.quota)} MB`}
          </Fact>
          {lost.map(([reason, n]) => (
            <Fact key={reason} label={`Given up: ${reason}`} tone="bad">
              {count(n, 'record')}
            </Fact>
          ))}
          {spool.missing > 0 && (
            <Fact label="Never arrived" tone="bad">
              {count(spool.missing, 'record')}
            </Fact>
          )}
          {spool.rejected > 0 && (
            <Fact label="Refused" tone="bad">
              {count(spool.rejected, 'record')}
            </Fact>
          )}
          {lost.length === 0 && spool.missing === 0 && spool.rejected === 0 && <Fact label="Lost">Nothing</Fact>}
        </dl>
      </PanelPart>
      <PanelPart title="Configuration">
        <dl className={classes.facts}>
          <Fact label="State" tone={agent.isConfigurationApplied ? undefined : 'odd'}>
            {agent.isConfigurationApplied ? 'Applied' : 'Not applied yet'}
            {configuration.toldAt > 0 && (
              <>
                , told <TimeAgo at={configuration.toldAt} />
              </>
            )}
          </Fact>
          <Fact label="Agent groups">{agent.groups.join(', ') || emDash}</Fact>
          <Fact label="Harvesting of">{agent.applications.join(', ') || emDash}</Fact>
          {collectorWords(configuration.collectors).map(({ label, words }) => (
            <Fact key={label} label={label}>
              {words}
            </Fact>
          ))}
          <Fact label="Spool when full">
            {formatNumber(configuration.spool.quotaMegabytes)} MB,{' '}
            {configuration.spool.whenFull === 'pause'
              ? 'then collecting pauses'
              : 'then the oldest records go, counted'}
          </Fact>
        </dl>
        <Anchor
          component="button"
          type="button"
          size="xs"
          mt={4}
          onClick={() => openConfiguration({ scope: `agent:${agent.id}`, name: agent.name })}
        >
          Change what this agent collects…
        </Anchor>
      </PanelPart>
      <PanelPart title="Machine">
        <dl className={classes.facts}>
          <Fact label="Host">{agent.host}</Fact>
          <Fact label="Domain">{details.domain || emDash}</Fact>
          <Fact label="Addresses">{details.addresses || agent.ip || emDash}</Fact>
          <Fact label="System">
            {systemWords[agent.system]} {details.release} {details.architecture}
          </Fact>
          <Fact label="Agent’s version">{agent.version}</Fact>
          <Fact label="Agent ID">
            <span className={classes.mono}>{agent.id}</span>
          </Fact>
        </dl>
      </PanelPart>
    </>
  )
}
