import { expect, test } from 'vitest'
import { versionState } from './version-state.ts'

test('an older agent is served and said to be so; one too old, or of a later major version, is not', () => {
  const states = ['0.8.9', '0.9.0', '1.1.9', '1.2.0-rc.1', '1.2.0', '1.3.0', '2.0.0'].map((agent) =>
    versionState(agent, '1.2.0'),
  )
  expect(states).toEqual(['too-old', 'older', 'older', 'older', 'current', 'current', 'too-new'])
})
