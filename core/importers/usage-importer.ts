import { numberedHandle } from '../facts/subject-rows.ts'
import { type SubjectAttribute, type SubjectKind, subjectAttributes, type UsageKind } from '../facts/usage-fact.ts'
import { createLineDecoder, decodeText } from '../reading/decoding.ts'
import type { Importer, LineParser, ParserOptions } from './importer.ts'
import type { ColumnMapping } from './tables/documented-columns.ts'
import { createUsageRows } from './usage-rows.ts'
import { createUsageTally, type UsageTallyState } from './usage-tally.ts'

/** Where a reader puts what it finds. */
export interface UsageWriter {
  /** The number of a subject; attributes that are left out are empty. For hot loops use `subjectOf`. */
  subject<Kind extends SubjectKind>(kind: Kind, attributes: { readonly [A in SubjectAttribute<Kind>]?: string }): number
  /** @param values one for each attribute, in the order of `subjectAttributes` */
  subjectOf(kind: SubjectKind, values: readonly string[]): number
  /** The number of a text, for `detail`; 0 for the empty one. */
  text(value: string): number
  /** The same of a checkout's handle: one that is a hexadecimal number takes no room. */
  handle(value: string): number
  /**
   * Adds a row. `time` is seconds since 1970 on the clock set with `clock`, `length` seconds; both may have milliseconds behind the
   * point. `number` is what the subject's kind says (core/facts/usage-fact.ts), up to 2^31 - 1.
   */
  row(
    kind: UsageKind,
    time: number,
    length: number,
    subject: number,
    count?: number,
    detail?: number,
    number?: number,
  ): void
  /** The clock of the rows that follow: `utc`, or the local time of the source's zone (`wall`, as it begins). */
  clock(of: 'utc' | 'wall'): void
  /** The line was used; `kind` names it in the import report: `checkout`, `user line`. Call one of the three once for each line. */
  used(kind: string): void
  /** The line is known and says nothing that is counted. */
  ignored(kind: string): void
  /** The line cannot be used; `reason` is a key of the importer's `rejections`. */
  reject(reason: string, line: number, text: string): void
  /** Name of the licence server or machine that the file is about; the first one counts. */
  server(name: string): void
  daemon(name: string): void
  /** Zone as the file states it. */
  zone(text: string): void
}

/** One file being read. Lines come in order, decoded, without their ends; blank ones too. */
export interface UsageReader {
  line(text: string, lineNumber: number): void
  /** Asked before rows are put away: writes rows that are being put together, so that nothing waits (a run of looks is cut in two). */
  flush?(): void
  /** The file is over: writes what is still open, as far as it was observed. These rows are made anew when the file grows. */
  finish?(): void
  /** False in the middle of something that only counts as a whole; a file that stops there is read again from the last settled line. */
  readonly settled?: boolean
  /** Everything needed to go on later: plain JSON. */
  save(): unknown
}

export interface UsageFormat extends Omit<Importer, 'createParser'> {
  /**
   * @param resume what `save` gave at a checkpoint of the same file; @param startDay days since 1970, where the admin stated one;
   * @param columns of tables: what the admin said of its columns
   */
  createReader(
    writer: UsageWriter,
    resume: unknown,
    startDay: number | undefined,
    columns: ColumnMapping | undefined,
  ): UsageReader
}

/** Makes an importer of a format that yields usage rows. */
export const usageImporter = ({ createReader, ...format }: UsageFormat): Importer => ({
  ...format,
  rejections: {
    'too-long': {
      title: 'Longer than a line can be',
      explanation:
        'The line is longer than anything this format holds. It was skipped up to its end; the lines after it are kept.',
    },
    ...format.rejections,
  },
  createParser: (options) => createUsageParser(options, createReader),
})

/** What a checkpoint keeps of a parser. */
interface UsageParserState {
  readonly tally: UsageTallyState
  readonly reader: unknown
  readonly isUtc: boolean
}

/** Runs a format's reader as a parser of lines: decodes, counts, collects its rows, and saves where it stands. */
const createUsageParser = (
  { dictionary, resume, startDay, columns }: ParserOptions,
  createReader: UsageFormat['createReader'],
): LineParser => {
  const state = resume as UsageParserState | undefined
  const tally = createUsageTally(state?.tally)
  const rows = createUsageRows()
  rows.isUtc = state?.isUtc ?? false
  const { subjects } = dictionary
  const decode = createLineDecoder()
  let lineNumber = state?.tally.lines ?? 0
  let takeable: (() => void) | undefined

  const writer: UsageWriter = {
    subject: (kind, attributes) => {
      const given = attributes as { readonly [name: string]: string | undefined }
      return subjects.subject(
        kind,
        subjectAttributes[kind].map((name) => given[name] ?? ''),
      )
    },
    subjectOf: subjects.subject,
    text: subjects.text,
    handle: (value) => numberedHandle(value) || subjects.text(value),
    row: (kind, time, length, subject, count = 1, detail = 0, number = 0) => {
      rows.add(kind, time, length, subject, count, detail, number, lineNumber)
    },
    clock: (of) => {
      rows.isUtc = of === 'utc'
    },
    used: tally.used,
    ignored: tally.ignored,
    reject: tally.reject,
    server: tally.server,
    daemon: tally.daemon,
    zone: tally.zone,
  }
  const startsOn = startDay === undefined ? undefined : Math.floor(startDay / 86400)
  const reader = createReader(writer, state?.reader, startsOn, columns)
  const isSettled = (): boolean => reader.settled !== false
  let isDated = (state?.tally.facts ?? 0) > 0

  return {
    line(bytes, start, end, number) {
      if (takeable && isSettled()) {
        const handler = takeable
        takeable = undefined
        handler()
      }
      tally.line()
      lineNumber = number
      reader.line(decode(bytes, start, end), number)
    },
    tooLong(number, firstBytes) {
      tally.line()
      lineNumber = number
      tally.reject('too-long', number, decodeText(firstBytes, 0, firstBytes.length))
    },
    whenTakeable(handler) {
      takeable = handler
    },
    get settled() {
      return isSettled()
    },
    get pendingRows() {
      return rows.size
    },
    take() {
      reader.flush?.()
      if (rows.size > 0) isDated = true
      return rows.take()
    },
    finish: () => reader.finish?.(),
    save: (): UsageParserState => ({ tally: tally.save(), reader: reader.save(), isUtc: rows.isUtc }),
    findings: () => tally.findings(isDated || rows.size > 0),
  }
}
