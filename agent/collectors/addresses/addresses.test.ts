import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { AddressRecord } from '../../../core/agents/protocol/records.ts'
import { createProcessWatch } from '../process-watch.ts'
import { configured, type RecordedContext, recordedContext } from '../recorded-suite.ts'
import { createAddresses } from './addresses.ts'
import { toldAddress } from './told-address.ts'
import { visitEnds } from './visit-ends.ts'

const morning = Date.UTC(2026, 2, 2, 8)
const minute = 60_000

type Row = readonly [id: number, at: number, duration: number, url: string, title: string]

const openDatabase = (path: string, schema: string): DatabaseSync => {
  const isNew = !existsSync(path)
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path)
  if (isNew) database.exec(schema)
  return database
}
/** The columns of Chromium's history that count here. */
const chromium = (path: string, rows: readonly Row[]) => {
  const database = openDatabase(
    path,
    `create table urls (id integer primary key, url text, title text);
     create table visits (id integer primary key, url integer, visit_time integer, visit_duration integer, transition integer)`,
  )
  for (const [id, at, duration, url, title] of rows) {
    database.prepare('insert into urls values (?, ?, ?)').run(id, url, title)
    database
      .prepare('insert into visits values (?, ?, ?, ?, ?)')
      .run(id, id, BigInt(at + 11_644_473_600_000) * 1000n, duration * 1000, 0x3000_0001)
  }
  database.close()
}
const firefox = (path: string, rows: readonly Row[]) => {
  const database = openDatabase(
    path,
    `create table moz_places (id integer primary key, url text, title text);
     create table moz_historyvisits (id integer primary key, place_id integer, visit_date integer, visit_type integer)`,
  )
  for (const [id, at, , url, title] of rows) {
    database.prepare('insert into moz_places values (?, ?, ?)').run(id, url, title)
    database.prepare('insert into moz_historyvisits values (?, ?, ?, 1)').run(id, id, at * 1000)
  }
  database.close()
}
const collecting = async (context: RecordedContext, detail: 'host' | 'full') => {
  const addresses = createAddresses(context, createProcessWatch(context), () => [
    { user: 'lena', folder: join(context.dataFolder, 'lena') },
  ])
  onTestFinished(() => addresses.close())
  await addresses.configure(configured({ addresses: { enabled: true, detail } }))
  await addresses.settle?.()
  return addresses
}
const told = (context: RecordedContext) =>
  (context.records as AddressRecord[]).map(({ url, title, start, end, executable }) => [
    url,
    title,
    (start - morning) / minute,
    ((end ?? 0) - morning) / minute,
    executable,
  ])

test('visits since it was switched on are told once, and after a restart those that came meanwhile', async () => {
  let now = morning
  const context = recordedContext({ now: () => now })
  const history = join(context.dataFolder, 'lena/.config/google-chrome/Default/History')
  const places = join(context.dataFolder, 'lena/.mozilla/firefox/a1.default/places.sqlite')
  chromium(history, [[1, morning - minute, 5000, 'https://before.example/', 'Before']])
  const first = await collecting(context, 'full')
  expect(context.records).toEqual([])

  now += 60 * minute
  chromium(history, [
    [2, morning + minute, 2 * minute, 'https://plm.works.example/parts?id=7#top', 'Parts'],
    [3, morning + 5 * minute, 0, 'chrome://settings/', 'Settings'],
    [4, morning + 6 * minute, 0, 'https://lena:secret@wiki.example:8443/page;s=1', 'Page'],
  ])
  firefox(places, [
    [1, morning + 2 * minute, 0, 'http://docs.example/a', 'A'],
    [2, morning + 3 * minute, 0, 'http://docs.example/b', 'B'],
  ])
  await first.settle?.()
  await first.settle?.()
  expect(told(context)).toEqual([
    ['https://plm.works.example/parts', 'Parts', 1, 3, 'chrome'],
    ['https://wiki.example:8443/page', 'Page', 6, 36, 'chrome'],
    ['http://docs.example/a', 'A', 2, 3, 'firefox'],
    ['http://docs.example/b', 'B', 3, 33, 'firefox'],
  ])
  expect(context.records[0]).toMatchObject({ user: 'lena', host: 'ws-17', pid: 0 })
  await first.close()

  chromium(history, [[5, morning + 50 * minute, minute, 'https://plm.works.example/later', 'Later']])
  context.records.length = 0
  const second = await collecting(context, 'host')
  expect(told(context)).toEqual([['https://plm.works.example/', undefined, 50, 51, 'chrome']])
  expect(readdirSync(join(context.dataFolder, 'history-copies'))).toEqual([])
  expect(context.troubles.size).toBe(0)

  // Switched off and on again: what was visited in between is nobody's business.
  await second.configure(configured({ addresses: { enabled: false, detail: 'host' } }))
  chromium(history, [[6, now + minute, minute, 'https://plm.works.example/unseen', 'Unseen']])
  now += 5 * minute
  context.records.length = 0
  await second.configure(configured({ addresses: { enabled: true, detail: 'host' } }))
  await second.settle?.()
  expect(context.records).toEqual([])
})

test('the last visit of an open browser waits for its end', () => {
  const visit = (id: number, at: number, duration = 0) => ({ id, at, duration, url: '', title: '' })
  const visits = [visit(1, morning), visit(2, morning + 45 * minute)]
  const now = morning + 50 * minute
  expect(visitEnds(visits, now, true).map(({ end }) => (end - morning) / minute)).toEqual([30])
  expect(visitEnds(visits, now, false).map(({ end }) => (end - morning) / minute)).toEqual([30, 50])
  expect(visitEnds(visits, now + 30 * minute, true).map(({ end }) => (end - morning) / minute)).toEqual([30, 75])
})

test('only pages of the web are told', () => {
  expect(toldAddress('https://a.example/x?y', 'host')).toBe('https://a.example/')
  expect(toldAddress('file:///home/lena/letter.html', 'full')).toBeUndefined()
  expect(toldAddress('about:config', 'full')).toBeUndefined()
  expect(toldAddress('no address', 'full')).toBeUndefined()
})
