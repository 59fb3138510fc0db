import { expect, test } from 'vitest'
import { createSubjectDictionary } from '../../facts/subject-dictionary.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { createProxyRequests } from './proxy-requests.ts'

test('of addresses beyond the first 50,000 pairs only the site is kept, and no request is lost', () => {
  const { subject, text, takeAdditions } = createSubjectDictionary()
  let rows = 0
  const writer = {
    subjectOf: subject,
    text,
    row: () => {
      rows++
    },
  } as unknown as UsageWriter
  const requests = createProxyRequests(writer)
  const pages = 20_000
  let taken = 0
  for (let client = 0; client < 4; client++)
    for (let page = 0; page < pages; page++)
      if (requests.add(0, `10.20.4.${client}`, '', `http://wiki.halden.example/p${page}?q=${page}`, 100)) taken++
  expect([taken, rows]).toEqual([4 * pages, 4 * pages])
  const { texts } = takeAdditions()
  // Two of the machines went beyond; both have the site by then.
  expect(texts.filter((address) => address === 'http://wiki.halden.example/')).toHaveLength(1)
  expect(texts.filter((address) => address.startsWith('http'))).toHaveLength(pages + 1)
  expect(subject('request', ['10.20.4.3', '', 'http://wiki.halden.example/'])).toBe(50_002)
})
