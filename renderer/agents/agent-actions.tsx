import { List, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { AgentRow } from '../../core/contract/agents.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { count } from '../formats.ts'
import { agentsStore } from '../stores.ts'
import { isRemovable, namesOf, whoOf } from './agent-words.ts'

/** The same agents as they are now; those that are gone are left out. */
const now = (agents: readonly AgentRow[]): readonly AgentRow[] => {
  const ids = new Set(agents.map(({ id }) => id))
  return agentsStore.getState().agents?.filter(({ id }) => ids.has(id)) ?? []
}
const idsOf = (agents: readonly AgentRow[]): readonly string[] => agents.map(({ id }) => id)

/** Rejects when the console refuses, so that the field can say why. */
export const renameAgent = async (agent: AgentRow, name: string): Promise<void> => {
  const before = agent.isNamed ? agent.name : ''
  const renamed = await agentsStore.getState().rename(agent.id, name)
  if (renamed.name === agent.name && renamed.isNamed === agent.isNamed) return
  notifyUndo(
    renamed.isNamed ? `${agent.name} is now named ${renamed.name}.` : `${renamed.name} has its host’s name again.`,
    () => agentsStore.getState().rename(agent.id, before),
    'The name was not taken back',
  )
}

/** Adds agents to one group, or takes them out of it. Those for whom nothing changes are left alone, and by Undo too. */
export const changeGroup = async (
  agents: readonly AgentRow[],
  group: { readonly id: number; readonly name: string },
  isMember: boolean,
): Promise<void> => {
  const moved = agents.filter(({ groups }) => groups.includes(group.name) !== isMember)
  if (moved.length === 0) return
  const ids = idsOf(moved)
  const write = (into: boolean) =>
    agentsStore.getState().changeGroups(ids, into ? [group.id] : [], into ? [] : [group.id])
  try {
    await write(isMember)
    notifyUndo(
      `${whoOf(moved)} ${isMember ? 'added to' : 'taken out of'} ${group.name}.`,
      () => write(!isMember),
      'The groups were not changed back',
    )
  } catch (error) {
    notifyFailed('The groups were not changed', error)
  }
}

const Names = ({ agents }: { readonly agents: readonly AgentRow[] }) => {
  const most = 8
  return (
    <List size="sm" my={8}>
      {agents.slice(0, most).map(({ id, name, host }) => (
        <List.Item key={id}>{name === host ? name : `${name} (${host})`}</List.Item>
      ))}
      {agents.length > most && <List.Item>and {count(agents.length - most, 'more', 'more')}</List.Item>}
    </List>
  )
}

interface Question {
  readonly title: string
  readonly agents: readonly AgentRow[]
  readonly words: string
  readonly confirm: string
  readonly failed: string
  /** @returns what was done */
  readonly work: () => Promise<string>
}

const ask = ({ title, agents, words, confirm, failed, work }: Question): void => {
  modals.openConfirmModal({
    title,
    children: (
      <>
        <Text>{words}</Text>
        <Names agents={agents} />
      </>
    ),
    labels: { confirm, cancel: agents.length === 1 ? 'Keep it' : 'Keep them' },
    confirmProps: { color: 'red' },
    cancelProps: { 'data-autofocus': true },
    onConfirm: () => void work().then(notifyDone, (error: unknown) => notifyFailed(failed, error)),
  })
}

/** Offline ones go from the list; those online stay, and the question says so. */
export const removeAgents = (asked: readonly AgentRow[]): void => {
  const agents = now(asked)
  const gone = agents.filter(isRemovable)
  const staying = agents.length - gone.length
  if (gone.length === 0) return
  ask({
    title: `Remove ${whoOf(gone)}?`,
    agents: gone,
    words: `${gone.length === 1 ? 'It leaves' : 'They leave'} the list with ${gone.length === 1 ? 'its' : 'their'} groups and settings, and must be enrolled anew to report again. Everything that was sent stays in the reports.${staying > 0 ? ` ${count(staying, 'chosen agent')} ${staying === 1 ? 'is' : 'are'} online and will stay.` : ''}`,
    confirm: gone.length === 1 ? 'Remove agent' : `Remove ${count(gone.length, 'agent')}`,
    failed: 'Nothing was removed',
    work: async () => `${count(await agentsStore.getState().remove(idsOf(gone)), 'agent')} removed.`,
  })
}

export const revokeAgents = (asked: readonly AgentRow[]): void => {
  const agents = now(asked)
  if (agents.length === 0) return
  ask({
    title: `Revoke the credentials of ${whoOf(agents)}?`,
    agents,
    words:
      'They are turned away from their next connection on, and what they collect waits on their machines until they are enrolled anew. Do this when a machine was lost or its credentials may be in other hands.',
    confirm: 'Revoke credentials',
    failed: 'Nothing was revoked',
    work: async () => `Credentials of ${count(await agentsStore.getState().revoke(idsOf(agents)), 'agent')} revoked.`,
  })
}

export const approveAgents = async (asked: readonly AgentRow[]): Promise<void> => {
  const waiting = now(asked).filter(({ standing }) => standing !== 'approved')
  if (waiting.length === 0) return
  try {
    await agentsStore.getState().approve(idsOf(waiting))
    notifyDone(
      `${namesOf(waiting)} approved. What ${waiting.length === 1 ? 'it has' : 'they have'} collected comes with the next connection.`,
    )
  } catch (error) {
    notifyFailed('Nobody was approved', error)
  }
}

export const rejectAgents = (asked: readonly AgentRow[]): void => {
  const waiting = now(asked).filter(({ standing }) => standing !== 'approved')
  if (waiting.length === 0) return
  ask({
    title: `Reject ${whoOf(waiting)}?`,
    agents: waiting,
    words: 'Their credentials are revoked and they leave the list. Nothing of what they collected is taken.',
    confirm: waiting.length === 1 ? 'Reject agent' : `Reject ${count(waiting.length, 'agent')}`,
    failed: 'Nobody was rejected',
    work: async () => `${count(await agentsStore.getState().reject(idsOf(waiting)), 'agent')} rejected.`,
  })
}
