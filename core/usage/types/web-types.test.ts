import { expect, test } from 'vitest'
import { usageFixture, usesInWords } from '../usage-fixture.ts'

const wiki = { host: 'ws1', user: 'ada', browser: 'Firefox', url: 'https://wiki.example.org/home', title: 'Home' }
const maps = {
  'web-domain.map': 'MAP: Wiki\nwiki.example.org\n',
  'timeout-per-app.map': 'MAP: 10\nWiki\n',
}

/** Ada at 8:00, 8:05 and 8:30, Ben at 8:10; each visit keeps a session of the wiki open for 10 minutes. */
const visits = () => {
  const fixture = usageFixture()
  fixture.source({
    about: 'visit',
    kind: 'events',
    happened: [
      { at: '8:00', of: wiki },
      { at: '8:05', of: wiki, count: 2 },
      { at: '8:30', of: wiki },
      { at: '8:10', of: { ...wiki, host: 'ws2', user: 'ben' } },
      { at: '8:20', of: { ...wiki, url: 'https://news.example.net/', title: '' } },
    ],
  })
  return fixture
}

test('120: visits to pages of web applications', () => {
  expect(visits().report(120, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  UNMAPPED | news.example.net | https://news.example.net/ | undef | Firefox | ws1 | ada  Count 1, Distinct 1",
      "8:00  Wiki | wiki.example.org | https://wiki.example.org/home | Home | Firefox | ws1 | ada  Count 4, Distinct 1",
      "8:00  Wiki | wiki.example.org | https://wiki.example.org/home | Home | Firefox | ws2 | ben  Count 1, Distinct 1",
    ]
  `)
})

test('121: requests and kilobytes of 1,024 bytes', () => {
  const fixture = usageFixture()
  const request = { host: '10.0.0.7', user: 'ada', url: 'http://wiki.example.org:8080/home' }
  fixture.source({
    about: 'request',
    kind: 'events',
    happened: [
      { at: '8:00', of: request, number: 2048 },
      { at: '8:10', of: request, number: 512 },
      { at: '9:10', of: { ...request, url: 'cdn.example.net:443' }, number: 1024 },
    ],
  })
  expect(fixture.report(121, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  Wiki | wiki.example.org | http://wiki.example.org:8080/home | 10.0.0.7  Count 2, Data stream 2.5",
      "9:00  UNMAPPED | cdn.example.net | cdn.example.net:443 | 10.0.0.7  Count 1, Data stream 1",
    ]
  `)
})

test('123: sessions from a visit to the time-out of the last one', () => {
  const typed = visits().typed(123, { maps })
  expect(usesInWords(typed)).toEqual([
    '8:00-8:15 1 × Wiki',
    '8:10-8:20 1 × Wiki',
    '8:20-8:50 1 × UNMAPPED',
    '8:30-8:40 1 × Wiki',
  ])
  expect(visits().report(123, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  UNMAPPED | 1  Record count 1, Running time 0.5, Max in use 1, Elapsed time 0.5, Distinct 1",
      "8:00  Wiki | 1  Record count 4, Running time 0.416667, Max in use 1, Elapsed time 0.416667, Distinct 1",
      "8:00  Wiki | 2  Record count 1, Running time 0.083333, Max in use 2, Elapsed time 0.166667, Distinct 1",
    ]
  `)
})

test('79: addresses as a window showed them', () => {
  const fixture = usageFixture()
  const shown = {
    host: 'ws1',
    domain: 'EXAMPLE',
    user: 'ada',
    system: 'Windows 10',
    architecture: 'x86',
    executable: 'iexplore.exe',
    url: 'http://wiki.example.org/',
    title: 'Home',
  }
  fixture.source({ about: 'address', kind: 'events', held: [['8:30', '9:15', shown, 1, '4312']] })
  expect(fixture.report(79)).toMatchInlineSnapshot(`
    [
      "8:00  EXAMPLE | ws1 | x86 | Windows 10 | http://wiki.example.org/ | Home | undef | ada | 4312 | iexplore.exe  Record count 1, Elapsed time 0.5, Distinct 1",
      "9:00  EXAMPLE | ws1 | x86 | Windows 10 | http://wiki.example.org/ | Home | undef | ada | 4312 | iexplore.exe  Record count 1, Elapsed time 0.25, Distinct 1",
    ]
  `)
})
