import { expect, test } from 'vitest'
import { agentConfiguration, usualConfiguration } from '../../core/agents/protocol/configuration.ts'
import { withoutUnknown } from './without-unknown.ts'

test('what a newer console added is left out, at any depth; what does not fit is still refused', () => {
  const told = { ...usualConfiguration, revision: 'r1' }
  const newer = {
    ...told,
    added: 1,
    collectors: { ...told.collectors, screens: {}, idle: { enabled: false, by: 'x' } },
  }
  expect(withoutUnknown(agentConfiguration, newer)).toEqual({ success: true, data: told })
  expect(withoutUnknown(agentConfiguration, { ...newer, interval: 'often' }).success).toBe(false)
})
