import type { AgentRow } from '../../core/contract/agents.ts'

/** Which agents are listed. */
export const agentFilters = ['all', 'online', 'offline', 'issues', 'outdated', 'waiting'] as const
export type AgentFilter = (typeof agentFilters)[number]

export const filterWords: { readonly [Filter in AgentFilter]: string } = {
  all: 'All',
  online: 'Online',
  offline: 'Offline',
  issues: 'With issues',
  outdated: 'Other version',
  waiting: 'To approve',
}

const fits: { readonly [Filter in AgentFilter]: (agent: AgentRow) => boolean } = {
  all: () => true,
  online: ({ standing, status }) => standing === 'approved' && status === 'online',
  offline: ({ standing, status }) => standing === 'approved' && status !== 'online',
  issues: ({ errors, warnings }) => errors + warnings > 0,
  outdated: ({ versionState }) => versionState !== 'current',
  waiting: ({ standing }) => standing !== 'approved',
}

/** What the page's address says: `?show=offline`, `?issues=1`, `?group=Drafting`, `?agent=UUID`. */
export interface AgentPlace {
  readonly show: AgentFilter
  readonly group?: string
  readonly agent?: string
}

export const readAgentPlace = (query: URLSearchParams): AgentPlace => ({
  show: agentFilters.find((one) => one === query.get('show')) ?? (query.get('issues') === '1' ? 'issues' : 'all'),
  group: query.get('group') ?? undefined,
  agent: query.get('agent') ?? undefined,
})

export const agentAddress = ({ show, group, agent }: AgentPlace): string => {
  const query = new URLSearchParams()
  if (show !== 'all') query.set('show', show)
  if (group !== undefined) query.set('group', group)
  if (agent !== undefined) query.set('agent', agent)
  return `/agents${query.size > 0 ? `?${query}` : ''}`
}

export const ofGroup = (agents: readonly AgentRow[], group: string | undefined): readonly AgentRow[] =>
  group === undefined ? agents : agents.filter(({ groups }) => groups.includes(group))

export const shownAgents = (agents: readonly AgentRow[], { show, group }: AgentPlace): readonly AgentRow[] => {
  const some = ofGroup(agents, group)
  return show === 'all' ? some : some.filter(fits[show])
}

export const countByFilter = (agents: readonly AgentRow[]): { readonly [Filter in AgentFilter]: number } => {
  const counts = { all: 0, online: 0, offline: 0, issues: 0, outdated: 0, waiting: 0 }
  for (const agent of agents) for (const filter of agentFilters) if (fits[filter](agent)) counts[filter]++
  return counts
}
