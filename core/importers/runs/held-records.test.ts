import { appendFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { usageInWords } from '../usage-words-fixture.ts'
import { createWords, readWith } from '../words-fixture.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lictor-records-'))
})
afterAll(() => rm(folder, { recursive: true }))

const rowsOf = async (path: string) => {
  const words = createWords()
  const read = await readWith(words, path, 'process-records')
  return { ...read, rows: usageInWords(read.usage, words.subjects).map(({ line: _, ...row }) => JSON.stringify(row)) }
}

const instant = fc.integer({ min: 0, max: 200_000_000 }).map((rest) => 1_772_438_400_000 + rest)
const name = fc.constantFrom('ws-17', 'C:\\Gear\\gear.exe', 'a "quoted" one', 'Zähler', 'back\\', '{"start":"x"}', ',')
const record = fc.record({
  start: instant,
  length: fc.integer({ min: 0, max: 100_000_000 }),
  pid: fc.integer({ min: 1, max: 9 }),
  exitStatus: fc.option(fc.constantFrom('0', '0xc0000005', 'a "b"'), { nil: undefined }),
  host: name,
  user: name,
  path: name.map((text) => `${text}.exe`),
})

test('a line reads the same in the order of the agent and in any other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
      const inOrder = records.map(({ start, length, pid, exitStatus, ...rest }) => ({
        record: 'process',
        start: new Date(start).toISOString(),
        end: new Date(start + length).toISOString(),
        pid,
        exitStatus,
        ...rest,
      }))
      const paths = ['in-order', 'reversed'].map((file) => join(folder, `${file}.jsonl`))
      writeFileSync(paths[0] as string, inOrder.map((one) => `${JSON.stringify(one)}\n`).join(''))
      const reversed = inOrder.map((one) => `${JSON.stringify(Object.fromEntries(Object.entries(one).reverse()))}\n`)
      writeFileSync(paths[1] as string, reversed.join(''))
      const [first, second] = [await rowsOf(paths[0] as string), await rowsOf(paths[1] as string)]
      expect(first.rows).toEqual(second.rows)
      expect(first.findings.rejections).toEqual({})
      expect(first.findings.lineKinds).toEqual({ 'process over': records.length })
    }),
    { numRuns: 60 },
  )
})

test('a file that grows gives what the whole file gives', async () => {
  const path = join(folder, 'growing.jsonl')
  const at = (minute: number): string => `2026-03-02T08:${String(minute).padStart(2, '0')}:00Z`
  const rest = `"host":"ws-17","user":"lena","path":"C:\\\\Gear\\\\gear.exe"}\n`
  writeFileSync(
    path,
    `{"record":"process","start":"${at(0)}","pid":1,${rest}{"record":"process","start":"${at(1)}","pid":2,${rest}`,
  )
  const words = createWords()
  const first = await readWith(words, path, 'process-records')
  appendFileSync(
    path,
    `{"record":"process","start":"${at(0)}","end":"${at(30)}","pid":1,"exitStatus":"0","host":"ws-17"}\n`,
  )
  appendFileSync(path, `{"record":"process","start":"${at(40)}","end":"${at(50)}","pid":3,${rest}`)
  const grown = await readWith(words, path, 'process-records', first.checkpoint)
  const held = usageInWords(grown.usage, words.subjects).filter(({ kind }) => kind === 'held')
  const whole = (await rowsOf(path)).rows.map((row) => JSON.parse(row)).filter(({ kind }) => kind === 'held')
  expect(held.map(({ line: _, ...row }) => row)).toEqual(whole)
  expect(whole.map(({ at: from, seconds }) => [from, seconds])).toEqual([
    ['2026-03-02 08:00:00Z', 1800],
    ['2026-03-02 08:40:00Z', 600],
    // Still running at the end: up to the last line of its host.
    ['2026-03-02 08:01:00Z', 2940],
  ])
})

test('a last line without an end is read as it stands', async () => {
  const path = join(folder, 'torn.jsonl')
  writeFileSync(
    path,
    '{"record":"process","start":"2026-03-02T08:00:00Z","end":"2026-03-02T08:10:00Z","host":"ws-17","path":"gear"}\n{"rec',
  )
  const { rows, findings } = await rowsOf(path)
  expect(rows).toHaveLength(1)
  expect(findings.rejections['not-json']?.count).toBe(1)
})

test('a start told again does not undo what was seen since', async () => {
  const path = join(folder, 'again.jsonl')
  const rest = `"pid":1,"host":"ws-17","path":"gear"}\n`
  const start = `{"record":"process","start":"2026-03-02T08:00:00Z",`
  const other = `{"record":"process","start":"2026-03-02T08:00:00Z","end":"2026-03-02T09:00:00Z","pid":2,"host":"ws-17","path":"cog"}\n`
  writeFileSync(
    path,
    `${start}${rest}${start}"seen":"2026-03-02T08:10:00Z",${rest}${start}"seen":"2026-03-02T08:05:00Z",${rest}${start}${rest}${other}`,
  )
  const rows = (await rowsOf(path)).rows.map((row) => JSON.parse(row))
  expect(rows.flatMap(({ kind, seconds }) => (kind === 'held' ? [seconds] : []))).toEqual([3600, 600])
})
