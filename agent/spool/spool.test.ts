import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openSpool as open, type Spool } from './spool.ts'
import { SpoolFull } from './spool-full.ts'

const folders: string[] = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'spool-'))
  folders.push(folder)
  return folder
}
const opened: Spool[] = []
const openSpool = async (...args: Parameters<typeof open>) => {
  const spool = await open(...args)
  opened.push(spool)
  return spool
}
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const settings = { quotaMegabytes: 1, whenFull: 'pause' } as const
const all = { records: 5000, bytes: 4_194_304 }
const line = (n: number, size = 20) => `${JSON.stringify({ n, pad: 'x'.repeat(size) })}\n`
const numbers = (records: Buffer): number[] =>
  records
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text).n)

const files = (folder: string, { epoch }: { readonly epoch: string }) =>
  readdirSync(join(folder, epoch))
    .sort()
    .map((name) => join(folder, epoch, name))

/** Takes everything in batches of so many, as the console does. */
const drain = async (spool: Spool, records: number): Promise<number[]> => {
  const taken: number[] = []
  for (;;) {
    const { state, records: lines } = await spool.next({ records, bytes: 4_194_304 })
    if (state.first === undefined || state.last === undefined) return taken
    taken.push(...numbers(lines))
    expect(numbers(lines).length).toBe(state.last - state.first + 1)
    await spool.acknowledge({ epoch: state.epoch, last: state.last })
  }
}

test('what was not acknowledged is given again, also after the program was started anew', async () => {
  const folder = newFolder()
  const first = await openSpool(folder, settings)
  await Promise.all([first.append([line(1), line(2)]), first.append([line(3)])])
  const batch = await first.next({ records: 2, bytes: 4_194_304 })
  expect([batch.state.first, batch.state.last, batch.state.waiting, batch.state.oldestKept]).toEqual([1, 2, 3, 1])
  expect(numbers(batch.records)).toEqual([1, 2])
  await first.acknowledge({ epoch: batch.state.epoch, last: 1 })
  await first.append([line(4)])
  await first.close()
  const second = await openSpool(folder, settings)
  const again = await second.next(all)
  expect([again.state.epoch, again.state.first]).toEqual([batch.state.epoch, 2])
  expect(numbers(again.records)).toEqual([2, 3, 4])
  await second.acknowledge({ epoch: 'another', last: 4 })
  expect((await second.next()).state.waiting).toBe(3)
})

test('A9: a write that was cut off is cut away, and its sequence given to the next record', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, settings)
  await spool.append([line(1), line(2), line(3)])
  const { state } = await spool.next()
  await spool.close()
  const [file = ''] = files(folder, state)
  truncateSync(file, statSync(file).size - 5)
  const anew = await openSpool(folder, settings)
  await anew.append([line(33)])
  expect(await drain(anew, 10)).toEqual([1, 2, 33])
  expect(anew.troubles()).toEqual([])
})

test('A9: sent records that the disk lost are counted, and their sequences stay theirs', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, settings)
  await spool.append([line(1), line(2), line(3)])
  const { state } = await spool.next(all)
  await spool.close()
  const [file = ''] = files(folder, state)
  truncateSync(file, statSync(file).size - 5)
  const anew = await openSpool(folder, settings)
  await anew.append([line(4)])
  const batch = await anew.next(all)
  // 3 is gone: the batch has no gap, and the next one begins at 4.
  expect([numbers(batch.records), batch.state.last, batch.state.dropped]).toEqual([[1, 2], 2, { damaged: 1 }])
  expect(anew.troubles().map(({ code }) => code)).toEqual(['spool-damaged'])
  await anew.acknowledge({ epoch: state.epoch, last: 2 })
  await anew.resendFrom(3)
  const next = await anew.next(all)
  expect([next.state.first, next.state.oldestKept]).toEqual([4, 4])
})

test('A9: damage in the middle costs the rest of that file, is counted, and what follows is sent', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, settings)
  // Files of 64 KB: three records of 30 KB fill one.
  for (let n = 1; n <= 9; n++) await spool.append([line(n, 30_000)])
  const { state } = await spool.next()
  const [, second = ''] = files(folder, state)
  const bytes = readFileSync(second)
  bytes[bytes.length - 100] = 0
  writeFileSync(second, bytes)
  // Found while it runs, and by the next start.
  const found = await drain(spool, 2)
  expect(found).toEqual([1, 2, 3, 4, 5, 7, 8, 9])
  expect((await spool.next()).state.dropped).toEqual({ damaged: 1 })
})

test('pause refuses what does not fit, whole, and takes it when there is room again', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, settings)
  let kept = 0
  await expect(
    (async () => {
      for (;;) {
        await spool.append([line(kept + 1, 50_000)])
        kept++
      }
    })(),
  ).rejects.toThrow(SpoolFull)
  expect(spool.hasRoom).toBe(false)
  expect(spool.troubles()[0]?.code).toBe('spool-full')
  expect((await spool.next()).state.bytes).toBeLessThanOrEqual(1_048_576)
  expect((await drain(spool, 3)).length).toBe(kept)
  expect(spool.hasRoom).toBe(true)
  await spool.append([line(99)])
  expect(spool.troubles()).toEqual([])
  expect(await drain(spool, 3)).toEqual([99])
})

