/** Records of a kernel's process accounting, version 3: 64 bytes each, in the byte order of the machine (`acct(5)`). */
const recordBytes = 64
/** Set in the version byte by machines of the other byte order. */
const bigEndianMark = 0x80
const recordsLookedAt = 32
const questionMark = 63
const flagBits = { F: 1, S: 2, D: 8, X: 16 }

/** 1990 to 2100 as seconds since 1970; ten years in hundredths of a second. */
const earliest = 631_152_000
const latest = 4_102_444_800
const longest = 10 * 366 * 86400 * 100

export type AccountingEncoding = 'accounting-le' | 'accounting-be'

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function isRecord(bytes: Uint8Array, view: DataView, at: number, version: number): boolean {
  const little = (version & bigEndianMark) === 0
  const start = view.getUint32(at + 24, little)
  const elapsed = view.getFloat32(at + 28, little)
  if (bytes[at + 1] !== version || start < earliest || start >= latest || !(elapsed >= 0 && elapsed < longest))
    return false
  const name = bytes.subarray(at + 48, at + recordBytes)
  const length = name.indexOf(0)
  return (
    view.getUint32(at + 16, little) > 0 &&
    length !== 0 &&
    !name.subarray(0, length < 0 ? 16 : length).some((c) => c < 0x20)
  )
}

/** Whether the beginning of a file is accounting records and nothing else. */
export function findAccounting(sample: Uint8Array): AccountingEncoding | undefined {
  const version = sample[1] as number
  const records = Math.min(recordsLookedAt, Math.floor(sample.length / recordBytes))
  if (records === 0 || (version & ~bigEndianMark) !== 3) return undefined
  const view = viewOf(sample)
  for (let i = 0; i < records; i++) if (!isRecord(sample, view, i * recordBytes, version)) return undefined
  return version & bigEndianMark ? 'accounting-be' : 'accounting-le'
}

/** A line as `dump-acct` prints it, but for the start, which is an instant: `mesher|v3|10|3|1250|1002|1002|0|0|4313|4000|S|1||2026-03-02T08:01:00Z`. */
function lineOf(bytes: Buffer, view: DataView, at: number, little: boolean): string {
  const name = bytes.subarray(at + 48, at + recordBytes)
  const end = name.indexOf(0)
  const letters = name.subarray(0, end < 0 ? 16 : end).map((letter) => (letter < 0x20 ? questionMark : letter))
  const command = Buffer.from(letters).toString('latin1')
  const flags = Object.entries(flagBits).flatMap(([letter, bit]) => ((bytes[at] as number) & bit ? [letter] : []))
  const exitStatus = (view.getUint32(at + 4, little) >> 8) & 0xff
  const [user, group, pid, parent, start] = [8, 12, 16, 20, 24].map((field) => view.getUint32(at + field, little))
  const elapsed = view.getFloat32(at + 28, little)
  const instant = new Date((start as number) * 1000).toISOString().slice(0, 19)
  return `${command}|v3|0|0|${elapsed}|${user}|${group}|0|0|${pid}|${parent}|${flags.join('')}|${exitStatus}||${instant}Z\n`
}

/** Records in, lines out; what is left of a record at the end is left out. */
export function createAccountingTranscoder(encoding: AccountingEncoding) {
  const little = encoding === 'accounting-le'
  let rest: Uint8Array = new Uint8Array(0)
  return {
    push(chunk: Uint8Array): Uint8Array {
      const bytes = Buffer.concat([rest, chunk])
      const view = viewOf(bytes)
      const whole = bytes.length - (bytes.length % recordBytes)
      const lines: string[] = []
      for (let at = 0; at < whole; at += recordBytes) lines.push(lineOf(bytes, view, at, little))
      rest = bytes.subarray(whole)
      return Buffer.from(lines.join(''), 'latin1')
    },
    finish: (): Uint8Array => new Uint8Array(0),
  }
}
