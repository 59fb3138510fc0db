import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { BuildProblem } from './build-tool.ts'

/** Load commands of a Mach-O file (mach-o/loader.h). */
const segmentCommand = 0x19
const signatureCommand = 0x1d
const pageBytes = 4096
const hashBytes = 32
const directoryBytes = 88

/**
 * Signs a program for macOS "ad hoc", as a linker does: Macs with Apple's own processors run nothing without at least that. It holds a hash
 * of each page and says nothing of who made the program. Numbers of the file are little-endian, those of the signature big-endian
 * (xnu, osfmk/kern/cs_blobs.h). @throws BuildProblem for a file that is none of these programs, or has no room left for it
 */
export const signAdHoc = async (path: string, identifier: string): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    const head = await readHead(file, path)
    const bytes = (await file.stat()).size
    const limit = Math.ceil((head.signature?.offset ?? bytes) / 16) * 16
    const pages = Math.ceil(limit / pageBytes)
    const name = Buffer.from(`${identifier}\0`)
    const signatureBytes = Math.ceil((20 + directoryBytes + name.length + pages * hashBytes) / 16) * 16
    await file.truncate(limit)
    await file.write(headWith(head, limit, signatureBytes, path), 0, undefined, 0)
    const hashes = await hashPages(file, limit)
    await file.write(signatureOf(name, hashes, limit, head.textBytes, signatureBytes), 0, undefined, limit)
  } finally {
    await file.close()
  }
}

interface Head {
  readonly bytes: Buffer
  readonly commandsEnd: number
  /** Bytes of the file that are code, from its beginning. */
  readonly textBytes: number
  /** Places of the commands within the head. */
  readonly linkEdit: number
  readonly signature?: { readonly place: number; readonly offset: number }
  /** Where the first content comes. */
  readonly contentBegin: number
}

const readHead = async (file: FileHandle, path: string): Promise<Head> => {
  const bytes = Buffer.alloc(65_536)
  await file.read(bytes, 0, bytes.length, 0)
  if (bytes.readUInt32LE(0) !== 0xfeedfacf) throw new BuildProblem(`${path} is no 64-bit program for macOS.`)
  const commandsEnd = 32 + bytes.readUInt32LE(20)
  let [textBytes, linkEdit, contentBegin] = [0, 0, bytes.length]
  let signature: Head['signature']
  for (let place = 32; place < commandsEnd; place += bytes.readUInt32LE(place + 4)) {
    const command = bytes.readUInt32LE(place)
    if (command === signatureCommand) signature = { place, offset: bytes.readUInt32LE(place + 8) }
    if (command !== segmentCommand) continue
    const segment = bytes.toString('latin1', place + 8, place + 24).replace(/\0+$/, '')
    if (segment === '__LINKEDIT') linkEdit = place
    if (segment !== '__TEXT') continue
    textBytes = Number(bytes.readBigUInt64LE(place + 48))
    // Sections follow their segment, 80 bytes each.
    for (let i = 0; i < bytes.readUInt32LE(place + 64); i++)
      contentBegin = Math.min(contentBegin, bytes.readUInt32LE(place + 72 + i * 80 + 48))
  }
  if (textBytes === 0 || linkEdit === 0) throw new BuildProblem(`${path} has no __TEXT or no __LINKEDIT.`)
  return { bytes, commandsEnd, textBytes, linkEdit, contentBegin, ...(signature === undefined ? {} : { signature }) }
}

/** The head with the signature's place in it, which lies at the end of the last segment. */
const headWith = (head: Head, limit: number, signatureBytes: number, path: string): Buffer => {
  const bytes = Buffer.from(head.bytes.subarray(0, Math.min(head.contentBegin, head.bytes.length)))
  const place = head.signature?.place ?? head.commandsEnd
  if (head.signature === undefined) {
    if (place + 16 > bytes.length || bytes.subarray(place, place + 16).some((byte) => byte !== 0))
      throw new BuildProblem(`${path} has no room for the place of a signature.`)
    bytes.writeUInt32LE(bytes.readUInt32LE(16) + 1, 16)
    bytes.writeUInt32LE(bytes.readUInt32LE(20) + 16, 20)
  }
  bytes.writeUInt32LE(signatureCommand, place)
  bytes.writeUInt32LE(16, place + 4)
  bytes.writeUInt32LE(limit, place + 8)
  bytes.writeUInt32LE(signatureBytes, place + 12)
  const segmentBytes = limit + signatureBytes - Number(bytes.readBigUInt64LE(head.linkEdit + 40))
  bytes.writeBigUInt64LE(BigInt(Math.ceil(segmentBytes / 16_384) * 16_384), head.linkEdit + 32)
  bytes.writeBigUInt64LE(BigInt(segmentBytes), head.linkEdit + 48)
  return bytes
}

const hashPages = async (file: FileHandle, limit: number): Promise<readonly Buffer[]> => {
  const hashes = []
  const piece = Buffer.alloc(256 * pageBytes)
  for (let at = 0; at < limit; at += piece.length) {
    const wanted = Math.min(piece.length, limit - at)
    const { bytesRead } = await file.read(piece, 0, wanted, at)
    if (bytesRead !== wanted) throw new BuildProblem('The program became shorter while it was signed.')
    for (let page = 0; page < wanted; page += pageBytes)
      hashes.push(
        createHash('sha256')
          .update(piece.subarray(page, Math.min(page + pageBytes, wanted)))
          .digest(),
      )
  }
  return hashes
}

const signatureOf = (
  name: Buffer,
  hashes: readonly Buffer[],
  limit: number,
  textBytes: number,
  signatureBytes: number,
): Buffer => {
  const directoryLength = directoryBytes + name.length + hashes.length * hashBytes
  const blob = Buffer.alloc(signatureBytes)
  const numbers = [
    // The envelope, with one thing in it: the code directory (0), after these 20 bytes.
    ...[0xfade0cc0, 20 + directoryLength, 1, 0, 20],
    // The directory: version 2.4, signed ad hoc (2) by a linker (0x20000).
    ...[0xfade0c02, directoryLength, 0x20400, 0x20002],
    // Where hashes and name are, no special ones, how many, of how many bytes.
    ...[directoryBytes + name.length, directoryBytes, 0, hashes.length, limit],
  ]
  for (const [i, number] of numbers.entries()) blob.writeUInt32BE(number, i * 4)
  // Bytes of a hash, SHA-256, no platform of Apple's, pages of two to the twelfth.
  blob.set([hashBytes, 2, 0, 12], 20 + 36)
  // Code from the beginning, so long, of a main program (1).
  blob.writeBigUInt64BE(BigInt(textBytes), 20 + 72)
  blob.writeBigUInt64BE(1n, 20 + 80)
  blob.set(Buffer.concat([name, ...hashes]), 20 + directoryBytes)
  return blob
}
