import { findSignature, findTextKind, isBinary } from './content-signatures.ts'
import { decodeText } from './decoding.ts'
import { createLineSplitter } from './line-splitter.ts'
import type { ArchiveEntry } from './zip-archive.ts'

/** What one importer says of a file. It must not throw and must not depend on the name alone. */
export type FormatDetector = {
  readonly format: string
  /** As a person calls it: `FlexNet debug log`. */
  readonly title: string
  /** From 0 (certainly not) to 1 (certainly), with the reason as part of a sentence: `12 of 40 lines are checkouts`. */
  readonly score: (sampleLines: readonly string[], name: string) => { readonly score: number; readonly reason: string }
}

export type FormatMatch = {
  readonly format: string
  readonly title: string
  readonly score: number
  readonly reason: string
}

export type Detection =
  | (FormatMatch & {
      readonly kind: 'format'
      /** Other formats that also fit, the best first. */
      readonly others: readonly FormatMatch[]
    })
  | Refusal

/** What it looks like instead, and what to do. */
export type Refusal = { readonly kind: 'refused'; readonly reason: string; readonly advice: string }

/** At or above this a format is taken; below it the file is refused. */
const convincing = 0.5

/**
 * The format of a file from the first 64 KB of its content, decoded (`decodeSample`). The bytes decide; the name is only handed to the
 * detectors. A refusal says what the file looks like instead.
 */
export function detectFormat(sample: Uint8Array, name: string, detectors: readonly FormatDetector[]): Detection {
  if (sample.length === 0) return refused('This file is empty.', 'There is nothing to import yet.')
  const signature = findSignature(sample)
  if (signature) return refused(`This looks like ${signature.what}.`, signature.advice)

  const lines = sampleLines(sample)
  const matches = detectors
    .map(({ format, title, score }): FormatMatch => ({ format, title, ...score(lines, name) }))
    .sort((a, b) => b.score - a.score)
  const [best] = matches
  if (best && best.score >= convincing) {
    return { kind: 'format', ...best, others: matches.slice(1).filter(({ score }) => score >= convincing) }
  }

  if (sample.every((byte) => byte === 0)) {
    const advice = 'The copy may be incomplete; copy it again.'
    return refused('This file begins with nothing but zero bytes.', advice)
  }
  if (isBinary(sample)) return refused('This looks like binary data.', 'Choose the log file itself.')
  const text = decodeText(sample, 0, sample.length)
  if (text.trim() === '') return refused('This file holds only blank lines.', 'There is nothing to import yet.')
  const kind = findTextKind(text)
  if (kind) return refused(`This looks like ${kind.what}.`, kind.advice)
  const nearest = best && best.score > 0 ? ` The nearest is ${best.title}: ${best.reason}.` : ''
  return refused(`This is text, but none of the known formats.${nearest}`, 'Choose the format by hand if you know it.')
}

/** The lines of a sample as text; the last one only when it is whole, the only one or most of it. Lines over 64 KB are left out. */
export function sampleLines(sample: Uint8Array): string[] {
  const lines: string[] = []
  const splitter = createLineSplitter({
    onLine: (buffer, start, end) => lines.push(decodeText(buffer, start, end)),
    onTooLong: () => {},
  })
  splitter.push(sample)
  const last = splitter.finish()
  if (last && (lines.length === 0 || last.length > sample.length / 2))
    lines.push(decodeText(last.bytes, 0, last.bytes.length))
  return lines
}

/** A zip archive that is a document or a program in disguise, known by the names in it; undefined for one that may hold logs. */
export function detectPackedDocument(entries: readonly Pick<ArchiveEntry, 'name'>[]): Refusal | undefined {
  const has = (start: string) => entries.some(({ name }) => name.startsWith(start))
  const advice = 'Save what you need as text and import that.'
  if (has('[Content_Types].xml')) {
    const what = has('xl/') ? 'an Excel workbook' : has('word/') ? 'a Word document' : 'an Office document'
    return refused(`This looks like ${what}.`, advice)
  }
  if (has('META-INF/manifest.xml')) return refused('This looks like an OpenDocument file.', advice)
  if (has('META-INF/MANIFEST.MF')) return refused('This looks like a Java program.', 'Choose the log file itself.')
  return undefined
}

function refused(reason: string, advice: string): Refusal {
  return { kind: 'refused', reason, advice }
}
