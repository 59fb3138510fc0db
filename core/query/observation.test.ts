import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createObservation } from './observation.ts'

const point = fc.nat(60)

test('observed seconds of any span are what counting tells', () => {
  fc.assert(
    fc.property(fc.uniqueArray(point, { maxLength: 14 }), point, point, (points, a, b) => {
      const cuts = points.sort((x, y) => x - y)
      const stretches = Array.from(
        { length: cuts.length >> 1 },
        (_, i) => [cuts[i * 2], cuts[i * 2 + 1]] as [number, number],
      )
      const observation = createObservation([
        {
          source: 1,
          daemon: 2,
          starts: Float64Array.from(stretches, ([start]) => start),
          ends: Float64Array.from(stretches, ([, end]) => end),
        },
      ])
      let seconds = 0
      for (let s = a; s < b; s++) if (stretches.some(([start, end]) => start <= s && s < end)) seconds++
      expect(observation.seconds(1, 2, a, b)).toBe(seconds)
      expect(observation.seconds(1, 3, a, b)).toBe(0)
      expect(observation.seconds(2, 2, a, b)).toBe(0)
    }),
  )
})

test('from the beginning of time on', () => {
  const observation = createObservation([
    { source: 1, daemon: 1, starts: Float64Array.of(10, 30), ends: Float64Array.of(20, 40) },
  ])
  expect(observation.seconds(1, 1, Number.NEGATIVE_INFINITY, 100)).toBe(20)
})
