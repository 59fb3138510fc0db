import { expect, test } from 'vitest'
import { mapKinds } from '../../core/contract/mapping.ts'
import { kindOfFileName, mapKindWords, wordsOfKind } from './map-kinds.ts'

test('every kind of the contract has its words', () => {
  expect(mapKindWords.map(({ kind }) => kind).sort()).toEqual([...mapKinds].sort())
  expect(wordsOfKind('host-to-groups.map').names).toBe('hosts')
})

test('a file tells its kind by its name', () => {
  expect(kindOfFileName('user-to-groups.map')).toBe('user-to-groups.map')
  expect(kindOfFileName('License-User-Mapping.txt')).toBe('license-user-mapping')
  expect(kindOfFileName('license-host-mapping')).toBe('license-host-mapping')
  expect(kindOfFileName('finance.map')).toBeUndefined()
})
