import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { UsageSegment } from '../facts/usage-fact.ts'
import { isUsageSegment } from './importer.ts'
import { type Checkpoint, ingestFile } from './ingest-file.ts'
import { usageInWords } from './usage-words-fixture.ts'
import { createWords } from './words-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'lictor-read-on-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cases = [
  ['squid-log', 'native/input.log'],
  ['w3c-log', 'fields-change/input.log'],
  ['browser-history', 'chrome-and-firefox/input.jsonl'],
  ['codemeter-log', 'licences-change/input.log'],
  ['codemeter-log', 'stop-and-borrow/input.log'],
] as const

/** Reads the file in as many steps as there are texts, each longer than the one before; rows of the last step's end count too. */
const readInSteps = async (format: string, texts: readonly string[]) => {
  const words = createWords()
  const segments: UsageSegment[] = []
  let checkpoint: Checkpoint | undefined
  for (const [step, text] of texts.entries()) {
    const path = join(folder, 'log')
    writeFileSync(path, text)
    const result = await ingestFile(
      { path, format, ...(checkpoint ? { checkpoint } : {}) },
      words.dictionary,
      new AbortController().signal,
      async (batch) => {
        if (!('segments' in batch)) return
        segments.push(...batch.segments.filter(isUsageSegment))
        words.learn(batch.added)
      },
    )
    words.learn(result.added)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    if (step === texts.length - 1) segments.push(...result.provisional.filter(isUsageSegment))
  }
  return usageInWords(segments, words.subjects)
    .filter(({ kind }) => kind !== 'observed')
    .map(({ line: _, ...row }) => JSON.stringify(row))
    .sort()
}

test.each(cases)('%s: %s read as it grows says the same as read at once', async (format, name) => {
  const text = readFileSync(join(import.meta.dirname, format, 'testcases', name), 'utf8')
  const whole = await readInSteps(format, [text])
  expect(whole.length).toBeGreaterThan(0)
  const ends = Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)
  for (const end of ends.slice(0, -1)) expect(await readInSteps(format, [text.slice(0, end), text])).toEqual(whole)
  expect(
    await readInSteps(
      format,
      ends.map((end) => text.slice(0, end)),
    ),
  ).toEqual(whole)
})
