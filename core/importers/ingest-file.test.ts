import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { createDictionary, emptyDictionary } from '../facts/dictionary.ts'
import { ingestFile } from './ingest-file.ts'
import { createWords, factsInWords, readWith } from './words-fixture.ts'

const format = 'flexnet-debug-log'
let folder: string
let path: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lictor-ingest-'))
  path = join(folder, 'lmgrd.log')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Everything that a line may leave to the next one. */
const withMemory = [
  '23:58:00 (demo) OUT: "a" ann@ws1',
  '23:59:00 (lmgrd) -----------------------------------------------',
  '23:59:00 (lmgrd)   Please Note:',
  '23:59:00 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/4/2024)',
  '23:59:00 (demo) Server started on lic01 for:\ta\t\tPKG (consisting of:\tp\t',
  '23:59:10 (demo) q)\tc\t',
  '23:59:20 (demo) OUT: "a" ann@ws1  [EDITOR]',
  '(3 licenses)',
  ' 0:00:01 (demo) DENIED: TOKEN bob@ws2',
  '(Licensed number of users already reached. (-4,342))',
  '23:59:59 (lmgrd) Heartbeat',
  ' 0:00:40 (demo) IN: "a" ann@ws1  (3 licenses) (SHUTDOWN)',
  ' 0:01:00 (lmgrd) -----------------------------------------------',
  ' 0:01:00 (lmgrd)   Please Note:',
  " 0:01:00 (lmgrd) Server's System Date and Time: Wed Mar 06 2024 00:01:00 W. Europe Standard Time",
  ' 0:01:00 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/6/2024)',
  ' 0:01:01 (demo) Server started on lic01 for:\ta\t\t',
  ' 0:01:01 (demo) b\t\t',
  ' 0:04:00 (demo) OUT: "b" @ws3  (1 licenses)  ^^^ 1.0 cy 10.0.0.7 77 1f 0 15 none 11 19 3/6/2024 0:04:00 0 ^^^',
  ' 9:00:00 (lmgrd) TIMESTAMP 3/5/2024',
  ' 9:10:00 (demo) OUT: "a" an',
  ' 9:10:00 (demo) OUT: "a" ann@ws1',
]
const generated = generateLog({
  seed: 3,
  days: 3,
  users: 4,
  hosts: 3,
  features: 4,
  daemons: 2,
  eventsPerDay: 30,
  torn: 0.05,
})

test.each([
  ['what lines leave to the next', withMemory.map((line) => `${line}\n`).join('')],
  ['the same with CRLF', withMemory.map((line) => `${line}\r\n`).join('')],
  ['a generated log', generated],
])('%s: cut off at a line or in it, reading goes on as if it had not been', { timeout: 30_000 }, async (_, text) => {
  const bytes = Buffer.from(text)
  writeFileSync(path, bytes)
  const words = createWords()
  const whole = await readWith(words, path, format)
  const expected = factsInWords([...whole.stored, ...whole.provisional], words)
  expect(expected.length).toBeGreaterThan(10)
  const ends = [...bytes.keys()]
    .filter((at) => bytes[at] === 10)
    .filter((_end, i, all) => all.length < 50 || i % 11 === 0)
  const wrong: string[] = []
  for (const end of ends) {
    for (const at of [end + 1, end - 3]) {
      writeFileSync(path, bytes.subarray(0, at))
      const first = await readWith(words, path, format).catch((error: Error) => {
        if (error.name !== 'undated') throw error
        return undefined
      })
      writeFileSync(path, bytes)
      // As a later process would: the checkpoint went through the database as text.
      const checkpoint = first && JSON.parse(JSON.stringify(first.checkpoint))
      const second = await readWith(words, path, format, checkpoint)
      const got = factsInWords([...(first?.stored ?? []), ...second.stored, ...second.provisional], words)
      const isSame =
        JSON.stringify(got) === JSON.stringify(expected) &&
        JSON.stringify(second.findings) === JSON.stringify(whole.findings)
      if (!isSame) wrong.push(bytes.subarray(Math.max(0, at - 60), at).toString())
    }
  }
  expect(wrong).toEqual([])
})

test('a log without a date is refused by name', async () => {
  writeFileSync(path, ' 9:00:00 (demo) OUT: "a" ann@ws1\n')
  const read = ingestFile(
    { path, format },
    createDictionary(emptyDictionary),
    new AbortController().signal,
    async () => undefined,
  )
  await expect(read).rejects.toMatchObject({ name: 'undated' })
})

test('a stop is noticed before the file is read', async () => {
  writeFileSync(path, generated)
  const stop = new AbortController()
  stop.abort(new Error('Stopped.'))
  await expect(
    ingestFile({ path, format }, createDictionary(emptyDictionary), stop.signal, async () => undefined),
  ).rejects.toThrow('Stopped.')
})
