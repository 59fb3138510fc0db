import { randomBytes } from 'node:crypto'
import { appendFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { removeTestFolders, writeTestFile } from './archive-fixture.ts'
import { openByteSource } from './byte-source.ts'
import { createChunkChain } from './chunk-chain.ts'
import { beginsLike, fingerprintOf, quickIdentity, verifyPrefix } from './file-identity.ts'
import { readSample } from './text-source.ts'

afterAll(removeTestFolders)

const kb = 1024
const content = randomBytes(11 * 1024 * kb)

async function chainOf(bytes: Uint8Array, options: Parameters<typeof createChunkChain>[0] = {}, step = 1024 * kb) {
  const chain = createChunkChain(options)
  for (let at = chain.startAt; at < bytes.length; at += step) await chain.push(bytes.subarray(at, at + step))
  return chain.finish()
}

async function* inPieces(bytes: Uint8Array, step: number) {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

test('an unchanged file keeps its identity, a changed one does not', () => {
  const path = writeTestFile('a.log', 'a\n')
  const before = quickIdentity(statSync(path, { bigint: true }))
  expect(quickIdentity(statSync(path, { bigint: true }))).toBe(before)
  appendFileSync(path, 'b\n')
  expect(quickIdentity(statSync(path, { bigint: true }))).not.toBe(before)
})

test('chunks double from 64 KB to 4 MB and leave no gap, however the bytes come', async () => {
  const chain = await chainOf(content)
  expect(chain.map(({ length }) => length / kb)).toEqual([64, 64, 128, 256, 512, 1024, 2048, 4096, 3072])
  expect(await chainOf(content, {}, 4096 * kb)).toEqual(chain)
  expect(await chainOf(content, {}, 77_777)).toEqual(chain)
  expect(await chainOf(new Uint8Array(0))).toEqual([])
})

test('a pushed chunk may be used again at once', async () => {
  const chain = createChunkChain()
  const buffer = Buffer.alloc(4096 * kb)
  for (let at = 0; at < content.length; at += buffer.length) {
    const length = content.copy(buffer, 0, at)
    await chain.push(buffer.subarray(0, length))
    buffer.fill(0)
  }
  expect(await chain.finish()).toEqual(await chainOf(content))
})

test('the chain of a grown file goes on from the stored one, hashing its last chunk anew', async () => {
  const stored = await chainOf(content.subarray(0, 10_000_000))
  const chain = createChunkChain({ continueFrom: stored })
  expect(chain.startAt).toBe(8192 * kb)
  expect(await chainOf(content, { continueFrom: stored })).toEqual(await chainOf(content))
})

test('a content is identical, grown, truncated or different', async () => {
  const stored = await chainOf(content)
  const compared = (current: Uint8Array, chain = stored) => verifyPrefix(inPieces(current, 100_000), chain)
  expect(await compared(content)).toEqual({ result: 'identical', sameBytes: content.length })
  const longer = Buffer.concat([content, Buffer.from('more\n')])
  expect(await compared(longer)).toEqual({ result: 'grown', sameBytes: content.length })
  const wholeChunks = await chainOf(content.subarray(0, 8192 * kb))
  expect(await compared(content, wholeChunks)).toEqual({ result: 'grown', sameBytes: 8192 * kb })
  const changed = Buffer.from(content)
  changed[300_000] ^= 1
  const different = { result: 'different', sameBytes: 256 * kb, firstDifferentOffset: 256 * kb }
  expect(await compared(changed)).toEqual(different)
  const cut = { result: 'truncated', sameBytes: 4096 * kb }
  expect(await compared(content.subarray(0, 4096 * kb))).toEqual(cut)
  expect(await compared(content.subarray(0, 7_000_000))).toEqual(cut)
  expect(await compared(changed.subarray(0, 7_000_000))).toEqual(different)
})

test('any change before the end of the stored content is found, wherever the bytes are cut', async () => {
  const small = content.subarray(0, 300 * kb)
  const stored = await chainOf(small)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: small.length - 1 }), fc.integer({ min: 5000, max: 400_000 }), async (at, step) => {
      const changed = Buffer.concat([small, Buffer.from('tail')])
      expect(await verifyPrefix(inPieces(changed, step), stored)).toEqual({ result: 'grown', sameBytes: small.length })
      changed[at] ^= 0x80
      const { result, firstDifferentOffset = -1 } = await verifyPrefix(inPieces(changed, step), stored)
      expect(result).toBe('different')
      expect(firstDifferentOffset).toBeLessThanOrEqual(at)
    }),
    { numRuns: 50 },
  )
})

test('a content finds its earlier self under any name, packed or not, also when that was small', async () => {
  const stored = await chainOf(content)
  const plain = writeTestFile('renamed.log', content)
  const packed = writeTestFile('rotated.gz', gzipSync(content))
  const fingerprint = { length: 64 * kb, sha256: stored[0].sha256 }
  expect(fingerprintOf(await readSample(plain))).toEqual(fingerprint)
  expect(fingerprintOf(await readSample(packed))).toEqual(fingerprint)
  const source = await openByteSource(packed)
  expect(await verifyPrefix(source.chunks, stored)).toMatchObject({ result: 'identical' })

  const [small] = await chainOf(content.subarray(0, 1000))
  expect(beginsLike(content.subarray(0, 64 * kb), small)).toBe(true)
  expect(beginsLike(content.subarray(1, 64 * kb), small)).toBe(false)
  expect(beginsLike(content.subarray(0, 999), small)).toBe(false)
})
