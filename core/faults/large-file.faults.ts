import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { delayDuringImport } from '../../bench/event-loop-delay.ts'
import { startBlock } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { lictorProcess } from './fault-fixture.ts'

// A file of 5 GB, or of as many as LICTOR_FAULTS_GB says. It is written once, imported twice and needs about twice its size on the disk.

afterEach(endTest)

const gigabytes = Number(process.env.LICTOR_FAULTS_GB ?? 5)

/** One day after the other: a fifth of the lines are checkouts, the rest is what a chatty daemon writes besides. */
const writeDays = (path: string, bytes: number): { readonly days: number; readonly lines: number } => {
  const file = openSync(path, 'w')
  let written = writeSync(file, `${startBlock({ date: '1/1/2010', time: ' 0:00:00' }).join('\n')}\n`)
  const perDay = 100_000
  const body: string[] = []
  for (let i = 0; i < perDay; i++) {
    const second = Math.floor((i / perDay) * 86_000) + 10
    const two = (n: number) => String(n).padStart(2, '0')
    const time = `${String(Math.floor(second / 3600)).padStart(2, ' ')}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
    const holder = `"a" user${i % 97}@ws${i % 53}`
    if (i % 10 === 0) body.push(`${time} (demo) OUT: ${holder}`)
    else if (i % 10 === 5) body.push(`${time} (demo) IN: "a" user${(i - 5) % 97}@ws${(i - 5) % 53}`)
    else body.push(`${time} (demo) TCP_NODELAY is enabled on the connection number ${i}`)
  }
  const text = Buffer.from(`${body.join('\n')}\n`)
  let days = 0
  while (written < bytes) {
    const date = new Date(Date.UTC(2010, 0, 1 + days))
    const slashed = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
    written += writeSync(file, ` 0:00:05 (lmgrd) TIMESTAMP ${slashed}\n`)
    written += writeSync(file, text)
    days++
  }
  closeSync(file)
  return { days, lines: 6 + days * (perDay + 1) }
}

test(`I23 a file of ${gigabytes} GB: memory does not grow with it, and the event loop stays free (p99 under 50 ms)`, {
  timeout: 3_600_000,
}, async () => {
  const folder = await temporaryFolder()
  const small = join(folder, 'small.log')
  writeDays(small, 200_000_000)
  const before = await lictorProcess(['import', small, '--db', join(folder, 'small.db'), '--zone', 'UTC']).ended
  expect(before.status, before.stderr).toBe(0)
  rmSync(small)
  const path = join(folder, 'large.log')
  const { lines } = writeDays(path, gigabytes * 1_000_000_000)
  const database = join(folder, 'large.db')
  const run = await lictorProcess(['import', path, '--db', database, '--zone', 'UTC']).ended
  expect(run.status, run.stderr).toBe(0)
  expect(run.stderr).toContain(`${lines.toLocaleString('en-US')} lines read`)
  console.log(
    `I23: ${statSync(path).size.toLocaleString('en-US')} bytes; peak ${run.peakMegabytes} MB, of 200 MB ${before.peakMegabytes} MB`,
  )
  expect(run.peakMegabytes).toBeLessThan(before.peakMegabytes * 1.5 + 100)
  rmSync(database)
  const { p99, longest, seconds } = await delayDuringImport({ path, database, resources: folder })
  console.log(`I23: event loop p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(0)} ms in ${seconds.toFixed(0)} s`)
  expect(p99).toBeLessThan(50)
})
