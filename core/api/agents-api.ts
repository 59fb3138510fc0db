import type { FleetAgent } from '../agents/agents-context.ts'
import type { AgentRow } from '../contract/agents.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { allTokens } from '../database/agent-credential-table.ts'
import { storedGroups } from '../database/agent-group-table.ts'
import { agentDetails } from './agent-details.ts'
import type { AgentsApiContext } from './agents-api-context.ts'
import { createGatewayApi } from './gateway-api.ts'

type AgentCalls = Pick<Api, Extract<keyof Api, `agents.${string}`>>

export const createAgentsApi = (context: AgentsApiContext): AgentCalls => {
  const { database, agents, events, announce } = context
  const { fleet, configurations, enrolment, ingest } = agents

  const find = (id: string): FleetAgent => {
    const agent = fleet.get(id)
    if (!agent) throw new ConsoleError('not-found', 'This agent is not in the list any more.')
    return agent
  }
  /** Those that are still there: somebody else may have removed some while they were on show. */
  const present = (ids: readonly string[]): FleetAgent[] =>
    [...new Set(ids)].flatMap((id) => {
      const agent = fleet.get(id)
      return agent ? [agent] : []
    })
  const rows = (some: readonly FleetAgent[]): AgentRow[] => some.map((agent) => agents.row(agent)).sort(byName)

  const note = (some: readonly FleetAgent[], message: string, detail = '') =>
    Promise.all(
      some.map(({ id, host }) =>
        events.log({ severity: 'info', kind: 'change', agent: id, subject: host, message, detail }),
      ),
    )
  /** From the list with all that is theirs. They are named in the log first: later nobody knows their names. */
  const remove = async (gone: readonly FleetAgent[], message: string, detail: string) => {
    await note(gone, message, detail)
    for (const { id } of gone) await events.forget(id)
    await fleet.remove(gone.map(({ id }) => id))
    await configurations.forget()
    announce('agents.changed', { ids: gone.map(({ id }) => id) })
    announce('agentGroups.changed', { id: 0 })
  }

  return {
    ...createGatewayApi(context),
    'agents.list': async ({ ids }) => rows(ids ? present(ids) : fleet.all()),
    'agents.details': ({ id }) => agentDetails(context, find(id)),
    'agents.rename': async ({ id, name }) => {
      const agent = find(id)
      const wanted = name === agent.host ? '' : name
      if (wanted !== agent.name) {
        fleet.change(id, { name: wanted })
        const before = agent.name || agent.host
        await note([agent], 'Agent renamed', `${before} is now named ${wanted || agent.host}.`)
      }
      return agents.row(find(id))
    },
    'agents.remove': async ({ ids }) => {
      const gone = present(ids)
      const online = gone.filter((agent) => fleet.isOnline(agent))
      if (online.length > 0)
        throw new ConsoleError(
          'refused',
          `${names(online)} ${online.length === 1 ? 'is' : 'are'} online, and only agents that are offline can be removed. No agent was removed.`,
        )
      await remove(gone, 'Agent removed', 'What it sent stays. It must be enrolled anew to report again.')
      return { removed: gone.length }
    },
    'agents.approve': async ({ ids }) => {
      const waiting = present(ids).filter(({ standing }) => standing !== 'approved')
      await enrolment.approve(waiting.map(({ id }) => id))
      await note(waiting, 'Agent approved', 'What it collected while it waited is taken from its next connection on.')
      announce('gateway.changed', { scope: '' })
      return { approved: waiting.length }
    },
    'agents.reject': async ({ ids }) => {
      const waiting = present(ids).filter(({ standing }) => standing !== 'approved')
      await enrolment.revoke(waiting.map(({ id }) => id))
      await remove(waiting, 'Agent rejected', 'Its credentials were revoked. Nothing of what it collected was taken.')
      announce('gateway.changed', { scope: '' })
      return { rejected: waiting.length }
    },
    'agents.revoke': async ({ ids }) => {
      const some = present(ids)
      await enrolment.revoke(some.map(({ id }) => id))
      await note(some, 'Credentials revoked', 'The agent is turned away until it is enrolled anew.')
      announce('agents.changed', { ids: some.map(({ id }) => id) })
      return { revoked: some.length }
    },
    'agents.changeGroups': async ({ ids, add, remove }) => {
      const some = present(ids)
      const known = new Map((await storedGroups(database)).map((group) => [group.id, group.name]))
      if (add.some((id) => !known.has(id)))
        throw new ConsoleError('not-found', 'This agent group does not exist any more. No agent was changed.')
      await fleet.setGroups(some.map(({ id }) => ({ agent: id, add, remove })))
      await configurations.forget()
      const said = (list: readonly number[]) => list.flatMap((id) => known.get(id) ?? []).join(', ')
      const detail = [
        ...(add.length > 0 ? [`Added to ${said(add)}.`] : []),
        ...(remove.length > 0 ? [`Taken out of ${said(remove)}.`] : []),
      ].join(' ')
      await note(some, 'Agent groups changed', detail)
      announce('agents.changed', { ids: some.map(({ id }) => id) })
      for (const id of new Set([...add, ...remove])) announce('agentGroups.changed', { id })
      return rows(present(ids))
    },
    'agents.tokens': async () =>
      (await allTokens(database)).map((token) => ({
        id: token.id,
        uses: token.uses,
        usesLeft: token.uses_left,
        createdAt: token.created_at,
        expiresAt: token.expires_at,
        revokedAt: token.revoked_at,
        note: token.note,
      })),
    'agents.createToken': async ({ uses, lifetime, note: purpose }) => {
      const made = await enrolment.createToken(uses, lifetime, purpose)
      const times = uses === 1 ? 'once' : `${uses} times`
      const until = new Date(made.expiresAt).toISOString().slice(0, 16).replace('T', ' ')
      await events.log({
        severity: 'info',
        kind: 'enrolment',
        subject: made.id,
        message: 'Join token created',
        detail: `It can be used ${times}, until ${until} UTC.${purpose === '' ? '' : ` Note: ${purpose}`}`,
      })
      announce('gateway.changed', { scope: 'tokens' })
      return made
    },
    'agents.revokeToken': async ({ id }) => {
      await enrolment.revokeToken(id)
      await events.log({ severity: 'info', kind: 'enrolment', subject: id, message: 'Join token revoked' })
      announce('gateway.changed', { scope: 'tokens' })
      return null
    },
    'agents.settle': async () => {
      await ingest.settle()
      return null
    },
  }
}

const byName = (one: AgentRow, other: AgentRow): number => collator.compare(one.name, other.name)
const collator = new Intl.Collator('en', { numeric: true })

/** `a, b and 3 more` */
const names = (some: readonly FleetAgent[]): string => {
  const shown = some.slice(0, 3).map(({ name, host }) => name || host)
  return some.length > 3 ? `${shown.join(', ')} and ${some.length - 3} more` : shown.join(', ')
}
