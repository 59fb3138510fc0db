/** What a file is when it is no log: words for "This looks like …", and what to do. */
export type ContentSignature = { readonly what: string; readonly advice: string }

const unpack = 'Unpack it and import the log inside.'
const chooseLog = 'Choose the log file itself.'
const historyAlone = 'Import the history of a browser by hand and unpacked; of another program, choose the log itself.'
const exportEvents =
  'Export it as XML and import that: in the Event Viewer with "Save All Events As" and the type XML, or with `wevtutil qe FILE.evtx /lf:true /f:xml > FILE.xml`.'

/** [offset, bytes as latin1, what, advice]; the longer signature stands before the shorter that it contains. */
const signatures: readonly (readonly [number, string, string, string])[] = [
  [0, '%PDF-', 'a PDF document', chooseLog],
  [0, '\x89PNG\r\n\x1a\n', 'a PNG image', chooseLog],
  [0, '\xff\xd8\xff', 'a JPEG image', chooseLog],
  [0, 'GIF8', 'a GIF image', chooseLog],
  [0, 'II*\0', 'a TIFF image', chooseLog],
  [0, 'MM\0*', 'a TIFF image', chooseLog],
  [8, 'WEBP', 'a WebP image', chooseLog],
  [0, '\0\0\x01\0', 'an icon', chooseLog],
  [0, 'SQLite format 3\0', 'an SQLite database', historyAlone],
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an Office document or a Windows installer', chooseLog],
  [0, '{\\rtf', 'an RTF document', 'Save it as plain text and import that.'],
  [0, '\x7fELF', 'a program for Linux', chooseLog],
  [0, '\xca\xfe\xba\xbe', 'a Java class or a program for macOS', chooseLog],
  [0, '\xcf\xfa\xed\xfe', 'a program for macOS', chooseLog],
  [0, '\xfe\xed\xfa\xcf', 'a program for macOS', chooseLog],
  [0, '\xce\xfa\xed\xfe', 'a program for macOS', chooseLog],
  [0, 'ElfFile\0', 'a Windows event log', exportEvents],
  [0, 'regf', 'a Windows registry hive', chooseLog],
  [0, 'PAGEDU', 'a Windows memory dump', chooseLog],
  [0, 'MDMP', 'a Windows memory dump', chooseLog],
  [0, '\x1f\x8b', 'a gzip file', unpack],
  [0, 'PK\x03\x04', 'a zip archive', unpack],
  [0, 'PK\x05\x06', 'an empty zip archive', chooseLog],
  [0, '7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', unpack],
  [0, 'Rar!\x1a\x07', 'a RAR archive', unpack],
  [0, '\xfd7zXZ\0', 'an xz file', unpack],
  [0, '\x28\xb5\x2f\xfd', 'a Zstandard file', unpack],
  [0, '\x1f\x9d', 'a file of the old compress program', unpack],
  [0, 'MSCF\0\0\0\0', 'a cabinet archive', unpack],
  [257, 'ustar', 'a tar archive', unpack],
  [0, 'ftyp', 'a video', chooseLog],
  [4, 'ftyp', 'a video', chooseLog],
  [0, 'ID3', 'an audio file', chooseLog],
  [0, 'OggS', 'an audio or video file', chooseLog],
]

/** Files that no importer of text can want, known by fixed bytes. */
export function findSignature(sample: Uint8Array): ContentSignature | undefined {
  const head = Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, 512))
  for (const [offset, bytes, what, advice] of signatures) {
    if (head.toString('latin1', offset, offset + bytes.length) === bytes) return { what, advice }
  }
  // Two letters are too few: a text may begin with "MZ" or "BZh".
  if (startsWith(head, 'MZ') && head.includes(0)) return { what: 'a Windows program', advice: chooseLog }
  if (/^BZh[1-9]1AY&SY/.test(head.toString('latin1', 0, 10))) return { what: 'a bzip2 file', advice: unpack }
  if (startsWith(head, 'BM') && head.subarray(6, 10).every((byte) => byte === 0) && head.length >= 26) {
    return { what: 'a bitmap image', advice: chooseLog }
  }
  return undefined
}

/** Texts that are no log. An importer may want one of them (a JSON export), so they are asked only when none did. */
export function findTextKind(text: string): ContentSignature | undefined {
  const start = text.trimStart().slice(0, 2000)
  if (/^<!doctype html|^<html[\s>]|^<(head|body)[\s>]/i.test(start)) {
    return { what: 'an HTML page', advice: 'Save the log as text and import that.' }
  }
  if (/^<\?xml[\s?]|^<[a-z][\w:.-]*(\s[^<>]*)?>/i.test(start)) return { what: 'an XML file', advice: chooseLog }
  if (/^[{[]/.test(start) && isJsonLike(start)) return { what: 'a JSON file', advice: chooseLog }
  if (start.startsWith('#!')) return { what: 'a script', advice: chooseLog }
  if (start.startsWith('-----BEGIN ')) return { what: 'a certificate or a key', advice: chooseLog }
  return undefined
}

/** More than one in ten bytes is a control character that no text has; a few NULs, escapes or form feeds are no reason. */
export function isBinary(sample: Uint8Array): boolean {
  let control = 0
  for (const byte of sample) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) control++
  return control > sample.length / 10
}

function isJsonLike(start: string): boolean {
  // A log may begin with "[12:00:00] ...": that is no value of a JSON list.
  return (
    /^(\{\s*("(\\.|[^"\\])*"\s*:|\}|$)|\[\s*([[{"\]]|-?\d+(\.\d+)?\s*[,\]]|true\b|false\b|null\b|$))/.test(start) &&
    !/^\[\d+\][^,]/.test(start)
  )
}

function startsWith(head: Buffer, bytes: string): boolean {
  return head.toString('latin1', 0, bytes.length) === bytes
}
