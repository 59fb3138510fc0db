import { expect, test } from 'vitest'
import { pathWords } from './path-words.ts'

test('a path is a path, and a copy is called one', () => {
  expect(pathWords({ path: '/var/log/upload-notes.log' })).toBe('/var/log/upload-notes.log')
  expect(pathWords({ path: 'C:\\lictor\\offers\\upload-0a7a11aa4ad9f9c036127cd4' })).toBe('Handed over by a browser')
})
