import { expect, test } from 'vitest'
import type { WatchedApplication } from '../../core/agents/protocol/configuration.ts'
import { createApplicationMatcher, fitsPattern } from './match-application.ts'

const application = (id: number, rules: Partial<WatchedApplication>): WatchedApplication => ({
  id,
  name: `Application ${id}`,
  executables: { windows: [], linux: [], macos: [] },
  paths: [],
  publishers: [],
  ...rules,
})
const program = (path: string, publisher = '') => ({
  path,
  executable: path.split(/[\\/]/).at(-1) ?? '',
  publisher,
})

test('a program fits by its name on its own system, and case counts on Linux only', () => {
  const gear = application(1, { executables: { windows: ['gear.exe'], linux: ['gear'], macos: ['Gear'] } })
  const onWindows = createApplicationMatcher([gear], 'windows')
  expect(onWindows(program('C:\\Works\\GEAR.EXE'))).toEqual([1])
  expect(onWindows(program('C:\\Works\\gear'))).toEqual([])
  const onLinux = createApplicationMatcher([gear], 'linux')
  expect(onLinux(program('/opt/works/gear'))).toEqual([1])
  expect(onLinux(program('/opt/works/Gear'))).toEqual([])
  expect(createApplicationMatcher([gear], 'macos')(program('/Applications/Gear.app/Contents/MacOS/gear'))).toEqual([1])
})

test('paths and publishers narrow it; a path that the system does not tell fits none', () => {
  const matches = createApplicationMatcher(
    [
      application(4, {
        executables: { windows: ['mesh*.exe'], linux: [], macos: [] },
        paths: ['C:/Program Files/*/bin/*'],
        publishers: ['Halden Works'],
      }),
      application(2, { executables: { windows: ['*.exe'], linux: [], macos: [] } }),
    ],
    'windows',
  )
  expect(matches(program('c:\\program files\\Halden\\2026\\bin\\mesh3.exe', 'HALDEN WORKS '))).toEqual([4, 2])
  expect(matches(program('c:\\program files\\Halden\\2026\\bin\\mesh3.exe', 'Somebody'))).toEqual([2])
  expect(matches({ executable: 'mesh3.exe', path: '', publisher: 'Halden Works' })).toEqual([2])
})

test.each([
  ['*', '', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*.bin', 'solve.bin.bin', true],
  ['sol*e*n', 'solve.bin', true],
  ['sol*e*n', 'solve.bi', false],
  ['a.c', 'abc', false],
  ['[a]', 'a', false],
])('the pattern %s and the name %s: %s', (pattern, name, fits) => {
  expect(fitsPattern(pattern)(name)).toBe(fits)
})

test('a pattern made to be slow is not', () => {
  expect(fitsPattern(`${'*a'.repeat(400)}b`)('a'.repeat(1000))).toBe(false)
})
