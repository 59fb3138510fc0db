import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

const folders: string[] = []

/** For tests: a file with these bytes, in a folder of its own. The test file says `afterAll(removeTestFolders)`. */
export function writeTestFile(name: string, content: Uint8Array | string): string {
  const path = join(makeTestFolder(), name)
  writeFileSync(path, content)
  return path
}

export function makeTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lictor-reading-'))
  folders.push(folder)
  return folder
}

export function removeTestFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export type TestEntry = {
  readonly name: string
  readonly content: Uint8Array | string
  readonly stored?: boolean
  readonly encrypted?: boolean
  readonly crc32?: number
  /** Points to the data of an earlier entry, as bombs do. */
  readonly sameDataAs?: number
}

/** For tests: a zip archive, also with what no honest program writes. */
export function makeZip(entries: readonly TestEntry[], claimedCount = entries.length): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  const offsets: number[] = []
  let offset = 0
  for (const entry of entries) {
    const content = Buffer.from(entry.content)
    const data = entry.stored ? content : deflateRawSync(content)
    const name = Buffer.from(entry.name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(entry.encrypted ? 0x801 : 0x800, 2)
    fields.writeUInt16LE(entry.stored ? 0 : 8, 4)
    fields.writeUInt32LE(entry.crc32 ?? crc32(content), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(content.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, data])
    const at = entry.sameDataAs === undefined ? offset : offsets[entry.sameDataAs]
    offsets.push(at)
    if (entry.sameDataAs === undefined) {
      parts.push(local)
      offset += local.length
    }
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, rest, name]))
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(claimedCount, 4)
  end.writeUInt16LE(claimedCount, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end])
}
