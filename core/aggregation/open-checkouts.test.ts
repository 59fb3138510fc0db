import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendHolders, createHolderTable } from '../facts/holder-table.ts'
import { createOpenCheckouts } from './open-checkouts.ts'

const holders = createHolderTable()
appendHolders(holders, Int32Array.from([1, 1, 0, 0, 2, 1, 0, 0, 1, 1, 1, 1, 1, 1, 2, 1, 2, 1, 1, 1]))

const holder = fc.constantFrom(3, 4, 5)
const count = fc.integer({ min: 1, max: 4 })
const handle = fc.constantFrom(0, 0, 7, 8)
const step = fc.oneof(
  fc.record({ do: fc.constant('open' as const), holder, count, handle }),
  fc.record({ do: fc.constant('open' as const), holder, count, handle }),
  fc.record({ do: fc.constant('close' as const), holder, count, handle }),
  fc.record({ do: fc.constant('closeOldest' as const), holder, count, handle }),
  fc.record({ do: fc.constant('closeAll' as const), holder, count, handle }),
  fc.record({ do: fc.constant('save' as const), holder, count, handle }),
)

interface One {
  holder: number
  start: number
  count: number
  handle: number
}

test('closes what a plain list closes, through saving and going on', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let open = createOpenCheckouts(holders, [])
      let list: One[] = []
      const fits = (one: One, of: number, by: number) =>
        one.holder === of && (by === 0 || one.handle === 0 || one.handle === by)
      for (const [start, { do: what, holder: of, count: n, handle: by }] of steps.entries()) {
        const told: [number, number][] = []
        const expected: [number, number][] = []
        const closed = (licences: number, since: number) => told.push([licences, since])
        expect(open.has(of, by)).toBe(list.some((one) => fits(one, of, by)))
        if (what === 'open') {
          open.open(of, start, n, by)
          list.push({ holder: of, start, count: n, handle: by })
        } else if (what === 'close') {
          open.close(of, n, by, closed)
          for (let left = n; left > 0; ) {
            const one = list.find((each) => fits(each, of, by))
            if (!one) break
            const taken = Math.min(left, one.count)
            expected.push([taken, one.start])
            one.count -= taken
            left -= taken
            list = list.filter((each) => each.count > 0)
          }
        } else if (what === 'closeOldest') {
          open.closeOldest(of, by, closed)
          const one = list.find((each) => fits(each, of, by))
          if (one) expected.push([one.count, one.start])
          list = list.filter((each) => each !== one)
        } else if (what === 'closeAll') {
          const daemon = holders.daemon[of]
          open.closeAll(daemon as number, (_, licences, since) => told.push([licences, since]))
          expected.push(
            ...list
              .filter((one) => holders.daemon[one.holder] === daemon)
              .map((one): [number, number] => [one.count, one.start]),
          )
          list = list.filter((one) => holders.daemon[one.holder] !== daemon)
          told.sort()
          expected.sort()
        } else open = createOpenCheckouts(holders, JSON.parse(JSON.stringify(open.save())))
        expect(told).toEqual(expected)
        const held: Record<number, number> = {}
        open.forEachHolder((each, licences) => {
          held[each] = (held[each] ?? 0) + licences
        })
        expect(held).toEqual(
          Object.fromEntries(
            [3, 4, 5].flatMap((each) => {
              const own = list.filter((one) => one.holder === each)
              return own.length === 0 ? [] : [[each, own.reduce((sum, one) => sum + one.count, 0)]]
            }),
          ),
        )
      }
    }),
    { numRuns: 300 },
  )
})

test('holds thousands for one holder, in order', () => {
  const open = createOpenCheckouts(holders, [])
  for (let i = 0; i < 10_000; i++) open.open(3, i, 1, 0)
  const starts: number[] = []
  open.close(3, 10_000, 0, (_, start) => starts.push(start))
  expect(starts).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
})
