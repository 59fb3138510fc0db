import { expect, test } from 'vitest'
import { looksLikePaths, pathsIn } from './pasted-paths.ts'

test('one path per line, in quotes or not, once each', () => {
  expect(pathsIn('"C:\\logs\\lmgrd.log"\r\n  /var/log/a b.log \n\n/var/log/a b.log')).toEqual([
    'C:\\logs\\lmgrd.log',
    '/var/log/a b.log',
  ])
})

test('addresses of files become paths', () => {
  expect(pathsIn('file:///var/log/a%20b.log\nfile:///C:/logs/x.log')).toEqual(['/var/log/a b.log', 'C:/logs/x.log'])
})

test.each([
  ['/var/log/lmgrd.log', true],
  ['C:\\logs\\lmgrd.log', true],
  ['\\\\server\\share\\lmgrd.log', true],
  ['~/lmgrd.log', true],
  ['hello', false],
  ['/a\nhello', false],
  ['', false],
])('%j can be paths: %s', (text, expected) => {
  expect(looksLikePaths(text)).toBe(expected)
})
