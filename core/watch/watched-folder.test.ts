import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { allRecords, toldOf } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { type ManualClock, manualClock, openWatchingConsole } from '../cli/watch-fixture.ts'
import type { Watch } from '../contract/watch.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

let home: string
let logs: string
let core: Core
let clock: ManualClock
beforeEach(async () => {
  home = await temporaryFolder()
  logs = join(home, 'logs')
  mkdirSync(logs)
  clock = manualClock()
  core = await openWatchingConsole(join(home, 'lictor.db'), clock)
})
afterEach(async () => {
  await core.close()
  await endTest()
})

const day = [
  ...startBlock(),
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  ' 9:10:00 (demo) DENIED: "a" bob@ws2  (Licensed number of users already reached. (-4,342))',
  ' 9:40:00 (demo) IN: "a" ann@ws1',
  '10:00:00 (demo) OUT: "b" bob@ws2  (2 licenses)',
]
const more = ['10:30:00 (demo) IN: "b" bob@ws2  (2 licenses)', '11:00:00 (demo) OUT: "a" bob@ws2']
const later = [
  '11:30:00 (lmgrd) TIMESTAMP 3/4/2024',
  '11:40:00 (demo) IN: "a" bob@ws2',
  '12:00:00 (demo) OUT: "b" cat@ws3',
  '12:20:00 (demo) IN: "b" cat@ws3',
]
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** What a console that reads these files by hand says. */
const byHand = async (...files: readonly (readonly string[])[]) =>
  (await toldOf(files.map((lines, i) => [`lmgrd.log.${i}`, lines] as const))).records

const watchFolder = async (options: { pattern?: string; everySeconds?: number } = {}): Promise<Watch> =>
  (await core.api['watch.add']({ path: logs, zone: 'UTC', everySeconds: 30, ...options })).watch
/** Lets the interval pass. */
const next = async (id: number): Promise<Watch> => {
  clock.advance(31_000)
  return core.api['watch.look']({ id })
}
const imports = async () =>
  (await core.api['imports.list']({})).map(({ fileName, linesRead, grown = 0 }) => [fileName, linesRead, grown])

test('a file is imported once it rests, then line by line as it grows, and leaves one record', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { watch, found } = await core.api['watch.add']({ path: logs, zone: 'UTC', everySeconds: 30 })
  expect(found).toContain('1 file matches')
  expect([watch.filesWaiting, await imports()]).toEqual([1, []])
  expect(await next(watch.id)).toMatchObject({
    filesImported: 1,
    lines: day.length,
    outcome: `${day.length} new lines of lmgrd.log.`,
  })
  for (const line of more) {
    appendFileSync(path, `${line}\n`)
    expect((await next(watch.id)).outcome).toBe('1 new line of lmgrd.log.')
  }
  expect((await next(watch.id)).outcome).toBe('Nothing new.')
  expect(await imports()).toEqual([['lmgrd.log', day.length + 2, 2]])
  expect((await core.api['watch.files']({ id: watch.id }))[0]).toMatchObject({ state: 'imported', grown: 2 })
  expect(await allRecords(core)).toEqual(await byHand([...day, ...more]))
})

test('a zone set for the server afterwards is not undone by the next file of the folder', async () => {
  writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder()
  await next(id)
  const [source] = await core.api['sources.list']({})
  await core.api['sources.setZone']({ id: (source as { id: number }).id, zone: 'Asia/Kolkata' })
  await core.idle()
  writeLog(logs, 'lmgrd.log.new', [...startBlock({ date: '3/6/2024' }), ' 9:00:00 (demo) OUT: "a" ann@ws1'])
  await next(id)
  await next(id)
  expect(await core.api['sources.list']({})).toMatchObject([{ files: 2, zone: 'Asia/Kolkata' }])
  expect((await core.api['watch.list']({}))[0]?.zone ?? '').toBe('Asia/Kolkata')
})

test('a file that is still being copied in is left alone until it rests, and a packed one always', async () => {
  const whole = text(day)
  const { id } = await watchFolder()
  writeFileSync(join(logs, 'old.log'), whole.slice(0, 300))
  await next(id)
  appendFileSync(join(logs, 'old.log'), whole.slice(300, 450))
  expect(await next(id)).toMatchObject({ filesWaiting: 1, filesImported: 0, lines: 0 })
  appendFileSync(join(logs, 'old.log'), whole.slice(450))
  expect(await next(id)).toMatchObject({ filesWaiting: 1, lines: 0 })
  expect(await next(id)).toMatchObject({ filesWaiting: 0, filesImported: 1, lines: day.length })
})

