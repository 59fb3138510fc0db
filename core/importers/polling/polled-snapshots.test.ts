import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { UsageSegment } from '../../facts/usage-fact.ts'
import { isUsageSegment } from '../importer.ts'
import { type Checkpoint, ingestFile } from '../ingest-file.ts'
import { usageInWords } from '../usage-words-fixture.ts'
import { createWords } from '../words-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'lictor-polled-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Words = ReturnType<typeof createWords>
interface Job {
  readonly format: string
  readonly startDay?: number
  readonly checkpoint?: Checkpoint
}

const read = async (text: string, words: Words, job: Job) => {
  const path = join(folder, 'polls.txt')
  writeFileSync(path, text)
  const stored: UsageSegment[] = []
  const result = await ingestFile({ path, ...job }, words.dictionary, new AbortController().signal, async (batch) => {
    if (!('segments' in batch)) return
    stored.push(...batch.segments.filter(isUsageSegment))
    words.learn(batch.added)
  })
  words.learn(result.added)
  const provisional = result.provisional.filter(isUsageSegment)
  return { stored, provisional, checkpoint: result.checkpoint, findings: result.findings }
}

/** Everything the rows say, look by look: equal however the runs of looks were cut. */
const said = (segments: readonly UsageSegment[], words: Words): readonly string[] => {
  const rows = usageInWords(segments, words.subjects)
  const looks = [...new Set(rows.flatMap(({ kind, at }) => (kind === 'look' ? [at] : [])))]
  const instant = (at: string): number => Date.parse(`${at.replace('Z', '')}Z`)
  const lines = rows.flatMap(({ line: _, at, seconds = 0, kind, ...rest }) => {
    // Told anew where reading goes on.
    if (kind === 'capacity') return []
    if (kind === 'look') return [`${at} look ${JSON.stringify(rest)}`]
    const isWithin = (look: string) => instant(look) >= instant(at) && instant(look) <= instant(at) + seconds * 1000
    return looks.filter(isWithin).map((look) => `${look} ${kind} ${JSON.stringify(rest)}`)
  })
  return [...new Set(lines)].sort()
}

test.each([
  ['lmstat', 'polls/input.txt'],
  ['lmstat', 'stamps/input.txt'],
  ['lmx-lmxendutil', 'text-polls/input.txt'],
  ['lmx-lmxendutil', 'xml/input.xml'],
  ['ls-dyna-qrun', 'polls/input.txt'],
  ['olicense', 'text-polls/input.txt'],
  ['lum', 'polls/input.txt'],
])('%s, %s: a file that is read while it grows says the same as the whole', async (format, name) => {
  const source = readFileSync(join(import.meta.dirname, '..', format, 'testcases', name), 'utf8')
  const lines = source.split('\n')
  const once = createWords()
  const whole = await read(source, once, { format })
  const expected = said([...whole.stored, ...whole.provisional], once)
  expect(expected.length).toBeGreaterThan(0)
  const step = Math.ceil(lines.length / 12)
  for (let cut = 5; cut < lines.length; cut += step) {
    const words = createWords()
    const first = await read(`${lines.slice(0, cut).join('\n')}\n`, words, { format }).catch(() => undefined)
    // So far nothing states a date: it is read from the start again.
    if (!first) continue
    const then = await read(source, words, { format, checkpoint: first.checkpoint })
    expect(said([...first.stored, ...then.stored, ...then.provisional], words), `cut after line ${cut}`).toEqual(
      expected,
    )
  }
})

const undated = `Users of mesh:  (Total of 4 licenses issued;  Total of 1 license in use)

    ann ws0042 ws0042.0 (v2025.2) (lic01/27000 101), start Mon 3/2 7:40
`
const banner = 'lmutil - Copyright (c) 1989-2025 Flexera. All Rights Reserved.\n'

test('a file without any date is refused, and the day can be stated: of one look at each server', async () => {
  await expect(read(undated, createWords(), { format: 'lmstat' })).rejects.toMatchObject({ name: 'undated' })
  const words = createWords()
  const other = undated.replaceAll('lic01', 'lic02').replace('ann', 'bo')
  const text = [undated, other, undated.replace('ann', 'eve')].join(banner)
  const job = { format: 'lmstat', startDay: Date.UTC(2026, 2, 2) / 1000 }
  const { provisional, findings } = await read(text, words, job)
  const seen = usageInWords(provisional, words.subjects).filter(({ kind }) => kind === 'seen')
  expect(seen).toMatchObject([
    { at: '2026-03-02 00:00:00', licence: { server: 'lic01', user: 'ann' } },
    { at: '2026-03-02 00:00:00', licence: { server: 'lic02', user: 'bo' } },
  ])
  expect(findings.rejections.undated?.examples).toMatchObject([{ line: 11 }])
})
