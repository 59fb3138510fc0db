import { expect, test } from 'vitest'
import { coverageOf, lifeOf, stretchAt, stretchesOf, withMissing } from './time-line-layout.ts'

const span = (from: number, to: number) => ({ from, to })

test('runs are bars, and what lies between them is hatched', () => {
  const found = stretchesOf([span(0, 400), span(500, 1000)], span(0, 1000), span(0, 1000), 100)
  expect(found.map(({ kind, x, width }) => [kind, x, width])).toEqual([
    ['observed', 0, 40],
    ['gap', 40, 10],
    ['observed', 50, 50],
  ])
})

test('before the first and after the last thing read there is no gap', () => {
  expect(stretchesOf([span(400, 600)], span(400, 600), span(0, 1000), 100)).toMatchObject([
    { kind: 'observed', x: 40, width: 20 },
  ])
})

test('a daemon that came late or left early has a gap there', () => {
  const found = stretchesOf([span(400, 600)], span(0, 1000), span(0, 1000), 100)
  expect(found.map(({ kind }) => kind)).toEqual(['gap', 'observed', 'gap'])
})

test('gaps too short to be drawn are counted, and do not make the bar any longer', () => {
  const runs = Array.from({ length: 10 }, (_, at) => span(at * 100, at * 100 + 99))
  const found = stretchesOf(runs, span(0, 999), span(0, 1000), 8)
  expect(found).toMatchObject([{ kind: 'observed', hiddenGaps: 9, observed: 990, from: 0, to: 999 }])
  // Ten times nearer they are there.
  const near = stretchesOf(runs, span(0, 999), span(0, 500), 1000)
  expect(near.filter(({ kind }) => kind === 'gap')).toHaveLength(5)
})

test('a bar that hides gaps stays narrow, so that the next can show another share', () => {
  const often = Array.from({ length: 20 }, (_, at) => span(at * 10, at * 10 + 5))
  const found = stretchesOf([...often, span(200, 400)], span(0, 400), span(0, 400), 40)
  expect(found.map(({ observed, from, to }) => (observed / (to - from)).toFixed(2))).toEqual([
    '0.53',
    '0.50',
    '0.50',
    '0.00',
    '1.00',
  ])
  expect(found.reduce((sum, { hiddenGaps }) => sum + hiddenGaps, 0)).toBe(19)
})

test('what joined gaps lack is known from the sum', () => {
  const hour = 3_600_000
  const observed = [
    { ...span(0, 10 * hour), joinedGaps: 4 },
    { ...span(12 * hour, 20 * hour), joinedGaps: 0 },
  ]
  const runs = withMissing({ observed, observedHours: 14, joinedGaps: 4 })
  expect(runs.map(({ missing }) => missing)).toEqual([4 * hour, 0])
  expect(coverageOf(runs, lifeOf(runs, span(0, 0)), span(0, 20 * hour))).toMatchObject({
    observed: 14 * hour,
    asked: 20 * hour,
    gaps: 5,
  })
  expect(stretchesOf(runs, span(0, 20 * hour), span(0, 5 * hour), 100)).toMatchObject([{ observed: 3 * hour }])
})

test('gaps that the core joined already are counted with them', () => {
  const runs = [{ ...span(0, 400), joinedGaps: 3 }, span(401, 1000)]
  expect(stretchesOf(runs, span(0, 1000), span(0, 1000), 10)).toMatchObject([{ hiddenGaps: 4 }])
  expect(coverageOf(runs, span(0, 1000), span(0, 1000)).gaps).toBe(4)
})

test('a window shows its part only', () => {
  const found = stretchesOf([span(0, 400), span(500, 1000)], span(0, 1000), span(300, 600), 300)
  expect(found.map(({ kind, from, to, x }) => [kind, from, to, x])).toEqual([
    ['observed', 300, 400, 0],
    ['gap', 400, 500, 100],
    ['observed', 500, 600, 200],
  ])
  expect(stretchesOf([span(0, 100)], span(0, 100), span(200, 300), 300)).toEqual([])
})

test('coverage is of what lies in the window and in the extent', () => {
  const runs = [span(100, 200), span(300, 400), span(700, 800)]
  expect(coverageOf(runs, span(100, 800), span(0, 1000))).toEqual({
    observed: 300,
    asked: 700,
    gaps: 2,
    longestGap: span(400, 700),
  })
  expect(coverageOf(runs, span(100, 800), span(150, 350))).toMatchObject({ observed: 100, asked: 200, gaps: 1 })
  expect(coverageOf([], span(100, 800), span(0, 1000))).toMatchObject({ observed: 0, gaps: 1 })
})

test('however the runs fall, bars and gaps fill the line without a hole', () => {
  for (let seed = 1; seed < 200; seed++) {
    let at = 0
    let state = seed
    const next = (most: number) => {
      state = (state * 1103515245 + 12345) % 2147483648
      return state % most
    }
    const runs = Array.from({ length: 20 }, () => {
      const from = at + next(60)
      at = from + 1 + next(200)
      return span(from, at)
    })
    const extent = span(0, at + next(30))
    const window = span(next(500), 600 + next(3000))
    const found = stretchesOf(runs, extent, window, 37 + next(400))
    for (let i = 1; i < found.length; i++) {
      expect(found[i].from).toBe(found[i - 1].to)
      expect(`${found[i].kind} ${found[i - 1].kind}`).not.toBe('gap gap')
    }
    const drawn = found.reduce((sum, { observed }) => sum + observed, 0)
    expect(drawn).toBe(coverageOf(runs, extent, window).observed)
  }
})

test('a place finds its stretch', () => {
  const found = stretchesOf([span(0, 400), span(500, 1000)], span(0, 1000), span(0, 1000), 100)
  expect(stretchAt(found, 45)?.kind).toBe('gap')
  expect(stretchAt(found, 200)).toBeUndefined()
})
