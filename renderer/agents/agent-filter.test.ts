import { expect, test } from 'vitest'
import { agentAddress, readAgentPlace } from './agent-filter.ts'

const read = (query: string) => readAgentPlace(new URLSearchParams(query))

test('an address says which agents are listed, and which one is open', () => {
  expect(read('')).toEqual({ show: 'all', group: undefined, agent: undefined })
  expect(read('issues=1').show).toBe('issues')
  expect(read('show=nonsense').show).toBe('all')
  const place = { show: 'offline', group: 'R & D', agent: 'b1' } as const
  expect(agentAddress(place)).toBe('/agents?show=offline&group=R+%26+D&agent=b1')
  expect(read(agentAddress(place).split('?')[1] ?? '')).toEqual(place)
  expect(agentAddress({ show: 'all' })).toBe('/agents')
})