test('a log that never rests is read after a few looks all the same', async () => {
  const { id } = await watchFolder()
  let watch: Watch | undefined
  for (const [i, line] of [...day, ...more].entries()) {
    appendFileSync(join(logs, 'lmgrd.log'), `${line}\n`)
    watch = await next(id)
    if (i < 5) expect(watch.lines).toBe(0)
  }
  expect(watch?.lines).toBe(day.length + more.length)
})

test('an unfinished last line waits for one look and then counts as it stands', async () => {
  const path = join(logs, 'lmgrd.log')
  writeFileSync(path, text(day))
  const { id } = await watchFolder()
  await next(id)
  appendFileSync(path, '10:30:00 (demo) IN: "b" bo')
  expect((await next(id)).lines).toBe(day.length)
  appendFileSync(path, 'b@ws2  (2 licenses)')
  expect((await next(id)).lines).toBe(day.length)
  expect((await next(id)).lines).toBe(day.length + 1)
  appendFileSync(path, `\n${more[1]}\n`)
  expect((await next(id)).lines).toBe(day.length + 2)
  expect(await allRecords(core)).toEqual(await byHand([...day, ...more]))
})

test('renamed with lines not read yet and begun anew: neither lost nor counted twice, packed later too', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder()
  await next(id)
  appendFileSync(path, text(more))
  renameSync(path, join(logs, 'lmgrd.log.1'))
  writeFileSync(path, text(later))
  expect((await next(id)).lines).toBe(day.length + more.length + later.length)
  const records = await byHand([...day, ...more], later)
  expect(await allRecords(core)).toEqual(records)
  expect(await imports()).toEqual([
    ['lmgrd.log', later.length, 0],
    ['lmgrd.log.1', day.length + more.length, 1],
  ])
  writeFileSync(join(logs, 'lmgrd.log.1.gz'), gzipSync(readFileSync(join(logs, 'lmgrd.log.1'))))
  rmSync(join(logs, 'lmgrd.log.1'))
  await next(id)
  const watch = await next(id)
  expect(watch).toMatchObject({ filesSeen: 2, filesImported: 2, lines: day.length + more.length + later.length })
  expect(await imports()).toHaveLength(2)
  expect(await allRecords(core)).toEqual(records)
})

test('copied and emptied: the copy brings what was not read yet, the emptied file goes on', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder()
  await next(id)
  appendFileSync(path, text(more))
  copyFileSync(path, join(logs, 'lmgrd.log.1'))
  truncateSync(path)
  await next(id)
  appendFileSync(path, text(later))
  await next(id)
  const watch = await next(id)
  expect(watch.filesRefused).toBe(0)
  expect(await allRecords(core)).toEqual(await byHand([...day, ...more], later))
})

test('date-named files come one after the other', async () => {
  writeLog(logs, 'lmgrd-20240304.log', [...day, ...more])
  const { id } = await watchFolder({ pattern: 'lmgrd-*.log, other*' })
  await next(id)
  writeLog(logs, 'lmgrd-20240305.log', later)
  writeLog(logs, 'readme.txt', ['not for us'])
  await next(id)
  expect(await next(id)).toMatchObject({ filesSeen: 2, filesImported: 2, filesRefused: 0 })
  expect(await allRecords(core)).toEqual(await byHand([...day, ...more], later))
})

test('renamed to a name that the pattern does not take: its last lines are read all the same', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder({ pattern: 'lmgrd.log' })
  await next(id)
  appendFileSync(path, text(more))
  renameSync(path, join(logs, 'saved-away'))
  writeFileSync(path, text(later))
  expect((await next(id)).lines).toBe(day.length + more.length + later.length)
  expect(await allRecords(core)).toEqual(await byHand([...day, ...more], later))
})

test('a single file is followed over its rotation', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { watch } = await core.api['watch.add']({ path, zone: 'UTC', everySeconds: 30 })
  expect(watch.kind).toBe('file')
  await next(watch.id)
  appendFileSync(path, text(more))
  renameSync(path, `${path}.1`)
  expect(await next(watch.id)).toMatchObject({ state: 'watching', lines: day.length + more.length })
  writeFileSync(path, text(later))
  await next(watch.id)
  expect((await next(watch.id)).lines).toBe(day.length + more.length + later.length)
  expect(await allRecords(core)).toEqual(await byHand([...day, ...more], later))
})

