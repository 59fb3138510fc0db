import { closeSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createGzip, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { startBlock } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { makeZip } from '../reading/archive-fixture.ts'
import { lictor, lictorProcess, sized } from './fault-fixture.ts'

// What is too large: each import is a process of its own, whose peak of memory is measured.

afterEach(endTest)

const most = 300
const head = `${startBlock().join('\n')}\n 9:00:00 (demo) OUT: "a" ann@ws1\n`
const tail = ' 9:30:00 (demo) IN: "a" ann@ws1\n10:00:00 (lmgrd) TIMESTAMP 3/4/2024\n'

/** A file of `head`, so many times `middle`, and `tail`. */
const bulky = (path: string, middle: Buffer, times: number, start = head, end = tail): string => {
  const file = openSync(path, 'w')
  writeSync(file, start)
  for (let i = 0; i < times; i++) writeSync(file, middle)
  writeSync(file, end)
  closeSync(file)
  return path
}
const halfAnHour = 'lic01;demo,a,undef,undef,ann,1,0.500000,1,1\n'

test('I10 a line of 64 MB (full size: 600 MB) is counted and skipped, in bounded memory', {
  timeout: 180_000,
}, async () => {
  const folder = await temporaryFolder()
  const log = bulky(join(folder, 'long-line.log'), Buffer.alloc(8_000_000, 'x'), sized(8, 75), head, `\n${tail}`)
  const db = join(folder, 'lictor.db')
  const run = await lictorProcess(['import', log, '--db', db, '--zone', 'UTC'], { heapMegabytes: 64 }).ended
  expect(run.status, run.stderr).toBe(1)
  expect(run.stderr).toContain('Longer than 64 KB')
  expect(run.peakMegabytes).toBeLessThan(most)
  expect((await lictor('report', '84', '--db', db)).stdout).toContain(halfAnHour)
})

test('I10 a million (full size: 10 million) empty lines, in bounded memory', { timeout: 180_000 }, async () => {
  const folder = await temporaryFolder()
  const log = bulky(join(folder, 'empty-lines.log'), Buffer.alloc(100_000, '\n'), sized(10, 100))
  const db = join(folder, 'lictor.db')
  const run = await lictorProcess(['import', log, '--db', db, '--zone', 'UTC'], { heapMegabytes: 64 }).ended
  expect(run.stderr).toContain(`${(sized(1_000_000, 10_000_000) + 9).toLocaleString('en-US')} lines read, 2 of them`)
  expect(run.status, run.stderr).toBe(0)
  expect(run.peakMegabytes).toBeLessThan(most)
  expect((await lictor('report', '84', '--db', db)).stdout).toContain(halfAnHour)
  // Nothing but empty lines is no log.
  const blank = join(folder, 'blank.log')
  writeFileSync(blank, Buffer.alloc(sized(1_000_000, 10_000_000), '\n'))
  expect((await lictor('import', blank, '--db', db)).stderr).toContain('This file holds only blank lines.')
})

test('I23 a log four times as large needs hardly more memory (full size: large-file.faults.ts)', {
  timeout: 120_000,
}, async () => {
  const folder = await temporaryFolder()
  const peaks: number[] = []
  for (const lines of sized([60_000, 240_000], [1_000_000, 4_000_000])) {
    const path = join(folder, `${lines}.log`)
    writeFlexnetLog(path, { lines, features: 20, users: 50, days: 30 })
    const run = await lictorProcess(['import', path, '--db', join(folder, `${lines}.db`), '--zone', 'UTC']).ended
    expect(run.status, run.stderr).toBe(0)
    peaks.push(run.peakMegabytes)
  }
  expect(peaks[1]).toBeLessThan((peaks[0] as number) + sized(200, 250))
})

/** So many megabytes behind a log's head, compressed to nearly nothing. */
const bomb = (megabytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const gzip = createGzip({ level: 9 })
    const chunks: Buffer[] = []
    gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
    gzip.on('error', reject)
    gzip.on('end', () => resolve(Buffer.concat(chunks)))
    gzip.write(head)
    const block = Buffer.alloc(1_000_000, ' ')
    const more = (left: number): void => {
      if (left === 0) gzip.end()
      else gzip.write(block, () => more(left - 1))
    }
    more(megabytes)
  })

test('I12 a gzip bomb is stopped before it harms memory or disk, and nothing of it is stored', {
  timeout: 240_000,
}, async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'bomb.gz')
  writeFileSync(path, await bomb(sized(1100, 5000)))
  expect(statSync(path).size).toBeLessThan(6_000_000)
  const db = join(folder, 'lictor.db')
  const run = await lictorProcess(['import', path, '--db', db]).ended
  expect(run.status).toBe(1)
  expect(run.stderr).toMatch(
    /grows to more than 200 times its compressed size, which no log does\. Reading stopped after the first [\d,]+ bytes of its content\. Nothing of it was stored\./,
  )
  expect(run.peakMegabytes).toBeLessThan(most)
  expect(statSync(db).size).toBeLessThan(5_000_000)
})

test('I12 archives: of 80 (full size: 9,999) files, nested, encrypted, or claiming a million entries', {
  timeout: 300_000,
}, async () => {
  const folder = await temporaryFolder()
  const write = (name: string, bytes: Buffer): string => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }
  const notLog = Buffer.alloc(200_000, 'nothing about licences here. ')
  const many = write(
    'many.zip',
    makeZip([
      ...Array.from({ length: sized(79, 9998) }, (_, i) => ({ name: `${i}.txt`, content: notLog })),
      { name: 'good.log', content: `${head}${tail}` },
    ]),
  )
  const db = join(folder, 'lictor.db')
  const run = await lictorProcess(['import', many, '--db', db, '--zone', 'UTC']).ended
  expect(run.status).toBe(1)
  expect(run.stderr).toContain('good.log: 9 lines read')
  // Each of ten thousand files has a record of its own, which is told at the end.
  expect(run.peakMegabytes).toBeLessThan(most + sized(0, 100))
  const rows = (await lictor('report', '84', '--db', db)).stdout
  for (const [path, words] of [
    [
      write('claims.zip', makeZip([{ name: 'a', content: 'a' }], 65_000)),
      'says it holds 65,000 files; at most 10,000 are opened',
    ],
    [
      write('nested.zip', makeZip([{ name: 'inner.zip', content: makeZip([{ name: 'a', content: head }]) }])),
      'holds another zip archive',
    ],
    [write('nested.gz', gzipSync(gzipSync(head))), 'holds another gzip file'],
    [write('secret.zip', makeZip([{ name: 'a.log', content: head, encrypted: true }])), 'is encrypted. Unpack it'],
  ] as const) {
    const refused = await lictor('import', path, '--db', db)
    expect(refused.status, path).toBe(1)
    expect(refused.stderr, path).toContain(words)
  }
  expect((await lictor('report', '84', '--db', db)).stdout).toBe(rows)
})
