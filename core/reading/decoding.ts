import { isAscii, isUtf8 } from 'node:buffer'
import { type AccountingEncoding, createAccountingTranscoder, findAccounting } from './accounting-records.ts'

/**
 * `ascii-compatible` is UTF-8, windows-1252 or a mix of both, the accounting ones are binary records that are read as lines; the
 * encodings after UTF-16 are never guessed, only chosen by a person.
 */
export type TextEncoding =
  | 'ascii-compatible'
  | AccountingEncoding
  | 'utf-16le'
  | 'utf-16be'
  | 'shift_jis'
  | 'euc-jp'
  | 'euc-kr'
  | 'gb18030'
  | 'big5'
  | 'windows-1250'
  | 'windows-1251'

export type DetectedEncoding = {
  readonly encoding: TextEncoding
  /** Bytes of the byte-order mark at the start of the file, which are no text. */
  readonly bomLength: number
  /** For the import report: `byte-order mark` and the like. */
  readonly reason: string
}

/** From the first 64 KB of a file: byte-order mark, else the zero bytes that UTF-16 puts beside every ASCII letter, else ASCII-compatible. */
export function detectEncoding(sample: Uint8Array): DetectedEncoding {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) {
    return { encoding: 'ascii-compatible', bomLength: 3, reason: 'UTF-8 by its byte-order mark' }
  }
  if (sample[0] === 0xff && sample[1] === 0xfe) {
    return { encoding: 'utf-16le', bomLength: 2, reason: 'UTF-16LE by its byte-order mark' }
  }
  if (sample[0] === 0xfe && sample[1] === 0xff) {
    return { encoding: 'utf-16be', bomLength: 2, reason: 'UTF-16BE by its byte-order mark' }
  }
  const accounting = findAccounting(sample)
  if (accounting) return { encoding: accounting, bomLength: 0, reason: 'binary records of process accounting' }
  const pattern = utf16ByZeros(sample)
  if (pattern) {
    return { encoding: pattern, bomLength: 0, reason: `${pattern.toUpperCase()} by the zero bytes beside its letters` }
  }
  return { encoding: 'ascii-compatible', bomLength: 0, reason: 'UTF-8 or windows-1252, line by line' }
}

/**
 * At least 7 of 10 code units are printable ASCII with a zero on the same side, and hardly any is zero on both. Binary files have zeros
 * too, but on both sides and beside bytes that are no text.
 */
function utf16ByZeros(sample: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const units = sample.length >> 1
  if (units < 2) return undefined
  let littleEndian = 0
  let bigEndian = 0
  let bothZero = 0
  for (let at = 0; at < units * 2; at += 2) {
    const first = sample[at]
    const second = sample[at + 1]
    if (second === 0 && isText(first)) littleEndian++
    else if (first === 0 && isText(second)) bigEndian++
    else if (first === 0 && second === 0) bothZero++
  }
  if (bothZero > units * 0.02) return undefined
  if (littleEndian >= units * 0.7) return 'utf-16le'
  if (bigEndian >= units * 0.7) return 'utf-16be'
  return undefined
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13
}

export type Transcoder = {
  push(chunk: Uint8Array): Uint8Array
  /** What was held back of a character that the last chunk cut. */
  finish(): Uint8Array
}

/**
 * Bytes of `encoding` in, bytes that lines can be split from and `decodeText` understands out, without the byte-order mark. An
 * ASCII-compatible chunk is passed through as it is. What is no character in its encoding becomes U+FFFD.
 */
export function createTranscoder({
  encoding,
  bomLength,
}: Pick<DetectedEncoding, 'encoding' | 'bomLength'>): Transcoder {
  let bomLeft = bomLength
  function withoutBom(chunk: Uint8Array): Uint8Array {
    if (bomLeft === 0) return chunk
    const cut = Math.min(bomLeft, chunk.length)
    bomLeft -= cut
    return chunk.subarray(cut)
  }
  if (encoding === 'ascii-compatible') return { push: withoutBom, finish: () => Buffer.alloc(0) }
  if (encoding === 'accounting-le' || encoding === 'accounting-be') return createAccountingTranscoder(encoding)
  // A U+FEFF further on is text, and the mark itself was cut above.
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return {
    push: (chunk) => Buffer.from(decoder.decode(withoutBom(chunk), { stream: true })),
    finish: () => Buffer.from(decoder.decode()),
  }
}

/** What windows-1252 has at 0x80 to 0x9F; the five unassigned bytes stay control characters, as the WHATWG encoding standard says. */
const windows1252From80 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

/**
 * The text of `bytes[start..end)`: valid UTF-8 as UTF-8, anything else as windows-1252; NULs are left out. The text is always
 * well-formed: a surrogate written as UTF-8 is not valid UTF-8.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte >= 0x80 || byte === 0) return decodeOther(asBuffer(bytes).subarray(start, end))
  }
  return asBuffer(bytes).toString('latin1', start, end)
}

function decodeOther(slice: Buffer): string {
  const text = isUtf8(slice)
    ? slice.toString('utf8')
    : slice.toString('latin1').replace(/[\x80-\x9f]/g, (c) => windows1252From80[c.charCodeAt(0) - 0x80])
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

function asBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const plainBlockBytes = 32_768

/**
 * `decodeText` for the lines of a line splitter, which come one behind the other: what is plain ASCII is found out for many lines at
 * once. Bytes of the same array may change only before a call that begins where, or before, an earlier one ended.
 */
export function createLineDecoder(): typeof decodeText {
  let buffer: Buffer = Buffer.alloc(0)
  let given: Uint8Array = buffer
  let lastEnd = 0
  /** Up to here the bytes were looked at; those from the last line on are plain where `isPlain`. */
  let seenTo = 0
  let isPlain = false

  function look(bytes: Uint8Array, start: number, end: number): void {
    if (bytes !== given) buffer = asBuffer(bytes)
    given = bytes
    seenTo = Math.min(bytes.length, Math.max(end, start + plainBlockBytes))
    const block = buffer.subarray(start, seenTo)
    isPlain = isAscii(block) && !block.includes(0)
  }

  return (bytes, start, end) => {
    if (bytes !== given || start <= lastEnd || end > seenTo) look(bytes, start, end)
    lastEnd = end
    return isPlain ? buffer.toString('latin1', start, end) : decodeText(buffer, start, end)
  }
}
