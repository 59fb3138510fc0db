import { expect, test } from 'vitest'
import type { AgentRow } from '../../../core/contract/agents.ts'
import type { AgentUpdate, UpdateBatch, UpdateSettings } from '../../../core/contract/updates.ts'
import { createListing } from './listed-agent.ts'
import { readShares, readUpdateForm, toUpdateForm } from './update-form.ts'
import { leftWords, reasonAgainst, stopWords, updateWords } from './update-words.ts'
import { mergeUpdates } from './updates-store.ts'

const agent = (changes: Partial<AgentRow> = {}): AgentRow => ({
  id: 'a',
  name: 'ws-1',
  isNamed: false,
  standing: 'approved',
  version: '0.9.0',
  versionState: 'older',
  newerVersion: '1.0.0',
  isHeld: false,
  updateUnable: '',
  status: 'online',
  host: 'ws-1',
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

const update = (changes: Partial<AgentUpdate> = {}): AgentUpdate => ({
  agent: 'a',
  agentName: 'ws-1',
  from: '0.9.0',
  to: '1.0.0',
  stage: 'queued',
  percent: 0,
  reason: '',
  since: 1,
  batch: 1,
  wave: 0,
  attempts: 0,
  ...changes,
})

test('a row says what can be done, or how far it is', () => {
  expect(updateWords(agent())).toBe('Can be updated')
  expect(updateWords({ ...agent(), update: update({ stage: 'downloading', percent: 43.7 }) })).toBe('Downloading 43 %')
  expect(updateWords(agent({ isHeld: true }))).toBe('On hold')
  expect(updateWords(agent({ updateUnable: 'It was started by hand.' }))).toBe('Update by hand')
  expect(updateWords({ ...agent(), update: update({ stage: 'rolledBack' }) })).toBe('Went back')
  expect(updateWords(agent({ newerVersion: '' }))).toBeNull()
  expect(reasonAgainst({ ...agent(), update: update({ stage: 'failed' }) })).toBe('')
  expect(reasonAgainst(agent({ standing: 'pending' }))).not.toBe('')
})

test('a row is another object only when its agent or its update is', () => {
  const listed = createListing()
  const agents = [agent(), agent({ id: 'b' }), agent({ id: 'c', newerVersion: '' })]
  const before = mergeUpdates(new Map(), [update(), update({ agent: 'c', stage: 'done' })], undefined)
  const rows = listed(agents, before)
  expect(rows.map((row) => row.update?.stage)).toEqual(['queued', undefined, undefined])
  expect(rows.slice(1)).toEqual(agents.slice(1))
  const same = mergeUpdates(before, [update(), update({ agent: 'c', stage: 'done' })], undefined)
  expect(listed(agents, same).every((row, at) => row === rows[at])).toBe(true)
  const moved = mergeUpdates(same, [update({ stage: 'offered' })], ['a'])
  expect(listed(agents, moved).map((row, at) => row === rows[at])).toEqual([false, true, true])
  expect([...mergeUpdates(moved, [], ['a']).keys()]).toEqual(['c'])
})

test('those left out are named by reason', () => {
  const left = ['a', 'b', 'c'].map((agentName) => ({
    agentName,
    reason: agentName === 'c' ? 'Is on hold.' : 'Too old.',
  }))
  expect(leftWords(left)).toBe('a and b: Too old. c: Is on hold.')
})

test('only a batch that can go on asks to be looked at before that', () => {
  const stopped: UpdateBatch = {
    id: 3,
    createdAt: 1,
    version: '1.0.0',
    origin: 'manual',
    state: 'stopped',
    reason: 'The update of 1 agent failed.',
    wave: 0,
    waves: [1, 2],
    counts: {} as UpdateBatch['counts'],
    finishedAt: 0,
  }
  const said = 'Batch 3 was stopped: The update of 1 agent failed.'
  expect(stopWords(stopped)).toBe(`${said} Look at why before you resume it.`)
  expect(stopWords({ ...stopped, state: 'cancelled', finishedAt: 2 })).toBe(said)
  expect(stopWords({ ...stopped, finishedAt: 2 })).toBe(said)
  expect(stopWords({ ...stopped, reason: '' })).toBe('')
})

test('settings come back from the form as they were', () => {
  const settings: UpdateSettings = {
    automatic: true,
    window: { days: [6, 7], from: '22:00', to: '05:00' },
    waves: [5, 25, 100],
    stopAfterFailures: 2,
    stopAfterPercent: 10,
    attempts: 3,
    offerIntervals: 3,
    downloadStallSeconds: 120,
    installSeconds: 120,
    restartSeconds: 120,
    soakSeconds: 60,
    totalRate: 20_000_000,
    agentRate: 2_500_000,
  }
  const { automatic: _, ...rest } = settings
  const form = toUpdateForm(settings)
  expect(readUpdateForm(form)).toEqual(rest)
  expect(readUpdateForm({ ...form, days: [] })).toBeUndefined()
  expect(readUpdateForm({ ...form, numbers: { ...form.numbers, attempts: '' } })).toBeUndefined()
  expect(readShares('10 50 100 %')).toEqual([10, 50, 100])
  expect(readShares('50, 10, 100')).toBeUndefined()
  expect(readShares('10, 50')).toBeUndefined()
})
