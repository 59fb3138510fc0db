import { expect, test } from 'vitest'
import { createDraftMemory } from './map-drafts.ts'

const setUp = () => {
  const kept = new Map<string, string>()
  const drafts = createDraftMemory({
    recall: async (name) => kept.get(name),
    remember: async (name, value) => {
      if (value === undefined) kept.delete(name)
      else kept.set(name, value)
    },
  })
  return { kept, drafts }
}

test('a draft comes back as it was, a long one too', async () => {
  const { kept, drafts } = setUp()
  const text = Array.from({ length: 30_000 }, (_, at) => `user${at}`).join('\n')
  await drafts.write('user-to-groups.map', { base: 3, text, fileName: 'old.map' })
  expect(kept.size).toBe(1 + Math.ceil(text.length / 90_000))
  expect(Math.max(...[...kept.values()].map((value) => value.length))).toBeLessThanOrEqual(100_000)
  expect(await drafts.read('user-to-groups.map')).toEqual({ base: 3, text, fileName: 'old.map' })
  expect(await drafts.read('host-to-groups.map')).toBeUndefined()
})

test('a shorter draft leaves nothing of the longer one, none leaves nothing at all', async () => {
  const { kept, drafts } = setUp()
  await drafts.write('user-to-groups.map', { base: 1, text: 'x'.repeat(200_000) })
  await drafts.write('user-to-groups.map', { base: 1, text: 'short' })
  expect([...kept.keys()]).toEqual(['mapping.draft.user-to-groups.map', 'mapping.draft.user-to-groups.map.0'])
  await drafts.write('user-to-groups.map', { base: 1, text: '' })
  expect(await drafts.read('user-to-groups.map')).toEqual({ base: 1, text: '' })
  await drafts.write('user-to-groups.map', undefined)
  expect(kept.size).toBe(0)
})

test('what cannot be read is no draft', async () => {
  const { kept, drafts } = setUp()
  kept.set('mapping.draft.user-to-groups.map', '{torn')
  expect(await drafts.read('user-to-groups.map')).toBeUndefined()
  kept.set('mapping.draft.user-to-groups.map', '{"base":1,"pieces":2}')
  expect(await drafts.read('user-to-groups.map')).toBeUndefined()
})
