import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { UsageSegment } from '../../facts/usage-fact.ts'
import { isUsageSegment } from '../importer.ts'
import { type Checkpoint, ingestFile } from '../ingest-file.ts'
import { usageInWords } from '../usage-words-fixture.ts'
import { createWords } from '../words-fixture.ts'
import { holderOf } from './holder-words.ts'
import { holdingOf } from './holding-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'lmstat-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['ann ws0042 ws0042.0', 'ann', 'ws0042'],
  ['ann ws0042', 'ann', 'ws0042'],
  ['ann', 'ann', ''],
  ['Ann Lee ws0042 ws0042:0.0', 'Ann Lee', 'ws0042'],
  ['Ann de la Cruz ws0042 /dev/pts/1', 'Ann de la Cruz', 'ws0042'],
  ['Pat O\u2019Neil WS0042 ws0042', 'Pat O\u2019Neil', 'WS0042'],
  ['Ann Lee ws0042 x`<9 $8"', 'Ann Lee', 'ws0042'],
  ['ann ws0042 /dev/tty part=mesh', 'ann', 'ws0042'],
  ['ann ws0042 screen7 SUITE:Mesh_View', 'ann', 'ws0042'],
  ['ann ws0042 screen7 2025.1', 'ann', 'ws0042'],
])('user and host of %s', (text, user, host) => {
  expect(holderOf(text, '2025.1')).toEqual({ user, host })
})

test('a display may hold what looks like a version', () => {
  const line = '    ann ws0042 k(v1) (v7 (v2.0) (lic01/27000 12), start Mon 3/2 8:00'
  expect(holdingOf(line)).toMatchObject({ user: 'ann', host: 'ws0042', version: '2.0', handle: '12' })
})

/** Everything the rows say, look by look: equal however the runs of looks were cut. */
const said = (segments: readonly UsageSegment[], words: ReturnType<typeof createWords>): readonly string[] => {
  const rows = usageInWords(segments, words.subjects)
  const looks = [...new Set(rows.flatMap(({ kind, at }) => (kind === 'look' ? [at] : [])))]
  const lines = rows.flatMap(({ line: _, at, seconds = 0, kind, ...rest }) => {
    // Told anew where reading goes on.
    if (kind === 'capacity') return []
    if (kind !== 'seen') return [`${at} ${kind} ${JSON.stringify(rest)}`]
    const end = Date.parse(`${at}Z`) + seconds * 1000
    return looks
      .filter((look) => look >= at && Date.parse(`${look}Z`) <= end)
      .map((look) => `${look} seen ${JSON.stringify(rest)}`)
  })
  return [...new Set(lines)].sort()
}

test('a file that is read while it grows says the same as the whole', async () => {
  const source = readFileSync(join(import.meta.dirname, 'testcases', 'polls', 'input.txt'), 'utf8')
  const lines = source.split('\n')
  const read = async (text: string, words: ReturnType<typeof createWords>, checkpoint?: Checkpoint) => {
    const path = join(folder, 'polls.txt')
    writeFileSync(path, text)
    const stored: UsageSegment[] = []
    const job = { path, format: 'lmstat', ...(checkpoint ? { checkpoint } : {}) }
    const result = await ingestFile(job, words.dictionary, new AbortController().signal, async (batch) => {
      if (!('segments' in batch)) return
      stored.push(...batch.segments.filter(isUsageSegment))
      words.learn(batch.added)
    })
    words.learn(result.added)
    return { stored, checkpoint: result.checkpoint, provisional: result.provisional.filter(isUsageSegment) }
  }
  const once = createWords()
  const whole = await read(source, once)
  const expected = said([...whole.stored, ...whole.provisional], once)
  for (let cut = 5; cut < lines.length; cut += 9) {
    const words = createWords()
    const first = await read(`${lines.slice(0, cut).join('\n')}\n`, words)
    const then = await read(source, words, first.checkpoint)
    expect(said([...first.stored, ...then.stored, ...then.provisional], words), `cut after line ${cut}`).toEqual(
      expected,
    )
  }
})