test('dropOldest keeps to the quota, and counts every record that went', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, { ...settings, whenFull: 'dropOldest' })
  for (let n = 1; n <= 100; n++) await spool.append([line(n, 30_000)])
  const { state } = await spool.next()
  expect(state.bytes).toBeLessThanOrEqual(1_048_576)
  expect(spool.troubles()[0]?.code).toBe('spool-full')
  const left = await drain(spool, 7)
  expect(left.at(-1)).toBe(100)
  expect(state.dropped).toEqual({ 'spool-full': 100 - left.length })
  expect(left[0]).toBe(state.oldestKept)
})

test('a restored snapshot is noticed by what the console has, and its records are numbered anew', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, settings)
  await spool.append([line(1), line(2)])
  const { state } = await spool.next(all)
  await spool.acknowledge({ epoch: state.epoch, last: 500 })
  const batch = await spool.next(all)
  expect(batch.state.epoch).not.toBe(state.epoch)
  expect([batch.state.first, numbers(batch.records)]).toEqual([1, [1, 2]])
  await spool.close()
  const anew = await openSpool(folder, settings)
  expect(numbers((await anew.next(all)).records)).toEqual([1, 2])
})

test('a batch whose answer was lost is not taken for a stranger’s after a request that was not served', async () => {
  const spool = await openSpool(newFolder(), settings)
  await spool.append([line(1), line(2)])
  const { state } = await spool.next(all)
  // The answer is lost. Then the console is asked without records, and does not serve.
  await spool.next()
  spool.notTaken()
  await spool.acknowledge({ epoch: state.epoch, last: 2 })
  const after = await spool.next()
  expect(after.state).toMatchObject({ epoch: state.epoch, waiting: 0 })
})

test('a line that is too long and records given up are counted; marks that are lost cost nothing', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, settings)
  await spool.append([line(1), line(2, 300_000)])
  spool.gaveUp(3, 'no-room')
  const { state } = await spool.next(all)
  expect(state.dropped).toEqual({ 'too-long': 1, 'no-room': 3 })
  await spool.close()
  appendFileSync(join(folder, 'marks.json'), 'garbage')
  const anew = await openSpool(folder, settings)
  await anew.acknowledge({ epoch: state.epoch, last: 0 })
  const again = await anew.next(all)
  expect([again.state.epoch, numbers(again.records)]).toEqual([state.epoch, [1]])
  await anew.acknowledge({ epoch: state.epoch, last: 1 })
  expect((await anew.next()).state).toMatchObject({ epoch: state.epoch, waiting: 0 })
})

test('a program killed after an acknowledgement has lost nothing, and says so', async () => {
  const folder = newFolder()
  const spool = await openSpool(folder, settings)
  for (let n = 1; n <= 3; n++) await spool.append([line(n, 30_000)])
  const { state } = await spool.next(all)
  await spool.acknowledge({ epoch: state.epoch, last: 3 })
  expect(files(folder, state)).toEqual([])
  // As the kill leaves it.
  const killed = newFolder()
  cpSync(folder, killed, { recursive: true })
  const anew = await openSpool(killed, settings)
  expect((await anew.next()).state).toMatchObject({ epoch: state.epoch, waiting: 0, dropped: {} })
  expect(anew.troubles()).toEqual([])
})

test('what is lost is counted once, however often the program starts', async () => {
  const startedThrice = async (folder: string): Promise<unknown[]> => {
    const told = []
    for (let start = 0; start < 3; start++) {
      const anew = await openSpool(folder, settings)
      told.push((await anew.next()).state.dropped)
      await anew.close()
    }
    return told
  }
  const damaged = newFolder()
  const spool = await openSpool(damaged, settings)
  for (let n = 1; n <= 7; n++) await spool.append([line(n, 30_000)])
  const [first = ''] = files(damaged, (await spool.next()).state)
  const bytes = readFileSync(first)
  bytes[bytes.length - 100] = 0
  writeFileSync(first, bytes)
  expect(numbers((await spool.next(all)).records)).toEqual([1, 2])
  await spool.close()
  expect(await startedThrice(damaged)).toEqual([{ damaged: 1 }, { damaged: 1 }, { damaged: 1 }])

  const cut = newFolder()
  const sent = await openSpool(cut, settings)
  await sent.append([line(1), line(2)])
  const { state } = await sent.next(all)
  await sent.close()
  const [file = ''] = files(cut, state)
  truncateSync(file, statSync(file).size - 5)
  expect(await startedThrice(cut)).toEqual([{ damaged: 1 }, { damaged: 1 }, { damaged: 1 }])
})

test('a machine that was renamed sends what waits under the name of its time', async () => {
  const folder = newFolder()
  const started = (host: string) => openSpool(folder, settings, Date.now, host)
  const old = await started('ws1')
  await old.append([line(1), line(2)])
  await old.close()
  const renamed = await started('ws2')
  await renamed.append([line(3)])
  await renamed.close()
  const again = await started('ws2')
  expect((await again.next()).host).toBe('ws1')
  const first = await again.next(all)
  expect([first.host, numbers(first.records), first.state.waiting]).toEqual(['ws1', [1, 2], 3])
  // A restored snapshot on top of it.
  await again.acknowledge({ epoch: first.state.epoch, last: 500 })
  const anew = await again.next(all)
  expect([anew.host, numbers(anew.records), anew.state.first]).toEqual(['ws1', [1, 2], 1])
  await again.acknowledge({ epoch: anew.state.epoch, last: 2 })
  const last = await again.next(all)
  expect([last.host, numbers(last.records), last.state.first]).toEqual(['ws2', [3], 3])
  await again.acknowledge({ epoch: anew.state.epoch, last: 3 })
  expect((await again.next(all)).host).toBe('ws2')
})
