import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AnySegment, type Importer, isUsageSegment } from '../importer.ts'
import { licenceEventsCsv } from '../licence-events-csv/licence-events-csv.ts'
import { licenceEventsJsonl } from '../licence-events-jsonl/licence-events-jsonl.ts'
import { usageInWords } from '../usage-words-fixture.ts'
import { createWords } from '../words-fixture.ts'

type Row = ReturnType<typeof usageInWords>[number]

/** Reads lines in pieces, each from where the piece before stopped, as a file that grows is read. */
const readInPieces = (importer: Importer, pieces: readonly (readonly string[])[]): Row[] => {
  const words = createWords()
  const segments: AnySegment[] = []
  let resume: unknown
  let number = 0
  for (const [i, lines] of pieces.entries()) {
    const parser = importer.createParser({
      dictionary: words.dictionary,
      ...(resume === undefined ? {} : { resume: JSON.parse(JSON.stringify(resume)) as unknown }),
    })
    for (const line of lines) {
      const bytes = new TextEncoder().encode(line)
      parser.line(bytes, 0, bytes.length, ++number)
    }
    segments.push(...parser.take())
    resume = parser.save()
    if (i === pieces.length - 1) parser.finish?.()
    segments.push(...parser.take())
  }
  words.learn(words.dictionary.takeAdditions())
  return usageInWords(segments.filter(isUsageSegment), words.subjects)
}

const isObserved = ({ kind }: Row): boolean => kind === 'observed'
const others = (rows: readonly Row[]): string[] =>
  rows
    .filter((row) => !isObserved(row) && row.kind !== 'capacity')
    // Read backwards, an event is put away with the one after it.
    .map((row) => JSON.stringify({ ...row, line: 0 }))
    .sort()

/** Spans of each server, put together where one ends when the next begins. */
const spansOf = (rows: readonly Row[]): { readonly [server: string]: string[] } => {
  const spans: { [server: string]: [number, number][] } = {}
  const sorted = rows.filter(isObserved).map((row) => {
    const from = Date.parse(`${row.at.replace('Z', '').replace(' ', 'T')}Z`)
    return { of: JSON.stringify('server' in row && row.server), from, to: from + (row.seconds ?? 0) * 1000 }
  })
  for (const { of, from, to } of sorted.sort((a, b) => a.from - b.from)) {
    spans[of] ??= []
    const last = spans[of].at(-1)
    if (last && last[1] >= from) {
      expect(last[1], 'observed twice').toBe(from)
      last[1] = to
    } else spans[of].push([from, to])
  }
  return Object.fromEntries(
    Object.entries(spans).map(([of, found]) => [
      of,
      found.map((span) => span.map((at) => new Date(at).toISOString()).join()),
    ]),
  )
}

describe.each([licenceEventsCsv, licenceEventsJsonl])('$format', (importer) => {
  const folder = join(import.meta.dirname, '..', importer.format, 'testcases')
  test.each(readdirSync(folder))('%s says the same wherever it is read on from', (name) => {
    const [file] = readdirSync(join(folder, name)).filter((entry) => entry.startsWith('input.'))
    const lines = readFileSync(join(folder, name, file as string), 'utf8')
      .trimEnd()
      .split('\n')
    const whole = readInPieces(importer, [lines])
    for (let at = 1; at < lines.length; at++) {
      // Inside a quoted field nothing is put away.
      if (
        lines.slice(0, at).join('').split('"').length % 2 === 0 &&
        name !== 'bad-rows' &&
        importer === licenceEventsCsv
      )
        continue
      if (name === 'bad-rows' && at === lines.length - 1) continue
      const pieces = readInPieces(importer, [lines.slice(0, at), lines.slice(at)])
      expect(others(pieces), `from line ${at + 1}`).toEqual(others(whole))
      expect(spansOf(pieces), `from line ${at + 1}`).toEqual(spansOf(whole))
    }
  })
})

const header = 'time,event,server,feature,user,host'
const observed = (lines: readonly string[]): string[] =>
  Object.values(spansOf(readInPieces(licenceEventsCsv, [[header, ...lines]]))).flat()
const at = (time: string, event: string, server = 'a'): string =>
  `2024-03-04T${time}:00Z,${event},${server},mesh,ann,ws1`

test('a server is observed from its first event to the last one of the file', () => {
  expect(observed([at('08:00', 'out'), at('09:00', 'out', 'b'), at('12:00', 'in')])).toEqual([
    '2024-03-04T08:00:00.000Z,2024-03-04T12:00:00.000Z',
    '2024-03-04T09:00:00.000Z,2024-03-04T12:00:00.000Z',
  ])
})

test('not between its stop and the next event, nor between its last event and a start without a stop', () => {
  expect(observed([at('08:00', 'out'), at('09:00', 'stop'), at('10:00', 'out'), at('11:00', 'in')])).toEqual([
    '2024-03-04T08:00:00.000Z,2024-03-04T09:00:00.000Z',
    '2024-03-04T10:00:00.000Z,2024-03-04T11:00:00.000Z',
  ])
  const crash = [at('08:00', 'out'), at('09:00', 'out'), at('10:00', 'start'), at('11:00', 'out')]
  expect(observed(crash)).toEqual([
    '2024-03-04T08:00:00.000Z,2024-03-04T09:00:00.000Z',
    '2024-03-04T10:00:00.000Z,2024-03-04T11:00:00.000Z',
  ])
  expect(observed(crash.toReversed())).toEqual(observed(crash))
  const ends = readInPieces(licenceEventsCsv, [[header, ...crash]]).filter(({ kind }) => kind === 'ended')
  expect(ends.map((row) => row.at)).toEqual(['2024-03-04 09:00:00Z'])
})

test('events in no order at all are observed from the first to the last', () => {
  const shuffled = ['12:00', '08:00', '10:00', '14:00', '07:00', '09:00'].map((time) => at(time, 'out'))
  expect(observed(shuffled)).toEqual(['2024-03-04T07:00:00.000Z,2024-03-04T14:00:00.000Z'])
})
