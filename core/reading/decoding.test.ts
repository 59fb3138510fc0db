import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTranscoder, decodeText, detectEncoding, type TextEncoding } from './decoding.ts'

const log = '12:00:01 (MLM) OUT: "MATLAB" jörg@host-1\r\n12:00:02 (MLM) IN: "MATLAB" jörg@host-1\r\n'.repeat(20)

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

function transcode(bytes: Uint8Array, cuts: readonly number[], encoding: TextEncoding, bomLength: number): string {
  const transcoder = createTranscoder({ encoding, bomLength })
  const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b)
  const pieces = edges.slice(1).map((end, index) => Buffer.from(transcoder.push(bytes.subarray(edges[index], end))))
  return Buffer.concat([...pieces, transcoder.finish()]).toString('utf8')
}

const decode = (bytes: Uint8Array) => decodeText(bytes, 0, bytes.length)

test('I8 the encoding is known by the byte-order mark, else by the zeros of UTF-16', () => {
  const cases: [Buffer, TextEncoding, number][] = [
    [Buffer.from(`\ufeff${log}`), 'ascii-compatible', 3],
    [Buffer.from(`\ufeff${log}`, 'utf16le'), 'utf-16le', 2],
    [utf16be(`\ufeff${log}`), 'utf-16be', 2],
    [Buffer.from(log, 'utf16le'), 'utf-16le', 0],
    [utf16be(log), 'utf-16be', 0],
    [Buffer.from(log), 'ascii-compatible', 0],
    [Buffer.from(log, 'latin1'), 'ascii-compatible', 0],
  ]
  for (const [bytes, encoding, bomLength] of cases) {
    expect(detectEncoding(bytes.subarray(0, 65_536))).toMatchObject({ encoding, bomLength })
    const text = transcode(bytes, [1, 7, 100], encoding, bomLength)
    expect(text).toBe(bytes.equals(Buffer.from(log, 'latin1')) ? bytes.toString('utf8') : log)
  }
})

test('zeros of binary files, of holes and of single characters are not UTF-16', () => {
  const program = Buffer.alloc(4096)
  for (let at = 0; at < program.length; at += 4) program.writeUInt32LE(at, at)
  for (const bytes of [
    program,
    Buffer.alloc(100),
    Buffer.from(`${log}\0\0\0\0`),
    Buffer.from('a\0'),
    Buffer.alloc(0),
  ]) {
    expect(detectEncoding(bytes).encoding).toBe('ascii-compatible')
  }
})

test('an ASCII-compatible chunk is passed on as it is', () => {
  const chunk = Buffer.from(log)
  expect(createTranscoder({ encoding: 'ascii-compatible', bomLength: 0 }).push(chunk)).toBe(chunk)
})

test('UTF-16 in any chunks gives the text, lone surrogates and a lone last byte replaced', () => {
  const anyText = fc.string({ unit: 'binary' })
  const withLoneSurrogates = fc
    .array(fc.oneof(anyText, fc.constantFrom('\ud800', '\udc00', '\ufeff', '😀')))
    .map((p) => p.join(''))
  fc.assert(
    fc.property(withLoneSurrogates, fc.array(fc.nat({ max: 60 })), fc.boolean(), (text, cuts, odd) => {
      const tail = odd ? Buffer.from('x') : Buffer.alloc(0)
      const expected = text.toWellFormed() + (odd ? '\ufffd' : '')
      const isLoneBeforeTail = odd && /[\ud800-\udbff]$/.test(text)
      // A high surrogate cut before its second half ends in one replacement together with the half after it.
      const accepted = isLoneBeforeTail ? [expected, text.toWellFormed()] : [expected]
      expect(accepted).toContain(transcode(Buffer.concat([Buffer.from(text, 'utf16le'), tail]), cuts, 'utf-16le', 0))
      expect(accepted).toContain(transcode(Buffer.concat([utf16be(text), tail]), cuts, 'utf-16be', 0))
    }),
    { numRuns: 300 },
  )
})

test('I8 Shift-JIS is read when chosen, also where a character is cut', () => {
  const bytes = Buffer.from([0x83, 0x86, 0x81, 0x5b, 0x83, 0x55, 0x0a])
  expect(transcode(bytes, [1, 4], 'shift_jis', 0)).toBe('ユーザ\n')
})

test('I8 a line that is not UTF-8 is windows-1252', () => {
  expect(decode(Buffer.from('jörg', 'utf8'))).toBe('jörg')
  expect(decode(Buffer.from('jörg', 'latin1'))).toBe('jörg')
  expect(decode(Buffer.from([0x80, 0x93, 0x61, 0x94, 0x81]))).toBe('€“a”\x81')
  const all = Uint8Array.from({ length: 128 }, (_, index) => index + 128)
  expect(decode(all)).toBe(new TextDecoder('windows-1252').decode(all))
})

test('I9 NULs are left out, invalid UTF-8 and encoded surrogates give well-formed text, controls stay', () => {
  expect(decode(Buffer.from('a\0b\0'))).toBe('ab')
  expect(decode(Buffer.from('ä\0ö'))).toBe('äö')
  expect(decode(Buffer.from('\x1b[31mred\u202e'))).toBe('\x1b[31mred\u202e')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = decode(bytes)
      expect(text.isWellFormed()).toBe(true)
      expect(text).not.toContain('\0')
    }),
  )
})

test('a part of the bytes is decoded, of a Buffer or any Uint8Array', () => {
  expect(decodeText(new Uint8Array(Buffer.from('xxjörgyy')), 2, 7)).toBe('jörg')
  expect(decodeText(Buffer.from('xxjoeyy'), 2, 5)).toBe('joe')
})
