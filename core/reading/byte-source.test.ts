import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { makeTestFolder, makeZip, removeTestFolders, writeTestFile } from './archive-fixture.ts'
import { type ByteSource, type ByteSourceOptions, openByteSource } from './byte-source.ts'
import { listArchive } from './zip-archive.ts'

afterAll(removeTestFolders)

/** About 45 bytes a line, and no two lines alike, so that nothing compresses away. */
const log = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${Math.sin(i).toFixed(16)}\n`).join('')
const compressed = gzipSync(log)

async function readAll(source: ByteSource): Promise<string> {
  const pieces: Buffer[] = []
  for await (const chunk of source.chunks) pieces.push(Buffer.from(chunk))
  return Buffer.concat(pieces).toString('latin1')
}

async function read(path: string, options: ByteSourceOptions = {}) {
  const source = await openByteSource(path, options)
  const text = await readAll(source)
  return { kind: source.kind, text, warnings: source.warnings, position: source.position() }
}

test('a plain file comes whole, or from where one wants it', async () => {
  const path = writeTestFile('a.log', log.repeat(20))
  const source = await openByteSource(path)
  expect(source).toMatchObject({ kind: 'plain', compressedSize: log.length * 20, size: log.length * 20 })
  expect(await readAll(source)).toBe(log.repeat(20))
  expect(source.position()).toBe(log.length * 20)
  expect(source.warnings).toEqual([])
  expect((await read(path, { startAt: 5_000_001 })).text).toBe(log.repeat(20).slice(5_000_001))
  expect((await read(path, { startAt: 1e12 })).text).toBe('')
})

test('I1 an empty file has no chunks', async () => {
  expect(await read(writeTestFile('empty.log', ''))).toEqual({ kind: 'plain', text: '', warnings: [], position: 0 })
})

test('gzip is known by its bytes, several members are one content, zeros after it are padding', async () => {
  const whole = { kind: 'gzip', text: log, warnings: [] }
  expect(await read(writeTestFile('named.log', compressed))).toMatchObject({ ...whole, position: compressed.length })
  expect(await read(writeTestFile('a.gz', compressed), { startAt: 300_007 })).toMatchObject({
    text: log.slice(300_007),
  })
  const members = [gzipSync(log.slice(0, 1000)), gzipSync(''), gzipSync(log.slice(1000)), Buffer.alloc(700)]
  expect(await read(writeTestFile('b.gz', Buffer.concat(members)))).toMatchObject(whole)
})

test('a gzip header may carry a name, a comment, extra bytes and a checksum', async () => {
  const small = gzipSync('hello\n')
  const header = Buffer.from(small.subarray(0, 10))
  header[3] = 2 | 4 | 8 | 16
  const path = writeTestFile(
    'h.gz',
    Buffer.concat([header, Buffer.from('\x03\0abcname\0comment\0??'), small.subarray(10)]),
  )
  expect(await read(path)).toMatchObject({ text: 'hello\n', warnings: [] })
})

test('I11 a gzip file cut off anywhere gives what is there and says where it ends', async () => {
  for (const end of [compressed.length - 1, compressed.length - 9, 200_000, 100, 12, 5]) {
    const { text, warnings } = await read(writeTestFile('cut.gz', compressed.subarray(0, end)))
    expect(log.startsWith(text)).toBe(true)
    // Huffman blocks of zlib come a few ten thousand bytes at a time; of those that are whole nothing is missing.
    expect(text.length).toBeGreaterThanOrEqual(end > compressed.length - 10 ? log.length - 10 : end > 1000 ? end : 0)
    expect(warnings).toMatchObject([{ code: 'archive-truncated', fileOffset: end, contentOffset: text.length }])
  }
})

test('I11 bytes after the end of a gzip file are ignored, with a warning', async () => {
  const { text, warnings } = await read(writeTestFile('tail.gz', Buffer.concat([compressed, Buffer.from('garbage')])))
  expect(text).toBe(log)
  expect(warnings).toMatchObject([{ code: 'archive-trailing-bytes', fileOffset: compressed.length }])
  expect(warnings[0].message).toContain('7 bytes')
})

test('I11 a damaged gzip file gives what comes before the damage', async () => {
  // Zeroed code lengths at the start of a later block: zlib notices at once.
  const damaged = Buffer.from(compressed)
  damaged.fill(0xff, 150_000, 150_400)
  const { text, warnings } = await read(writeTestFile('damaged.gz', damaged))
  expect(warnings).toHaveLength(1)
  const [{ code, fileOffset, contentOffset }] = warnings
  expect(code).toBe('archive-damaged')
  expect(fileOffset).toBeGreaterThanOrEqual(150_000 - 16)
  expect(contentOffset).toBe(text.length)
  const sameUntil = [...text].findIndex((letter, index) => letter !== log[index])
  expect(sameUntil < 0 ? text.length : sameUntil).toBeGreaterThan(300_000)
})

test('I11 a flipped bit that only the checksum shows: all is read, with a warning', async () => {
  const flipped = Buffer.from(compressed)
  flipped[compressed.length - 6] ^= 1
  const { text, warnings } = await read(writeTestFile('flip.gz', Buffer.concat([flipped, gzipSync('next\n')])))
  expect(text).toBe(`${log}next\n`)
  expect(warnings).toMatchObject([{ code: 'archive-checksum', contentOffset: log.length }])
})

test('a flipped bit anywhere never throws and always warns', async () => {
  const content = randomBytes(3000).toString('hex')
  const good = gzipSync(content)
  for (let at = 10; at < good.length; at += 97) {
    const bad = Buffer.from(good)
    bad[at] ^= 1 << (at % 8)
    const { warnings } = await read(writeTestFile('bit.gz', bad))
    expect(warnings.length).toBeGreaterThan(0)
  }
})

test('the files of a zip archive are read one by one', async () => {
  const zip = makeZip([
    { name: 'logs/', content: '', stored: true },
    { name: 'logs/a.log', content: log },
    { name: '../../etc/passwd', content: 'b\n', stored: true },
    { name: 'bad.log', content: 'c\n', crc32: 1 },
  ])
  const path = writeTestFile('logs.zip', zip)
  const entries = await listArchive(path)
  expect(entries.map(({ index, name, size }) => [index, name, size])).toEqual([
    [1, 'logs/a.log', log.length],
    [2, '../../etc/passwd', 2],
    [3, 'bad.log', 2],
  ])
  const [a, b, bad] = entries
  expect(await read(path, { entry: a })).toEqual({
    kind: 'zip-entry',
    text: log,
    warnings: [],
    position: a.compressedSize,
  })
  expect(await read(path, { entry: a, startAt: 9 })).toMatchObject({ text: log.slice(9) })
  expect(await read(path, { entry: b })).toMatchObject({ text: 'b\n', warnings: [], position: 2 })
  expect(await read(path, { entry: bad })).toMatchObject({ text: 'c\n', warnings: [{ code: 'archive-checksum' }] })
  await expect(openByteSource(path)).rejects.toMatchObject({ code: 'archive-needs-entry' })
})

test('I12 archives that cannot or should not be opened say why', async () => {
  const zip = makeZip([
    { name: 'secret.log', content: 'x', encrypted: true },
    { name: 'inner.zip', content: makeZip([{ name: 'a', content: 'a' }]) },
    { name: 'inner.log', content: gzipSync('a') },
  ])
  const path = writeTestFile('a.zip', zip)
  const [secret, innerZip, innerGzip] = await listArchive(path)
  expect(secret.encrypted).toBe(true)
  await expect(read(path, { entry: secret })).rejects.toMatchObject({ code: 'entry-encrypted' })
  await expect(read(path, { entry: innerZip })).rejects.toMatchObject({ code: 'nested-archive' })
  await expect(read(path, { entry: innerGzip })).rejects.toMatchObject({ code: 'nested-archive' })
  await expect(read(writeTestFile('twice.gz', gzipSync(compressed)))).rejects.toMatchObject({ code: 'nested-archive' })
  const cut = writeTestFile('cut.zip', zip.subarray(0, -30))
  await expect(listArchive(cut)).rejects.toMatchObject({ code: 'archive-unreadable' })
  await expect(read(writeTestFile('other.zip', log), { entry: innerZip })).rejects.toMatchObject({
    code: 'archive-unreadable',
  })
})

test('I12 too many entries and entries that share their bytes are refused before anything is read', async () => {
  const many = writeTestFile('many.zip', makeZip([{ name: 'a', content: 'a' }], 65_000))
  await expect(listArchive(many)).rejects.toMatchObject({ code: 'archive-too-many-entries' })
  const content = randomBytes(1000)
  const shared = Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, content, sameDataAs: i === 0 ? undefined : 0 }))
  await expect(listArchive(writeTestFile('shared.zip', makeZip(shared)))).rejects.toMatchObject({
    code: 'archive-bomb',
  })
})

test('I12 content that grows beyond all measure is stopped, saying how much was kept', async () => {
  const limits = { maxRatio: 200, ratioFromBytes: 3_000_000 }
  const zeros = Buffer.alloc(20_000_000)
  const zipPath = writeTestFile('bomb.zip', makeZip([{ name: 'a.log', content: zeros }]))
  const [entry] = await listArchive(zipPath)
  const cases: [string, ByteSourceOptions][] = [
    [writeTestFile('bomb.gz', gzipSync(zeros)), { limits }],
    [zipPath, { limits, entry }],
  ]
  for (const [path, options] of cases) {
    const source = await openByteSource(path, options)
    let kept = 0
    const reading = (async () => {
      for await (const chunk of source.chunks) kept += chunk.length
    })()
    await expect(reading).rejects.toMatchObject({ code: 'archive-bomb' })
    await expect(reading).rejects.toThrow(`after the first ${kept.toLocaleString('en-US')} bytes of its content.`)
    expect(kept).toBeLessThan(5_000_000)
  }
  // Small content may shrink as much as it likes.
  expect((await read(writeTestFile('small.gz', gzipSync(zeros.subarray(0, 2_900_000))), { limits })).text.length).toBe(
    2_900_000,
  )
})

test('a file that becomes shorter while it is read ends at the last whole chunk, with a warning', async () => {
  const path = writeTestFile('live.log', 'x'.repeat(20_000_000))
  const source = await openByteSource(path)
  let length = 0
  for await (const chunk of source.chunks) {
    if (length === 0) truncateSync(path, 10_000_000)
    length += chunk.length
  }
  expect(length).toBe(8 * 1024 * 1024)
  expect(source.warnings).toMatchObject([{ code: 'file-shrank', fileOffset: length, contentOffset: length }])
})

test('a file that grows while it is read is read as it was; one that is overwritten is noted', async () => {
  const path = writeTestFile('a.log', 'x'.repeat(5_000_000))
  const first = await openByteSource(path)
  appendFileSync(path, 'more')
  expect((await readAll(first)).length).toBe(5_000_000)
  expect(first.warnings).toEqual([])
  const second = await openByteSource(path)
  await new Promise((resolve) => setTimeout(resolve, 20))
  writeFileSync(path, 'y'.repeat(5_000_004), { flag: 'r+' })
  await readAll(second)
  expect(second.warnings).toMatchObject([{ code: 'file-changed' }])
})

test('reading stops when it is cancelled', async () => {
  const controller = new AbortController()
  for (const content of [Buffer.alloc(20_000_000, 'x\n'), gzipSync(randomBytes(6_000_000))]) {
    const source = await openByteSource(writeTestFile('a', content), { signal: controller.signal })
    const reading = (async () => {
      for await (const _ of source.chunks) controller.abort()
    })()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  }
})

test('a reader that stops early, or never begins, leaves no file open', async () => {
  const path = writeTestFile('a.gz', gzipSync(randomBytes(5_000_000)))
  for (let i = 0; i < 3; i++) {
    const early = await openByteSource(path)
    for await (const _ of early.chunks) break
    const never = await openByteSource(path)
    await never.close()
    await early.close()
  }
})

test.skipIf(process.platform === 'win32')('I18 only regular files are read', async () => {
  const folder = makeTestFolder()
  const at = (name: string) => join(folder, name)
  execFileSync('mkfifo', [at('pipe')])
  symlinkSync(at('circle'), at('circle'))
  const server = createServer().listen(at('socket'))
  mkdirSync(at('folder'))
  const refused = async (path: string, code: string, words: string) => {
    await expect(openByteSource(path)).rejects.toMatchObject({ name: 'ReadingError', code })
    await expect(openByteSource(path)).rejects.toThrow(words)
  }
  await refused(folder, 'not-a-regular-file', 'is a folder')
  await refused(at('pipe'), 'not-a-regular-file', 'is a named pipe')
  await refused('/dev/zero', 'not-a-regular-file', 'is a device')
  await refused(at('socket'), 'not-a-regular-file', 'is a socket')
  await refused(at('circle'), 'path-unusable', 'in a circle')
  await refused(at('absent'), 'not-found', 'there is no such file')
  await refused(`/${'x'.repeat(4000)}`, 'path-unusable', 'too long')
  await refused(`${folder}/a\0b`, 'path-unusable', 'character')
  server.close()
  writeFileSync(at('ünï 😀 \u202egol.log '), 'fine\n')
  symlinkSync(at('ünï 😀 \u202egol.log '), at('link'))
  expect((await read(at('link'))).text).toBe('fine\n')
})
