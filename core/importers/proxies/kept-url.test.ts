import { expect, test } from 'vitest'
import { keptUrl, pageOfUrl, siteOfUrl } from './kept-url.ts'

test.each([
  ['http://Wiki.Halden.example/Pages/start.html?session=8812#top', 'http://wiki.halden.example/Pages/start.html'],
  ['HTTPS://k.osei:secret@wiki.halden.example:8443/a;jsessionid=1/b', 'https://wiki.halden.example:8443/a'],
  ['https://wiki.halden.example', 'https://wiki.halden.example/'],
  ['http://wiki.halden.example?q=a@b', 'http://wiki.halden.example/'],
  ['http://wiki.halden.example/people/k.osei@halden', 'http://wiki.halden.example/people/k.osei@halden'],
  ['Drawings.halden.example:443', 'drawings.halden.example:443'],
  ['[fd00::9]:8443', '[fd00::9]:8443'],
  ['http://[fd00::9]/x', 'http://[fd00::9]/x'],
])('of %s this is kept: %s', (url, kept) => {
  expect(keptUrl(url)).toBe(kept)
})

test.each([
  '',
  '-',
  '/index.html',
  'wiki.halden.example',
  'error:invalid-request',
  'http://',
  'http:///x',
  'http://a b/',
])('%s is no address', (url) => {
  expect(keptUrl(url)).toBeUndefined()
})

test('an address is kept up to 200 characters', () => {
  expect(keptUrl(`http://wiki.halden.example/${'a/'.repeat(500)}`)).toHaveLength(200)
})

test.each([
  ['http://wiki.halden.example/pages/start.html', 'http://wiki.halden.example/pages/start.html'],
  ['http://wiki.halden.example/invoices/20260114.pdf', 'http://wiki.halden.example/invoices/*'],
  ['http://wiki.halden.example/8d3ac21f00b94c6e/edit', 'http://wiki.halden.example/*/edit'],
  [`http://wiki.halden.example/${'name-'.repeat(9)}/x`, 'http://wiki.halden.example/*/x'],
  ['site-1234567.halden.example:443', 'site-1234567.halden.example:443'],
])('the page of %s is %s', (kept, page) => {
  expect(pageOfUrl(kept)).toBe(page)
})

test('the site of an address is all before its path', () => {
  expect(siteOfUrl('https://wiki.halden.example:8443/a/b')).toBe('https://wiki.halden.example:8443/')
  expect(siteOfUrl('drawings.halden.example:443')).toBe('drawings.halden.example:443')
})
