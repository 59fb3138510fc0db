import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { removeTestFolders, writeTestFile } from './archive-fixture.ts'
import { createChunkChain } from './chunk-chain.ts'
import { decodeText } from './decoding.ts'
import { createLineSplitter, type LineSplitterState } from './line-splitter.ts'
import { openTextSource, readSample, type TextSourceOptions } from './text-source.ts'

afterAll(removeTestFolders)

const text = Array.from({ length: 30_000 }, (_, i) => `12:00:00 (D) OUT: "f${i}" jörg@host 😀\r\n`).join('')
const expected = text.split('\r\n').slice(0, -1)

async function readLines(path: string, options: TextSourceOptions = {}, resume?: LineSplitterState) {
  const source = await openTextSource(path, { ...options, startAt: resume?.byteOffset })
  const lines: string[] = []
  const splitter = createLineSplitter({
    resume: resume ?? { byteOffset: source.firstOffset, lineNumber: 1 },
    onLine: (buffer, start, end) => lines.push(decodeText(buffer, start, end)),
    onTooLong: () => {},
  })
  let middle = splitter.state()
  for await (const chunk of source.chunks) {
    splitter.push(chunk.subarray(0, chunk.length >> 1))
    middle = splitter.state()
    splitter.push(chunk.subarray(chunk.length >> 1))
  }
  splitter.finish()
  return { lines, middle, firstOffset: source.firstOffset }
}

test('I8 every encoding, packed or not, gives the same lines, also when going on from the middle', async () => {
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  const contents = [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    utf16,
    Buffer.from(utf16).swap16(),
    utf16.subarray(2),
    gzipSync(utf16),
    gzipSync(Buffer.from(`\ufeff${text}`)),
  ]
  for (const content of contents) {
    const path = writeTestFile('a.log', content)
    const whole = await readLines(path)
    expect(whole.lines).toEqual(expected)
    const rest = await readLines(path, {}, whole.middle)
    expect(rest.lines).toEqual(expected.slice(whole.middle.lineNumber - 1))
  }
})

test('I1 a byte-order mark alone is no text', async () => {
  for (const bytes of [[0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff], []]) {
    expect((await readLines(writeTestFile('bom.log', Buffer.from(bytes)))).lines).toEqual([])
  }
})

test('I8 an encoding that nobody can guess is chosen', async () => {
  const path = writeTestFile('sjis.log', Buffer.from([0x83, 0x86, 0x81, 0x5b, 0x83, 0x55, 0x0a]))
  expect((await readLines(path)).lines).toEqual(['ƒ†\x81[ƒU'])
  expect((await readLines(path, { encoding: 'shift_jis' })).lines).toEqual(['ユーザ'])
})

test('the content is seen from where its chain goes on, before it is decoded', async () => {
  const content = Buffer.from(`\ufeff${text}`)
  const hash = async (bytes: Buffer, continueFrom?: Parameters<typeof createChunkChain>[0]) => {
    const chain = createChunkChain(continueFrom)
    const path = writeTestFile('a.log', bytes)
    const startAt = continueFrom ? 1_000_000 : 0
    const source = await openTextSource(path, { startAt, contentFrom: chain.startAt, onContent: chain.push })
    for await (const _ of source.chunks);
    return chain.finish()
  }
  const stored = await hash(content.subarray(0, 1_000_000))
  expect(await hash(content, { continueFrom: stored })).toEqual(await hash(content))
  expect((await readSample(writeTestFile('a.gz', gzipSync(content)))).equals(content.subarray(0, 65_536))).toBe(true)
})
