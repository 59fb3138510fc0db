import { expect, test } from 'vitest'
import type { AgentRow } from '../../core/contract/agents.ts'
import { mergeAgents } from './merge-agents.ts'

const row = (id: string, changes: Partial<AgentRow> = {}): AgentRow => ({
  id,
  name: id,
  isNamed: false,
  standing: 'approved',
  version: '1.0.0',
  versionState: 'current',
  newerVersion: '',
  isHeld: false,
  updateUnable: '',
  status: 'online',
  host: id,
  ip: '10.0.0.1',
  system: 'linux',
  channel: 'local',
  lastConnection: 1,
  interval: 30,
  errors: 0,
  warnings: 0,
  groups: [],
  licenseServers: [],
  applications: [],
  backlog: 0,
  isConfigurationApplied: true,
  ...changes,
})

test('only rows that differ are new objects, and a list in which none does is the same list', () => {
  const before = [row('a'), row('b'), row('c')]
  expect(mergeAgents(before, [row('b')], ['b'])).toBe(before)
  const after = mergeAgents(before, [row('b', { errors: 1 })], ['b'])
  expect(after.map(({ id, errors }) => [id, errors])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ])
  expect(after[0]).toBe(before[0])
})

test('what was asked for and is not in the answer is gone; what is new comes last', () => {
  const before = [row('a'), row('b')]
  expect(mergeAgents(before, [row('c')], ['b', 'c']).map(({ id }) => id)).toEqual(['a', 'c'])
  expect(mergeAgents(before, [row('b')], undefined).map(({ id }) => id)).toEqual(['b'])
})