test('a share that drops is told once, comes back by itself, and nothing is read twice', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder()
  await next(id)
  renameSync(logs, join(home, 'away'))
  for (let i = 0; i < 3; i++) {
    const watch = await next(id)
    expect(watch).toMatchObject({ state: 'unreachable', unreachableSince: expect.any(Number) })
    expect(watch.reason).toContain('it comes back by itself')
  }
  const told = async () => (await core.api['notices.list']({})).map(({ title }) => title)
  expect(await told()).toEqual(['A watched path cannot be reached'])
  renameSync(join(home, 'away'), logs)
  appendFileSync(path, text(more))
  expect(await next(id)).toMatchObject({ state: 'watching', lines: day.length + more.length })
  expect(await told()).toEqual(['A watched path is back', 'A watched path cannot be reached'])
  expect(await imports()).toEqual([['lmgrd.log', day.length + more.length, 1]])
})

test('what is no log is told once, and again only when it is another file', async () => {
  writeLog(logs, 'readme.txt', ['Nothing in here is a log.', 'Really.'])
  writeLog(logs, 'letter.txt', ['Dear reader,'])
  const { id } = await watchFolder()
  for (let i = 0; i < 3; i++) await next(id)
  expect(await core.api['watch.list']({})).toMatchObject([{ filesSeen: 2, filesRefused: 2 }])
  expect(await imports()).toEqual([])
  expect((await core.api['notices.list']({})).map(({ title }) => title)).toEqual(['2 files were not imported'])
  expect((await core.api['watch.files']({ id })).map(({ state }) => state)).toEqual(['refused', 'refused'])
})

test('looks come by themselves at the interval, not while paused, and go on when resumed', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder({ everySeconds: 60 })
  const pass = async (seconds: number): Promise<number> => {
    for (let i = 0; i < seconds; i++) {
      clock.advance(1000)
      await core.api['watch.list']({})
      await core.idle()
      await new Promise((done) => setTimeout(done, 2))
    }
    while ((await core.api['watch.list']({}))[0]?.isLooking) await new Promise((done) => setTimeout(done, 5))
    return (await core.api['watch.list']({}))[0]?.lines as number
  }
  expect(await pass(7)).toBe(day.length)
  appendFileSync(path, `${more[0]}\n`)
  expect(await pass(62)).toBe(day.length + 1)
  const paused = await core.api['watch.pause']({ id })
  expect([paused.state, paused.nextLookAt]).toEqual(['paused', undefined])
  appendFileSync(path, `${more[1]}\n`)
  expect(await pass(130)).toBe(day.length + 1)
  expect(await core.api['watch.resume']({ id })).toMatchObject({ state: 'watching', lines: day.length + 2 })
})

test('a watch outlives the program and reads on where it was; removed, it can be taken back', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder()
  await next(id)
  await core.close()
  appendFileSync(path, text(more))
  core = await openWatchingConsole(join(home, 'lictor.db'), clock)
  expect(await core.api['watch.list']({})).toMatchObject([{ id, filesSeen: 1, lines: day.length }])
  expect((await next(id)).lines).toBe(day.length + more.length)
  await core.api['watch.remove']({ id })
  expect(await core.api['watch.list']({})).toEqual([])
  await expect(core.api['watch.look']({ id })).rejects.toMatchObject({ code: 'not-found' })
  expect(await core.api['watch.restore']({ id })).toMatchObject({ id, lines: day.length + more.length })
  expect(await imports()).toEqual([['lmgrd.log', day.length + more.length, 1]])
})

test('an import removed by hand does not come back with the next line', async () => {
  const path = writeLog(logs, 'lmgrd.log', day)
  const { id } = await watchFolder()
  await next(id)
  const [record] = await core.api['imports.list']({})
  await core.api['imports.remove']({ id: record?.id as number })
  appendFileSync(path, text(more))
  await next(id)
  expect(await imports()).toEqual([])
  expect((await core.api['watch.files']({ id }))[0]?.outcome).toContain('removed by hand')
})

test('a file that does not name its server is asked about once', async () => {
  const path = writeLog(logs, 'other.txt', later)
  const { id } = await watchFolder()
  await next(id)
  appendFileSync(path, '12:30:00 (demo) OUT: "b" cat@ws3\n')
  await next(id)
  expect((await core.api['notices.list']({})).map(({ title }) => title)).toEqual(['Which server wrote other.txt?'])
})

test('a path that is not there, not absolute or watched already is refused in words', async () => {
  await watchFolder()
  const add = (path: string) => core.api['watch.add']({ path })
  await expect(add(join(home, 'nowhere'))).rejects.toMatchObject({ code: 'not-found' })
  await expect(add('logs')).rejects.toMatchObject({ code: 'invalid' })
  await expect(add(`${logs}/`)).rejects.toMatchObject({ code: 'refused' })
  await expect(core.api['watch.add']({ path: logs, zone: 'Mars/Base' })).rejects.toMatchObject({ code: 'invalid' })
})
