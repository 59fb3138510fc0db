import { expect, test } from 'vitest'
import { createDictionary, emptyDictionary } from '../facts/dictionary.ts'
import { noSubjects } from '../facts/subject-dictionary.ts'
import { isDocumentImporter, isUsageSegment } from './importer.ts'
import { importerByFormat } from './registry.ts'
import { usageInWords } from './usage-words-fixture.ts'

/** Rows and counts of lines, as they are read with the day that the admin stated. */
const readFrom = (day: string, format: string, lines: readonly string[]) => {
  const importer = importerByFormat(format)
  if (!importer || isDocumentImporter(importer)) throw new Error(format)
  const dictionary = createDictionary(emptyDictionary)
  const parser = importer.createParser({ dictionary, startDay: Date.parse(day) / 1000 })
  lines.forEach((line, i) => {
    const bytes = Buffer.from(line)
    parser.line(bytes, 0, bytes.length, i + 1)
  })
  parser.finish?.()
  const segments = parser.take().filter(isUsageSegment)
  const { subjects = noSubjects } = dictionary.takeAdditions()
  const rows = usageInWords(segments, subjects).map(({ at, kind, count }) => ({
    at,
    kind,
    ...(count ? { count } : {}),
  }))
  return { rows, findings: parser.findings() }
}

test('an RLM debug log takes its year from the stated day, and goes forward over New Year', () => {
  const { rows, findings } = readFrom('2025-12-31', 'rlm-debug-log', [
    '12/31 23:50 (hexavend) OUT: hexa_solve v5.0 by g.pohl@hal-ws-1',
    '01/01 00:10 (hexavend) IN: hexa_solve v5.0 by g.pohl@hal-ws-1',
  ])
  expect(findings.rejections).toEqual({})
  expect(rows.filter(({ kind }) => kind !== 'observed')).toEqual([
    { at: '2025-12-31 23:50:00', kind: 'out' },
    { at: '2026-01-01 00:10:00', kind: 'in' },
  ])
})

test('an RLM report log without its head is dated by the stated day', () => {
  const { rows } = readFrom('2026-03-02', 'rlm-report-log', [
    'OUT hexa_solve 5.0 1 g.pohl hal-ws-1 "" 1 1 0 41 41 1a14 "" "" "" 03/02 06:10:00',
    'IN 1 hexa_solve 5.0 g.pohl hal-ws-1 "" 1 0 0 41 03/02 06:20:00',
  ])
  expect(rows).toContainEqual({ at: '2026-03-02 06:10:00', kind: 'out' })
  expect(rows).toContainEqual({ at: '2026-03-02 06:20:00', kind: 'in' })
})

test('a status output without a time is a look at midnight of the stated day', () => {
  const { rows } = readFrom('2026-03-02', 'sentinel-lsmon', [
    ' [Contacting Sentinel RMS Development Kit server on host "lic11"]',
    ' |- Feature Information',
    '   |- Feature name                   : "HALDEN_CFD"',
    '   |- Maximum concurrent user(s)     : 25',
  ])
  expect(rows).toEqual([
    { at: '2026-03-02 00:00:00', kind: 'look' },
    { at: '2026-03-02 00:00:00', kind: 'capacity', count: 25 },
  ])
})

test('a record whose number in use is not the one before plus or minus it is told once', () => {
  const out = (handle: string, inUse: number) =>
    `OUT hexa_solve 5.0 1 g.pohl hal-ws-1 "" 1 ${inUse} 0 ${handle} ${handle} 1a14 "" "" "" 03/02 06:10:00`
  const { findings } = readFrom('2026-03-02', 'rlm-report-log', [
    'RLM Report Log Format 0, version 14.1, authenticated',
    'START lic07 03/02/2026 06:00:00',
    'PRODUCT hexa_solve 5.0 1 9 0 9 "" "" "" "" "" "" 0 0 0 0 0 0 0 0 0',
    out('41', 1),
    // The line of handle 81 is missing.
    out('c1', 3),
    out('101', 4),
  ])
  expect(findings.lineKinds).toMatchObject({ checkout: 2, 'checkout whose number in use differs': 1 })
})
