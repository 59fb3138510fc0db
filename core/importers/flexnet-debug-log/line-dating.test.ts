import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineDating } from './line-dating.ts'
import { bannerDate, longDate, nearestTo, timestampDate, wallOf } from './stated-date.ts'

const day = 86400
const second = fc.nat(day - 1)
/** The rule in words: of all instants with this time of day, the first that is not more than an hour before the line above. */
const next = (before: number, secondOfDay: number): number => {
  for (let midnight = Math.floor(before / day) * day - day; ; midnight += day)
    if (midnight + secondOfDay >= before - 3600) return midnight + secondOfDay
}

test('an undated line stands nearest after the line before, at most one hour before it', () => {
  fc.assert(
    fc.property(second, fc.array(second), (first, times) => {
      const dating = createLineDating()
      dating.place(first)
      let last = dating.placeStated(19_786 * day + first).wall
      for (const time of times) {
        last = next(last, time)
        expect(dating.place(time)).toBe(last)
      }
    }),
  )
})

test('lines before the first date move by whole days, and all by the same', () => {
  fc.assert(
    fc.property(fc.array(second, { minLength: 1 }), second, (times, stated) => {
      const dating = createLineDating()
      const provisional = times.map((time) => dating.place(time))
      const before = dating.place(stated)
      expect(dating.waiting).toBe('file')
      const { shift, wall, newPiece } = dating.placeStated(19_786 * day + stated)
      expect([shift % day, wall, newPiece, dating.waiting]).toEqual([0, 19_786 * day + stated, false, 'no'])
      expect(before + shift).toBe(wall)
      expect(provisional.every((at) => Number.isInteger(at + shift))).toBe(true)
    }),
  )
})

test.each([
  [3600, false],
  [3601, true],
  [-5, false],
])('a date %i seconds back: new piece %j', (back, newPiece) => {
  const dating = createLineDating()
  const noon = 19_786 * day + 43_200
  dating.place(43_200)
  dating.placeStated(noon)
  dating.place((43_200 - back + day) % day)
  expect(dating.placeStated(noon - back).newPiece).toBe(newPiece)
})

test('a start block waits for its own date', () => {
  const dating = createLineDating()
  dating.place(8 * 3600)
  dating.placeStated(19_786 * day + 8 * 3600)
  const first = dating.place(7 * 3600)
  dating.beginBlock(first, 19_786 * day + 8 * 3600)
  expect(dating.waiting).toBe('block')
  dating.place(7 * 3600 + 1)
  const settled = dating.placeStated(19_807 * day + 7 * 3600 + 1)
  expect([first + settled.shift, settled.newPiece, dating.waiting]).toEqual([19_807 * day + 7 * 3600, false, 'no'])
})

test('what was saved goes on in the same way', () => {
  fc.assert(
    fc.property(
      second,
      fc.array(second, { maxLength: 20 }),
      fc.array(second, { maxLength: 20 }),
      (first, some, more) => {
        const dating = createLineDating()
        dating.place(first)
        dating.placeStated(19_786 * day + first)
        for (const time of some) dating.place(time)
        const resumed = createLineDating(JSON.parse(JSON.stringify(dating.save())))
        expect(more.map((time) => resumed.place(time))).toEqual(more.map((time) => dating.place(time)))
      },
    ),
  )
})

test('a stated instant takes the line to the nearer side of midnight', () => {
  const midnight = wallOf(2024, 3, 5) as number
  expect(nearestTo({ wall: midnight - 1, hasTime: true }, 1)).toBe(midnight + 1)
  expect(nearestTo({ wall: midnight + 1, hasTime: true }, day - 1)).toBe(midnight - 1)
  expect(nearestTo({ wall: midnight, hasTime: false }, day - 1)).toBe(midnight + day - 1)
})

test.each([
  ['TIMESTAMP 3/12/2017', 2017, 3, 12],
  ['TIMESTAMP 12/31/2023', 2023, 12, 31],
  ['TIMESTAMP 2/29/2024', 2024, 2, 29],
])('%s is month before day', (text, year, month, of) => {
  expect(timestampDate(text)).toEqual({ wall: wallOf(year, month, of), hasTime: false })
})

test.each([
  'TIMESTAMP 13/1/2024',
  'TIMESTAMP 2/29/2023',
  'TIMESTAMP 0/1/2024',
  'TIMESTAMP 3/12/17',
  ' TIMESTAMP 3/12/2017',
  'TIMESTAMP',
])('%j is no date', (text) => {
  expect(timestampDate(text)).toBeUndefined()
})

test('the banner tells host and day, the long form an instant and a zone', () => {
  expect(
    bannerDate('FlexNet Licensing (v11.16.2.0 build 1 x64) started on lic01.example (IBM PC) (3/21/2021)'),
  ).toEqual({
    stated: { wall: wallOf(2021, 3, 21), hasTime: false },
    host: 'lic01.example',
  })
  expect(bannerDate('FLEXlm started on lic01 (linux)')).toBeUndefined()
  expect(longDate(' Thu May 05 2022 08:42:20 Romance Standard Time')).toEqual({
    stated: { wall: wallOf(2022, 5, 5, 8 * 3600 + 42 * 60 + 20), hasTime: true },
    zone: 'Romance Standard Time',
  })
  expect(longDate('Thu May 05 2022 25:42:20 CET')).toBeUndefined()
})
