import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseEventText } from './event-text.ts'

const word = fc.stringMatching(/^[A-Za-z0-9_.+-]{1,12}$/)
const user = fc.oneof(
  word,
  fc.tuple(word, word).map(([a, b]) => `${a} ${b}`),
  fc.constantFrom('Ana Pérez', 'Mª Cruz', '李雷', 'a@corp'),
)
const reason = fc.constantFrom(
  '',
  'INACTIVE',
  'Licensed number of users already reached.',
  'User/host on EXCLUDE list for feature',
)

test('whatever a daemon writes in the common forms is read back', () => {
  fc.assert(
    fc.property(
      word,
      user,
      word,
      fc.nat(400),
      reason,
      fc.constantFrom('', '-4,342', '-5,346:2'),
      fc.constantFrom('', 'POOL:X', 'two words'),
      fc.constantFrom('', '2024.1'),
      (feature, who, host, n, why, codes, tail, version) => {
        const inside = why === '' ? '' : codes === '' ? `(${why})` : `(${why} (${codes}))`
        const text = `"${feature}" ${who}@${host}${tail && ` [${tail}]`}${n > 1 ? ` (${n} licenses)` : ''}  ${version && `"v${version}"`}${inside} `
        expect(parseEventText(text)).toEqual({
          feature,
          user: who,
          host,
          tail: { count: n > 1 ? n : 1, reason: why, codes: why === '' ? '' : codes, version, tail },
        })
      },
    ),
  )
})

test.each([
  '"gear_c',
  '"gear" mia',
  '"gear" mia@',
  '"gear" mia@ws  (4 licen',
  '"gear" mia@ws  (reason (-4,34',
  '"gear" mia@ws  [POOL',
  '"gear" mia@ws  8:00:00 (gearld) OUT: "gear" mia@ws',
  '"gear" mia@ws ^^^ 4.2 mia',
  '"gear" @ws  ^^^ 4.2 mia 10.0.0.1 811 65 1 5 none 11 19 3/4/2024 08:00:00 ^^^  8:00:01 (gearld) IN: "gear" @ws  ^^^ 4.2 kim 10.0.0.2 811 66 0 5 none 11 19 3/4/2024 08:00:01 ^^^',
  // torn in the middle of a line, and the next one behind it
  '8:00:00 (gearld) OUT: "gear" mia@ws',
  ' 8:1x:00 (gearld) OUT: "gear" mia@ws',
  '"gear" m 8:1x:00 (gearld) OUT: "gear" mia@ws',
  '"" mia@ws',
  '',
  '   ',
])('%j is no event', (text) => {
  expect(parseEventText(text)).toHaveProperty('rejected')
})

test('UPGRADE alone tells a change of count, and a torn one is no upgrade to one licence', () => {
  expect(parseEventText('"gear" mia@ws  (2->5 licenses)  ', true)).toMatchObject({ user: 'mia', tail: { count: 5 } })
  expect(parseEventText('"gear" mia@ws  ', true)).toEqual({ rejected: 'torn' })
  expect(parseEventText('"gear" mia@ws  (5 licenses)', true)).toEqual({ rejected: 'torn' })
  expect(parseEventText('"gear" mia@ws  (2->5 licenses)')).toEqual({ rejected: 'torn' })
})

test('nothing makes it fail', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void parseEventText(text)))
  fc.assert(fc.property(fc.stringMatching(/^["()[\]@^ a1:,-]{0,40}$/), (text) => void parseEventText(text)))
})
