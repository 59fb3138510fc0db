import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDictionary, emptyDictionary } from '../facts/dictionary.ts'
import { noSubjects } from '../facts/subject-dictionary.ts'
import { type AnySegment, isDocumentImporter, isUsageSegment } from './importer.ts'
import { importerByFormat } from './registry.ts'
import { usageInWords } from './usage-words-fixture.ts'

const formats = [
  'rlm-report-log',
  'rlmstat',
  'rlm-debug-log',
  'dsls-usage',
  'dsls-server-log',
  'dsls-cloud-log',
  'sentinel-lsmon',
  'sentinel-usage-log',
  'v-ray-status',
]

/** Reads lines with a new parser after each that can be stored, as if the file had grown line by line. */
const readInSteps = (format: string, lines: readonly string[], step: number) => {
  const importer = importerByFormat(format)
  if (!importer || isDocumentImporter(importer)) throw new Error(format)
  const dictionary = createDictionary(emptyDictionary)
  const segments: AnySegment[] = []
  let parser = importer.createParser({ dictionary })
  lines.forEach((line, i) => {
    const bytes = Buffer.from(line)
    parser.line(bytes, 0, bytes.length, i + 1)
    if ((i + 1) % step > 0 || !parser.settled) return
    segments.push(...parser.take())
    parser = importer.createParser({ dictionary, resume: JSON.parse(JSON.stringify(parser.save())) })
  })
  parser.finish?.()
  const { lineKinds, rejections } = parser.findings()
  segments.push(...parser.take())
  const { subjects = noSubjects } = dictionary.takeAdditions()
  return { lineKinds, rejections, rows: inPieces(usageInWords(segments.filter(isUsageSegment), subjects)) }
}

/** Rows that go over a time may be written in pieces: the seconds of equal ones are added up. */
const inPieces = (rows: ReturnType<typeof usageInWords>) => {
  const spans = new Map<string, number>()
  const others: string[] = []
  for (const { line: _, seconds = 0, at, ...row } of rows) {
    const key = JSON.stringify({ ...row, day: at.slice(0, 10) })
    if (row.kind === 'observed') spans.set(key, (spans.get(key) ?? 0) + seconds)
    // A run of looks may be cut in two, and capacities told again after it.
    else if (row.kind === 'seen' || row.kind === 'seenWaiting' || row.kind === 'capacity') spans.set(key, 0)
    else others.push(JSON.stringify({ at, ...row }))
  }
  return { others, spans: [...spans].map(([key, seconds]) => [key, Math.round(seconds * 1000)]).sort() }
}

describe.each(formats)('%s goes on where it was stored', (format) => {
  const folder = join(import.meta.dirname, format, 'testcases')
  test.each(readdirSync(folder))('%s', (name) => {
    const input = readdirSync(join(folder, name)).find((file) => file.startsWith('input.')) as string
    const lines = readFileSync(join(folder, name, input), 'utf8').split('\n')
    const whole = readInSteps(format, lines, lines.length + 1)
    for (const step of [1, 2, 5]) expect(readInSteps(format, lines, step)).toEqual(whole)
  })
})
