import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileOffers } from './file-offers.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lictor-offers-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = (size: number): Readable => Readable.from(chunksOf(size))
function* chunksOf(size: number) {
  for (let left = size; left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536), 'x')
}

test('a file of this machine is known by an id that says nothing of it', async () => {
  const offers = await createFileOffers(join(folder, 'uploads'))
  const path = join(folder, 'lmgrd.log')
  await writeFile(path, 'x')
  const fileId = await offers.offerPath(path)
  expect(fileId).toMatch(/^[0-9a-f]{32}$/)
  expect(offers.resolve(fileId)).toEqual({ path, name: 'lmgrd.log', temporary: false })
  await offers.release(fileId)
  expect(offers.resolve(fileId)).toBe(undefined)
  expect(await readFile(path, 'utf8')).toBe('x')
})

test('what is no regular file is refused by name, not by path', async () => {
  const offers = await createFileOffers(join(folder, 'uploads'))
  await mkdir(join(folder, 'logs'))
  await symlink(join(folder, 'nowhere'), join(folder, 'dangling'))
  for (const path of [
    join(folder, 'logs'),
    join(folder, 'missing'),
    join(folder, 'dangling'),
    '/dev/null',
    `${folder}/a\0b`,
  ]) {
    const error = await offers.offerPath(path).catch((reason: Error) => reason)
    expect(error).toMatchObject({ code: 'refused' })
    expect((error as Error).message).not.toContain(folder)
  }
})

test('an upload is kept under its name until it is released', async () => {
  const uploads = join(folder, 'uploads')
  const offers = await createFileOffers(uploads)
  const { fileId, name, size } = await offers.offerUpload(bytes(200_000), 'C:\\logs\\old\u0007.log.gz')
  expect([name, size]).toEqual(['old.log.gz', 200_000])
  const file = offers.resolve(fileId)
  expect((await readFile(file?.path ?? '')).length).toBe(200_000)
  await offers.release(fileId)
  expect(await readdir(uploads)).toEqual([])
})

test('names that are none become one', async () => {
  const offers = await createFileOffers(join(folder, 'uploads'))
  for (const raw of ['', '..', '/', 'a/..', '\0', '   '])
    expect((await offers.offerUpload(bytes(1), raw)).name).toBe('upload')
  expect((await offers.offerUpload(bytes(1), 'x'.repeat(999))).name.length).toBe(255)
})

test('an upload past the limit is refused, said so or found so, and leaves nothing', async () => {
  const uploads = join(folder, 'uploads')
  const offers = await createFileOffers(uploads, { mostBytes: 100_000 })
  await expect(offers.offerUpload(bytes(10), 'a.log', 200_000)).rejects.toMatchObject({ code: 'refused' })
  await expect(offers.offerUpload(bytes(200_000), 'a.log')).rejects.toMatchObject({ code: 'refused' })
  expect(await readdir(uploads)).toEqual([])
})

test('an upload that the disk has no room for is refused before it begins', async () => {
  const offers = await createFileOffers(join(folder, 'uploads'), { keepFree: Number.MAX_SAFE_INTEGER })
  await expect(offers.offerUpload(bytes(10), 'a.log')).rejects.toThrow('not enough free disk space')
})

test('an upload that breaks off leaves nothing', async () => {
  const uploads = join(folder, 'uploads')
  const offers = await createFileOffers(uploads)
  const broken = new Readable({ read: () => {} })
  broken.push(Buffer.alloc(1000))
  setTimeout(() => broken.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })), 20)
  await expect(offers.offerUpload(broken, 'a.log')).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(uploads)).toEqual([])
})

test('uploads go at the end, and those of a console that was killed at the next start', async () => {
  const uploads = join(folder, 'uploads')
  const first = await createFileOffers(uploads)
  await first.offerUpload(bytes(10), 'a.log')
  await writeFile(join(uploads, 'not-ours.txt'), 'x')
  const second = await createFileOffers(uploads)
  expect(await readdir(uploads)).toEqual(['not-ours.txt'])
  await second.offerUpload(bytes(10), 'b.log')
  await second.close()
  expect(await readdir(uploads)).toEqual(['not-ours.txt'])
})

test('the oldest offers go when there are too many', async () => {
  const offers = await createFileOffers(join(folder, 'uploads'), { mostOffers: 2 })
  const ids = []
  for (const name of ['a', 'b', 'c']) ids.push((await offers.offerUpload(bytes(1), name)).fileId)
  expect(ids.map((id) => offers.resolve(id)?.name)).toEqual([undefined, 'b', 'c'])
})
