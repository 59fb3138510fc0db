import { expect, test, vi } from 'vitest'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { Params } from '../../core/contract/contract.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createGroupsStore } from './groups-store.ts'

const setUp = () => {
  const floor: AgentGroup = { id: 3, name: 'Floor', description: '', agents: ['a', 'b'], applications: ['Sketcher'] }
  const groups = [floor]
  const made: Params<'agentGroups.create'>[] = []
  const settings: Params<'agents.changeConfiguration'>[] = []
  const core = createInProcessCore({
    'agentGroups.list': async () => [...groups],
    'agentGroups.remove': async () => groups.pop()!,
    'agentGroups.create': async (group) => {
      made.push(group)
      const answer = { ...floor, ...group, id: 4, description: group.description ?? '' } as AgentGroup
      groups.push(answer)
      return answer
    },
    'agents.configuration': async ({ scope }) => ({ scope, interval: 120 }),
    'agents.changeConfiguration': async (change) => {
      settings.push(change)
      return change
    },
  })
  return { core, made, settings, store: createGroupsStore(core.client) }
}

test('a removed group comes back with its agents, its applications and what was set for it', async () => {
  const { store, made, settings } = setUp()
  const stop = store.getState().watch()
  await vi.waitFor(() => expect(store.getState().groups).toHaveLength(1))
  const removed = await store.getState().remove(3)
  expect(store.getState().groups).toEqual([])
  await store.getState().restore(removed)
  expect(made).toEqual([{ name: 'Floor', description: '', agents: ['a', 'b'], applications: ['Sketcher'] }])
  expect(settings).toEqual([{ scope: 'group:4', interval: 120 }])
  expect(store.getState().groups?.map(({ id }) => id)).toEqual([4])
  stop()
})

test('the groups are asked for again when somebody else changes them', async () => {
  const { store, core } = setUp()
  const stop = store.getState().watch()
  await vi.waitFor(() => expect(store.getState().groups).toHaveLength(1))
  core.tell('agentGroups.changed', { id: 3 })
  await vi.waitFor(() => expect(core.calls.filter((name) => name === 'agentGroups.list')).toHaveLength(2))
  stop()
})
