import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeZip } from './archive-fixture.ts'
import { detectFormat, detectPackedDocument, type FormatDetector, sampleLines } from './detection.ts'
import { decodeSample } from './text-source.ts'

const log = '12:00:01 (MLM) OUT: "MATLAB" joe@host-1\n'.repeat(20)
const times: FormatDetector = {
  format: 'times',
  title: 'Log with times',
  score: (lines) => {
    const timed = lines.filter((line) => /^\d+:\d\d:\d\d /.test(line)).length
    return { score: timed / lines.length, reason: `${timed} of ${lines.length} lines begin with a time` }
  },
}

const detect = (content: string | Uint8Array, detectors = [times]) =>
  detectFormat(decodeSample(Buffer.from(content)), 'a.log', detectors)

test('the best detector wins, with its reason', () => {
  const lesser: FormatDetector = {
    format: 'any',
    title: 'Any text',
    score: () => ({ score: 0.6, reason: 'it is text' }),
  }
  expect(detect(log, [lesser, times])).toEqual({
    kind: 'format',
    format: 'times',
    title: 'Log with times',
    score: 1,
    reason: '20 of 20 lines begin with a time',
    others: [{ format: 'any', title: 'Any text', score: 0.6, reason: 'it is text' }],
  })
  expect(detect(Buffer.from(`\ufeff${log}`, 'utf16le'))).toMatchObject({ kind: 'format', format: 'times' })
})

test('I1 an empty file, one with only a byte-order mark and one with blank lines hold nothing', () => {
  expect(detect('')).toMatchObject({ kind: 'refused', reason: 'This file is empty.' })
  expect(detect('\ufeff')).toMatchObject({ reason: 'This file is empty.' })
  expect(detect('\r\n\r\n')).toMatchObject({ reason: 'This file holds only blank lines.' })
})

test('I13 what is no log is refused by what it looks like, whatever its name', () => {
  const cases: [string | Uint8Array, string][] = [
    ['%PDF-1.7\n', 'a PDF document'],
    [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'a PNG image'],
    [Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'a JPEG image'],
    [Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 'a Windows program'],
    [Buffer.from('\x7fELF\x02', 'latin1'), 'a program for Linux'],
    ['SQLite format 3\0', 'an SQLite database'],
    [Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), 'an Office document or a Windows installer'],
    [makeZip([{ name: 'a', content: 'a' }]), 'a zip archive'],
    [gzipSync('a'), 'a gzip file'],
    [Buffer.from('\xfd7zXZ\0', 'latin1'), 'an xz file'],
    ['<!DOCTYPE html><html>', 'an HTML page'],
    ['<?xml version="1.0"?><a/>', 'an XML file'],
    ['<log>\n<entry/>', 'an XML file'],
    ['{"a": 1}', 'a JSON file'],
    ['[{"a": 1}]', 'a JSON file'],
    [Buffer.from(Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)), 'binary data'],
  ]
  for (const [content, what] of cases) {
    expect(detect(content)).toMatchObject({ kind: 'refused', reason: `This looks like ${what}.` })
  }
  expect(detect(Buffer.alloc(5000))).toMatchObject({ reason: 'This file begins with nothing but zero bytes.' })
})

test('text that no detector knows names the nearest format', () => {
  expect(detect(`12:00:00 a\n${'dear diary\n'.repeat(9)}`)).toMatchObject({
    kind: 'refused',
    reason:
      'This is text, but none of the known formats. The nearest is Log with times: 1 of 10 lines begin with a time.',
  })
  for (const text of ['MZ is a name\n', '[12:00:00] start\n', '[2024-01-01 10:00:00] x\n', '<0.31.0> started\n']) {
    expect(detect(text)).toMatchObject({ reason: expect.stringContaining('This is text') })
  }
})

test('a log with a few NULs and control characters is still a log', () => {
  expect(detect(`\0\0\0\0\x1b[0m${log}`)).toMatchObject({ kind: 'format' })
})

test('the sample leaves out a last line that may be cut, unless it is the only one', () => {
  expect(sampleLines(Buffer.from('a\r\nb\nc'))).toEqual(['a', 'b'])
  expect(sampleLines(Buffer.from('a'))).toEqual(['a'])
})

test('I13 a zip archive that is a document is refused as one', () => {
  const detectNames = (...names: string[]) => detectPackedDocument(names.map((name) => ({ name })))
  expect(detectNames('[Content_Types].xml', 'xl/workbook.xml')).toMatchObject({
    reason: 'This looks like an Excel workbook.',
  })
  expect(detectNames('META-INF/MANIFEST.MF')).toMatchObject({ reason: 'This looks like a Java program.' })
  expect(detectNames('lmgrd.log')).toBeUndefined()
})
