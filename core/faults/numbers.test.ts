import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { observedOf } from '../../e2e/recount/records.ts'
import { recount } from '../../e2e/recount/recount.ts'
import { allRecords, importInto, openConsole } from '../cli/console-fixture.ts'
import { writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { isFullSize, sized } from './fault-fixture.ts'

// Properties that hold for any log, in a real database. Each is named by the fault it stands against, so that `npm run test:faults` runs
// many more of them. A failure prints fast-check's seed and path; the seed of a run is new each time at full size.

afterEach(endTest)

const runs = (small: number, full: number) => ({
  numRuns: sized(small, full),
  seed: isFullSize ? Date.now() % 1_000_000_007 : 20_240_304,
  endOnFailure: !isFullSize,
})

type Piece = readonly [name: string, lines: readonly string[]]

const inConsole = async <T>(work: (core: Core, folder: string) => Promise<T>): Promise<T> => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  try {
    return await work(core, folder)
  } finally {
    await core.close()
  }
}
const options = { zone: 'UTC', server: 'lic01' }
const importPieces = async (core: Core, folder: string, pieces: readonly Piece[]) => {
  const records = await importInto(
    core,
    pieces.map(([name, lines]) => writeLog(folder, name, lines)),
    options,
  )
  for (const { state, outcome } of records) if (state !== 'finished') throw new Error(outcome)
  return records
}
const toldOf = (pieces: readonly Piece[]) =>
  inConsole(async (core, folder) => {
    await importPieces(core, folder, pieces)
    return allRecords(core)
  })

const isDate = (line: string): boolean => line.includes(') TIMESTAMP ')

/** Pieces that cover all lines; each begins at a line with a date and reaches over the beginning of the next by any number of lines. */
const piecesOf = (lines: readonly string[], cuts: readonly number[], overlaps: readonly number[]): Piece[] => {
  const dated = (at: number) =>
    Math.max(
      0,
      lines.findLastIndex((line, i) => i <= at && isDate(line)),
    )
  const bounds = [...new Set([0, ...cuts.map(dated)])].sort((a, b) => a - b)
  return bounds.map((from, i) => {
    const end = bounds[i + 1] ?? lines.length
    // Fewer than three different seconds are no overlap (semantics page, "Overlap"): such a stretch would count as other events.
    const wanted = Math.min(lines.length, end + (overlaps[i] ?? 0))
    const seconds = new Set(lines.slice(end, wanted).map((line) => line.slice(0, 8)))
    return [`part-${i}.log`, lines.slice(from, seconds.size < 4 ? end : wanted)] as const
  })
}

const logs = fc.record({
  seed: fc.integer({ min: 1, max: 10_000 }),
  days: fc.integer({ min: 2, max: 3 }),
  users: fc.constant(4),
  hosts: fc.constant(3),
  features: fc.constant(3),
  daemons: fc.integer({ min: 1, max: 2 }),
  eventsPerDay: fc.integer({ min: 20, max: sized(40, 120) }),
  restarts: fc.boolean(),
  verbose: fc.boolean(),
})
const cuts = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 4 })
const overlaps = fc.array(fc.constantFrom(0, 0, 15, 60, 100_000), { minLength: 5, maxLength: 5 })
const orders = fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 })

test('I7 any permutation and any overlap of the pieces of a log, each with a date, gives the records of the whole', {
  timeout: sized(60_000, 1_800_000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(logs, cuts, overlaps, orders, async (log, at, over, order) => {
      const lines = generateLog(log).trimEnd().split('\n')
      const pieces = piecesOf(
        lines,
        at.map((cut) => cut % lines.length),
        over,
      )
      const shuffled = pieces
        .map((piece, i) => ({ piece, key: order[i] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ piece }) => piece)
      expect(await toldOf(shuffled)).toEqual(await toldOf([['whole.log', lines]]))
    }),
    runs(2, 40),
  )
})

test('I7 removing one of two overlapping imports gives what the other alone gives', {
  timeout: sized(60_000, 1_800_000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      logs,
      fc.nat(100_000),
      fc.constantFrom(15, 60, 100_000),
      fc.boolean(),
      fc.boolean(),
      async (log, at, over, first, turned) => {
        const lines = generateLog(log).trimEnd().split('\n')
        const pieces = piecesOf(lines, [at % lines.length], [over])
        if (pieces.length < 2) return
        const kept = pieces[first ? 1 : 0] as Piece
        const after = await inConsole(async (core, folder) => {
          const records = await importPieces(core, folder, turned ? [...pieces].reverse() : pieces)
          const gone = records.find(({ fileName }) => fileName !== kept[0])
          await core.api['imports.remove']({ id: gone?.id as number })
          await core.idle()
          return allRecords(core)
        })
        expect(after).toEqual(await toldOf([kept]))
      },
    ),
    runs(2, 40),
  )
})

test('I16 the level time of 51 adds up to the observed time, and its elapsed time to that of 50', {
  timeout: sized(60_000, 900_000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(logs, async (log) => {
      const text = generateLog(log)
      const [stream] = recount([{ name: 'whole.log', bytes: new TextEncoder().encode(text) }], options).streams
      if (!stream) throw new Error('The recount found no stream.')
      await inConsole(async (core, folder) => {
        await importPieces(core, folder, [['whole.log', text.trimEnd().split('\n')]])
        const sums = async (type: number, measure: string) => {
          const { resultId, columns } = await core.api['reports.run']({
            type,
            by: 'total',
            groupBy: ['Vendor License', 'Feature'],
            where: [],
          })
          const found = new Map<string, number>()
          const cells = await core.api['reports.rows']({ resultId, offset: 0, count: 10_000 })
          const at = (name: string) => columns.findIndex((column) => column.name === name)
          for (let row = 0; row < (cells[0]?.length ?? 0); row++)
            found.set(
              `${cells[at('Vendor License')]?.[row]}/${cells[at('Feature')]?.[row]}`,
              Number(cells[at(measure)]?.[row]),
            )
          return found
        }
        const running = await sums(51, 'Running Time')
        // Observed time counted by the recount, which knows nothing of the engine.
        const observed = new Map<string, number>()
        for (const known of stream.known) {
          const seconds = observedOf(stream.runs, known).reduce((sum, [from, to]) => sum + to - from, 0)
          if (seconds > 0) observed.set(`lic01;${known.daemon}/${known.feature}`, seconds / 3600)
        }
        expect([...running.keys()].sort()).toEqual([...observed.keys()].sort())
        for (const [key, hours] of observed) expect(running.get(key), key).toBeCloseTo(hours, 6)
        const byLevel = await sums(51, 'Elapsed time')
        const byUser = await sums(50, 'Elapsed time')
        for (const [key, hours] of byLevel) expect(byUser.get(key) ?? 0, key).toBeCloseTo(hours, 6)
        expect(byLevel.size).toBeGreaterThan(0)
      })
    }),
    runs(2, 100),
  )
})
