import { appendFileSync, copyFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { FileRecord } from '../../../core/agents/protocol/records.ts'
import { openSpool } from '../../spool/spool.ts'
import { configured, type RecordedContext, recordedContext } from '../recorded-suite.ts'
import { isForbiddenPath } from './forbidden-path.ts'
import { createLogs } from './logs.ts'

const server = '27000@lic02'

/** The text of each stream, put together from its pieces as the console does it: a piece at a place that is there already changes nothing. */
const streams = (context: RecordedContext): readonly string[] => {
  const texts = new Map<string, Buffer>()
  for (const { stream, offset, bytes } of context.records as FileRecord[]) {
    const text = texts.get(stream) ?? Buffer.alloc(0)
    expect(offset).toBeLessThanOrEqual(text.length)
    texts.set(stream, Buffer.concat([text.subarray(0, offset), Buffer.from(bytes, 'base64')]))
  }
  return [...texts.values()].map(String)
}
const following = async (context: RecordedContext, path: string) => {
  const logs = createLogs(context)
  onTestFinished(() => logs.close())
  await logs.configure(configured({ logs: { enabled: true, files: [{ path, server }] } }))
  return logs
}
const started = async () => {
  const context = recordedContext()
  const path = join(context.dataFolder, 'geard.log')
  writeFileSync(path, '8:00 one\n8:01 tw')
  const logs = await following(context, path)
  await logs.settle?.()
  return { context, path, logs, look: async () => logs.settle?.() }
}

test('whole lines are sent as the file grows, and its last line once it rests', async () => {
  const { context, path, look } = await started()
  expect(streams(context)).toEqual(['8:00 one\n8:01 tw'])
  appendFileSync(path, 'o\n8:02 th')
  await look()
  expect(streams(context)).toEqual(['8:00 one\n8:01 two\n'])
  appendFileSync(path, 'ree\n')
  await look()
  expect(streams(context)).toEqual(['8:00 one\n8:01 two\n8:02 three\n'])
  expect(context.records[0]).toMatchObject({ record: 'file', kind: 'log', name: path, server })
  expect([...context.servers]).toEqual([server])
})

test.each([
  ['renamed', (path: string) => renameSync(path, `${path}.1`)],
  [
    'copied and cut',
    (path: string) => {
      copyFileSync(path, `${path}.1`)
      truncateSync(path)
    },
  ],
])('a log that is %s is read to its end, and the new one from its beginning', async (_, rotate) => {
  const { context, path, look } = await started()
  appendFileSync(path, 'o\n8:02 three\n8:03 last words')
  rotate(path)
  appendFileSync(path, '9:00 new\n')
  await look()
  expect(streams(context)).toEqual(['8:00 one\n8:01 two\n8:02 three\n8:03 last words', '9:00 new\n'])
})

test('an agent that comes back goes on where it was', async () => {
  const { context, path, logs } = await started()
  await logs.close()
  appendFileSync(path, 'o\n')
  const before = context.records.length
  const again = await following(context, path)
  await again.settle?.()
  expect(context.records.length).toBe(before + 1)
  expect(streams(context)).toEqual(['8:00 one\n8:01 two\n'])
})

test('a large log goes in pieces that fit a record; nothing is read while there is no room', async () => {
  const context = recordedContext()
  const path = join(context.dataFolder, 'geard.log')
  const text = `${'8:00 (geard) OUT: "mesh" lena@ws-17\n'.repeat(60_000)}8:01 end\n`
  writeFileSync(path, text)
  context.hasRoom = false
  const logs = await following(context, path)
  await logs.settle?.()
  expect(context.records).toEqual([])
  context.hasRoom = true
  await logs.settle?.()
  expect(streams(context)[0] === text).toBe(true)
  expect(Math.max(...context.records.map((record) => JSON.stringify(record).length))).toBeLessThan(262_144)
})

test('a log that is not there is told, and what may hold secrets is not read', async () => {
  const context = recordedContext()
  const path = join(context.dataFolder, 'missing.log')
  const logs = await following(context, path)
  await logs.settle?.()
  expect(context.troubles.get(`collector-failing ${path}`)).toMatch(/ENOENT/)
  symlinkSync('/etc/hostname', path)
  await logs.settle?.()
  expect(context.troubles.get(`collector-failing ${path}`)).toMatch(/keys or passwords/)
  await logs.configure(configured({}))
  expect(context.troubles.size).toBe(0)
  expect(context.records).toEqual([])
  expect(isForbiddenPath('C:\\Windows\\System32\\config\\SAM')).toBe(true)
  expect(isForbiddenPath('/var/log/geard.log')).toBe(false)
})

test('a long log goes through the smallest spool there is, piece by piece', async () => {
  const sent: FileRecord[] = []
  const context = recordedContext()
  const spool = await openSpool(join(context.dataFolder, 'spool'), { quotaMegabytes: 1, whenFull: 'pause' })
  onTestFinished(() => spool.close())
  const through: RecordedContext = {
    ...context,
    records: sent,
    record: (records) => spool.append(records.map((record) => `${JSON.stringify(record)}\n`)),
    get hasRoom() {
      return spool.hasRoom
    },
  }
  const path = join(context.dataFolder, 'long.log')
  const text = Array.from({ length: 40_000 }, (_, n) => `8:00 a line of the log, number ${n}, and what it says\n`).join(
    '',
  )
  writeFileSync(path, text)
  const logs = await following(through, path)
  for (let n = 0; n < 100 && streams(through).join('').length < text.length; n++) {
    await logs.settle?.()
    const { state, records } = await spool.next({ records: 5000, bytes: 4_194_304 })
    for (const line of records.toString().split('\n').filter(Boolean)) sent.push(JSON.parse(line))
    if (state.last !== undefined) await spool.acknowledge({ epoch: state.epoch, last: state.last })
  }
  expect(streams(through)).toEqual([text])
})
