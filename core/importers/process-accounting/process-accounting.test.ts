import { expect, test } from 'vitest'
import { createDictionary, emptyDictionary } from '../../facts/dictionary.ts'
import { isUsageSegment } from '../importer.ts'
import { usageInWords } from '../usage-words-fixture.ts'
import { createWords } from '../words-fixture.ts'
import { processAccounting } from './process-accounting.ts'

/** @param day of the first line, as the import is told it */
const read = (lines: readonly string[], day?: string) => {
  const words = createWords()
  const dictionary = createDictionary(emptyDictionary)
  const startDay = day === undefined ? {} : { startDay: Date.parse(day) / 1000 }
  const parser = processAccounting.createParser({ dictionary, ...startDay })
  for (const [i, line] of lines.entries()) {
    const bytes = Buffer.from(line)
    parser.line(bytes, 0, bytes.length, i + 1)
  }
  const segments = parser.take().filter(isUsageSegment)
  words.learn(dictionary.takeAdditions())
  const rows = usageInWords(segments, words.subjects).filter(({ kind }) => kind === 'held')
  return { rows, findings: parser.findings() }
}

test('lastcomm prints no year: without a day nothing is placed', () => {
  const { rows, findings } = read(['gearsolve              noa      pts/0      1.53 secs Mon Mar  2 08:00'])
  expect(rows).toEqual([])
  expect(findings).toMatchObject({ dated: false, facts: 1 })
})

test('the listings of lastcomm, from Linux and the BSDs, back over a new year', () => {
  const { rows, findings } = read(
    [
      'cog draw             X root     __         0.13 secs Thu Jan  1 08:01 77 1',
      'mesher           S     noa      pts/1      0.13 secs Thu Jan  1 00:10',
      'gearsolve   -    lena     ttyp0      0.02 secs Wed Dec 31 10:10 (1:00:12.50)',
      'gearsolve   -    lena     ttyp0      0.020 secs     12.500 es Wed Dec 31 09:10',
    ],
    '2026-01-01',
  )
  expect(rows.map(({ line: _line, kind: _kind, ...row }) => row)).toEqual([
    { at: '2026-01-01 08:01:00', process: { user: 'root', system: 'Unix', executable: 'cog draw' }, detail: 'killed' },
    { at: '2026-01-01 00:10:00', process: { user: 'noa', system: 'Unix', executable: 'mesher' } },
    { at: '2025-12-31 10:10:00', seconds: 3612.5, process: { user: 'lena', system: 'Unix', executable: 'gearsolve' } },
    { at: '2025-12-31 09:10:00', seconds: 12.5, process: { user: 'lena', system: 'Unix', executable: 'gearsolve' } },
  ])
  expect(findings.rejections).toEqual({})
})

test('a day of the wrong year shows in the weekday', () => {
  const { rows, findings } = read(
    ['mesher           S     noa      pts/1      0.13 secs Thu Jan  1 00:10'],
    '2025-01-01',
  )
  expect(rows).toEqual([])
  expect(findings.rejections['not-a-date']?.count).toBe(1)
})
