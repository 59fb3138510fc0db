import type { AgentRow } from '../../core/contract/agents.ts'
import { count, formatDuration } from '../formats.ts'

/** How an agent stands, in the words of the column Status. */
export const statusWords = ({ standing, status }: Pick<AgentRow, 'standing' | 'status'>): string => {
  if (standing === 'pending') return 'Waits for approval'
  if (standing === 'quarantined') return 'In quarantine'
  return { online: 'Online', offline: 'Offline', never: 'Never connected' }[status]
}

export const systemWords: { readonly [System in AgentRow['system']]: string } = {
  windows: 'Windows',
  linux: 'Linux',
  macos: 'macOS',
}

/** What an agent's version means, beside the console's; empty when there is nothing to say. */
export const versionWords = (state: AgentRow['versionState'], ofConsole: string): string =>
  ({
    current: '',
    older: `Older than this console (${ofConsole}). It is served.`,
    'too-old': `Too old for this console (${ofConsole}): it is not served. Install the current agent.`,
    'too-new': `Newer than this console (${ofConsole}): it is not served. Update the console.`,
  })[state]

export const isRemovable = ({ status }: Pick<AgentRow, 'status'>): boolean => status !== 'online'

/** `a, b and 3 more` */
export const namesOf = (agents: readonly { readonly name: string }[], most = 3): string => {
  const shown = agents.slice(0, most).map(({ name }) => name)
  const more = agents.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** `ws-12`, or `14 agents` */
export const whoOf = (agents: readonly { readonly name: string }[]): string =>
  agents.length === 1 ? (agents[0]?.name ?? '') : count(agents.length, 'agent')

/** Milliseconds, agent minus console. Less than a second is no offset that anybody could mean. */
export const clockWords = (offset: number): string => {
  if (Math.abs(offset) < 1000) return 'Agrees with the console’s'
  return `${formatDuration(Math.round(Math.abs(offset) / 1000))} ${offset > 0 ? 'ahead of' : 'behind'} the console’s`
}

/** `30 s`, `2 min`, `1 min 30 s` */
export const intervalWords = (seconds: number): string => formatDuration(seconds < 10 ? seconds : Math.round(seconds))
