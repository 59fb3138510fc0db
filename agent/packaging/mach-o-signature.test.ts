import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { signAdHoc } from './mach-o-signature.ts'

const folder = mkdtempSync(join(tmpdir(), 'mach-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A head with __TEXT (one section, at 8192) and __LINKEDIT (from 16384 to the end), and something in every page. */
const smallProgram = (bytes: number): Buffer => {
  const file = Buffer.alloc(bytes, 7)
  file.fill(0, 0, 4096)
  const [text, link] = [32, 32 + 152]
  for (const [place, number] of [
    [0, 0xfeedfacf],
    [16, 2],
    [20, 152 + 72],
    [text, 0x19],
    [text + 4, 152],
    [text + 64, 1],
    [text + 72 + 48, 8192],
    [link, 0x19],
    [link + 4, 72],
  ] as const)
    file.writeUInt32LE(number, place)
  file.write('__TEXT', text + 8)
  file.writeBigUInt64LE(16_384n, text + 48)
  file.write('__LINKEDIT', link + 8)
  file.writeBigUInt64LE(16_384n, link + 40)
  file.writeBigUInt64LE(BigInt(bytes - 16_384), link + 48)
  return file
}

/** Checks what macOS checks of such a signature before it runs a page. */
const signatureIsRight = (file: Buffer): boolean => {
  const place = 32 + file.readUInt32LE(20) - 16
  expect([file.readUInt32LE(place), file.readUInt32LE(place + 4)]).toEqual([0x1d, 16])
  const [offset, bytes] = [file.readUInt32LE(place + 8), file.readUInt32LE(place + 12)]
  expect(offset + bytes).toBe(file.length)
  const directory = file.subarray(offset + file.readUInt32BE(offset + 16))
  expect([file.readUInt32BE(offset), directory.readUInt32BE(0)]).toEqual([0xfade0cc0, 0xfade0c02])
  const [hashes, name, count, limit] = [16, 20, 28, 32].map((at) => directory.readUInt32BE(at)) as [
    number,
    number,
    number,
    number,
  ]
  expect(directory.toString('latin1', name, hashes)).toBe('io.lictor.test\0')
  expect([limit, count]).toEqual([offset, Math.ceil(offset / 4096)])
  return Array.from({ length: count }, (_, i) =>
    createHash('sha256')
      .update(file.subarray(i * 4096, Math.min((i + 1) * 4096, limit)))
      .digest()
      .equals(directory.subarray(hashes + i * 32, hashes + (i + 1) * 32)),
  ).every(Boolean)
}

test('each page is hashed as it ends up, and signing again gives the same file', async () => {
  const path = join(folder, 'program')
  writeFileSync(path, smallProgram(20_001))
  await signAdHoc(path, 'io.lictor.test')
  const signed = readFileSync(path)
  expect(signatureIsRight(signed)).toBe(true)
  expect(Number(signed.readBigUInt64LE(32 + 152 + 48))).toBe(signed.length - 16_384)
  await signAdHoc(path, 'io.lictor.test')
  expect(readFileSync(path).equals(signed)).toBe(true)
  signed[9000]! ^= 1
  expect(signatureIsRight(signed)).toBe(false)
})

test('what is no such program, or has no room, is refused', async () => {
  const path = join(folder, 'other')
  writeFileSync(path, Buffer.alloc(9000))
  await expect(signAdHoc(path, 'x')).rejects.toThrow('is no 64-bit program for macOS')
  const full = smallProgram(20_000)
  full.writeUInt32LE(32 + 152 + 72 + 8, 32 + 72 + 48)
  writeFileSync(path, full)
  await expect(signAdHoc(path, 'x')).rejects.toThrow('has no room')
})
