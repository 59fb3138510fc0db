import { expect, test } from 'vitest'
import { applicationMap } from './application-map.ts'
import { softwareCatalogue } from './software-catalogue.ts'
import { timeoutMap } from './timeout-map.ts'
import { domainOf, webDomainMap } from './web-domain-map.ts'

test('a program is known by its file name or by its path', () => {
  const { of } = applicationMap(
    [
      'MAP: Draft (2024)',
      'C:\\Program Files\\Draft 2024\\*',
      'MAP: Draft',
      'draft*.exe',
      'MAP: Numbers',
      '/opt/numbers/*',
      'numlab',
    ].join('\n'),
  )
  expect(of('DRAFT.EXE', 'c:/program files/draft 2024/bin/draft.exe')).toEqual({
    application: 'Draft',
    version: '2024',
  })
  expect(of('draft.exe', 'D:\\draft\\draft.exe')).toEqual({ application: 'Draft', version: '' })
  expect(of('draftsman.exe', '')).toEqual({ application: 'Draft', version: '' })
  expect(of('numlab', '/home/ann/numlab')).toEqual({ application: 'Numbers', version: '' })
  expect(of('run', '/opt/numbers/9/run')).toEqual({ application: 'Numbers', version: '' })
  // A file name is not looked for in a folder's.
  expect(of('paint.exe', 'C:\\draft\\paint.exe')).toBeUndefined()
  expect(applicationMap('MAP: A\na\nDEFAULT: Other').of('zz', '')).toEqual({ application: 'Other', version: '' })
})

test('a web application is known by its domain, or by the beginning of its addresses', () => {
  const { of } = webDomainMap(
    'MAP: Handbook\nhttps://wiki.example.org/handbook*\nMAP: Wiki\nwiki.example.org\n*.wiki.example.org\nMAP: Search (all)\n*search*\n',
  )
  expect(of('https://wiki.example.org/handbook/1?x=2')).toBe('Handbook')
  expect(of('http://Wiki.Example.org:8080/start')).toBe('Wiki')
  expect(of('wiki.example.org')).toBe('Wiki')
  expect(of('https://de.wiki.example.org/')).toBe('Wiki')
  expect(of('https://news.example.org/search?q=wiki.example.org')).toBe('UNMAPPED')
  expect(of('https://search.example.com')).toBe('Search (all)')
  expect(webDomainMap('MAP: A\na.example\nDEFAULT: Elsewhere\n').of('http://b.example/')).toBe('Elsewhere')
  expect(webDomainMap('').of('http://b.example/')).toBe('UNMAPPED')
})

test.each([
  ['https://ann:pw@Wiki.Example.org:8443/x?y#z', 'wiki.example.org'],
  ['wiki.example.org./x', 'wiki.example.org'],
  ['http://[2001:db8::1]:80/', '[2001:db8::1]'],
  ['proxy.example:443', 'proxy.example'],
  ['https://a.example?q=1', 'a.example'],
  ['about:blank', ''],
  ['', ''],
])('the domain of %j is %j', (url, domain) => {
  expect(domainOf(url)).toBe(domain)
})

test('minutes of a web application are seconds here', () => {
  const { of } = timeoutMap('MAP: 30\nWiki\nMAP: 2.5\nsearch*\nDEFAULT: 10\n')
  expect([of('wiki'), of('Search (all)'), of('other')]).toEqual([1800, 150, 600])
  expect(timeoutMap('MAP: 5\nWiki\n').of('other')).toBe(1800)
})

test('software by programs and by features', () => {
  const { ofProgram, ofFeature } = softwareCatalogue(
    'MAP: Draft (SW-1)\ndraft.exe\nDraft\n*;mvsd / draft*\nMAP: Numbers\nnumlab*\n* / numbers\nDEFAULT: x\n',
  )
  expect(ofProgram('draft.exe', '', '')).toEqual({ title: 'Draft', id: 'SW-1' })
  expect(ofProgram('d64.exe', 'C:\\d64.exe', 'draft')).toEqual({ title: 'Draft', id: 'SW-1' })
  expect(ofProgram('numlab9', '', '')).toEqual({ title: 'Numbers', id: 'undef' })
  expect(ofProgram('numbers', '', '')).toBeUndefined()
  expect(ofFeature('lic1;mvsd', 'draft_pro')).toEqual({ title: 'Draft', id: 'SW-1' })
  expect(ofFeature('lic1;numd', 'Numbers')).toEqual({ title: 'Numbers', id: 'undef' })
  expect(ofFeature('lic1;numd', 'numlab1')).toBeUndefined()
})
