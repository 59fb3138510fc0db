import { expect, test } from 'vitest'
import { accessArguments } from './protect-folder.ts'

test('on Windows a folder is for the system, administrators and whoever made it', () => {
  const folder = 'C:\\ProgramData\\Lictor Agent'
  const always = [folder, '/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F']
  expect(accessArguments(folder, { USERDOMAIN: 'WORKS', USERNAME: 'WS-17$' })).toEqual(always)
  expect(accessArguments(folder, { USERDOMAIN: 'WORKS', USERNAME: 'lena' })).toEqual([
    ...always,
    'WORKS\\lena:(OI)(CI)F',
  ])
})
