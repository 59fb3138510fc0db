import type { CollectorSettings, SpoolSettings } from '../../core/contract/agent-configuration.ts'
import { connectionInterval, usualCollectors, usualSpool } from '../../core/contract/agent-defaults.ts'
import { api } from '../api.ts'

/** What holds for a scope before it says anything itself. */
export interface WiderConfiguration {
  readonly interval: number
  readonly collectors: CollectorSettings
  readonly spool: SpoolSettings
}

export const usualConfiguration: WiderConfiguration = {
  interval: connectionInterval.usual,
  collectors: usualCollectors,
  spool: usualSpool,
}

/** What holds where a scope says nothing: what is set for all, and for an agent what its groups say, in the order of their names. */
export const widerThan = async (scope: string): Promise<WiderConfiguration> => {
  if (scope === 'global') return usualConfiguration
  const wider = ['global', ...(scope.startsWith('agent:') ? await groupScopes(scope.slice('agent:'.length)) : [])]
  const settings = await Promise.all(wider.map((one) => api.call('agents.configuration', { scope: one })))
  return settings.reduce<WiderConfiguration>(
    (before, { interval, collectors, spool }) => ({
      interval: interval ?? before.interval,
      collectors: { ...before.collectors, ...collectors },
      spool: spool ?? before.spool,
    }),
    usualConfiguration,
  )
}

const groupScopes = async (agent: string): Promise<string[]> => {
  const [rows, groups] = await Promise.all([
    api.call('agents.list', { ids: [agent] }),
    api.call('agentGroups.list', {}),
  ])
  return (rows[0]?.groups ?? []).flatMap((name) => {
    const group = groups.find((one) => one.name === name)
    return group ? `group:${group.id}` : []
  })
}
