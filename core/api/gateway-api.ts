import type { GatewayState, ScopedConfiguration } from '../contract/agents.ts'
import { collectorTitles } from '../contract/collector-titles.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { storedGroups } from '../database/agent-group-table.ts'
import type { AgentsApiContext } from './agents-api-context.ts'

type GatewayCalls = Pick<
  Api,
  'agents.gateway' | 'agents.changeGateway' | 'agents.configuration' | 'agents.changeConfiguration'
>

/** How agents reach the console, and what they are told. */
export const createGatewayApi = ({ database, agents, events, announce }: AgentsApiContext): GatewayCalls => {
  const { fleet, configurations, gateway } = agents

  /** @returns what the scope is called, @throws `not-found` for one of nothing */
  const nameOf = async (scope: string): Promise<string> => {
    if (scope === 'global') return 'all agents'
    const [kind, id = ''] = scope.split(':')
    if (kind === 'agent') {
      const agent = fleet.get(id)
      if (agent) return agent.name || agent.host
    } else {
      const group = (await storedGroups(database)).find((one) => one.id === Number(id))
      if (group) return `group ${group.name}`
    }
    throw new ConsoleError('not-found', `This ${kind === 'agent' ? 'agent' : 'agent group'} does not exist any more.`)
  }
  const configuration = (scope: string): ScopedConfiguration => ({ scope, ...configurations.scope(scope) })

  return {
    'agents.gateway': async () => gateway.state(),
    'agents.changeGateway': async (change) => {
      const before = gateway.state()
      const after = await gateway.change(change)
      const changes = changesOf(before, after)
      if (changes.length > 0)
        await events.log({
          severity: 'info',
          kind: 'change',
          subject: 'gateway',
          message: 'Way to the agents changed',
          detail: changes.join(' '),
        })
      announce('gateway.changed', { scope: 'global' })
      return after
    },
    'agents.configuration': async ({ scope }) => {
      await nameOf(scope)
      return configuration(scope)
    },
    'agents.changeConfiguration': async ({ scope, ...settings }) => {
      const name = await nameOf(scope)
      await configurations.changeScope(scope, settings)
      await events.log({
        severity: 'info',
        kind: 'change',
        ...(scope.startsWith('agent:') ? { agent: scope.slice('agent:'.length) } : {}),
        subject: name,
        message: 'Configuration of agents changed',
        detail: `For ${name}: ${wordsOf(settings).join(', ') || 'nothing differs any more'}.`,
      })
      announce('gateway.changed', { scope })
      return configuration(scope)
    },
  }
}

/** `connection every 60 s`, `processes on`, `spool of 512 MB` */
const wordsOf = ({ interval, collectors = {}, spool }: Omit<ScopedConfiguration, 'scope'>): string[] => [
  ...(interval === undefined ? [] : [`connection every ${interval} s`]),
  ...(Object.keys(collectorTitles) as (keyof typeof collectorTitles)[]).flatMap((name) => {
    const own = collectors[name]
    return own ? `${collectorTitles[name].toLowerCase()} ${own.enabled ? 'on' : 'off'}` : []
  }),
  ...(spool ? [`spool of ${spool.quotaMegabytes} MB`] : []),
]

const changesOf = (before: GatewayState, after: GatewayState): string[] => [
  ...(before.interval === after.interval
    ? []
    : [`Agents connect every ${after.interval} s instead of every ${before.interval} s.`]),
  ...(before.approval === after.approval
    ? []
    : [after.approval ? 'New agents wait for approval.' : 'New agents are let in at once.']),
  ...(before.lan.enabled === after.lan.enabled && before.lan.port === after.lan.port
    ? []
    : [
        after.lan.enabled
          ? `Agents on the network are served at ${after.lan.address}.`
          : 'Agents on the network are not served any more.',
      ]),
]
