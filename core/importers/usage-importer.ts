import type { SubjectAttribute, SubjectKind, UsageKind } from '../facts/usage-fact.ts'
import type { ColumnMapping } from './documented-columns.ts'
import type { Importer } from './importer.ts'
import { createUsageParser } from './usage-parser.ts'

/** Where a reader puts what it finds. */
export interface UsageWriter {
  /** The number of a subject; attributes that are left out are empty. For hot loops use `subjectOf`. */
  subject<Kind extends SubjectKind>(kind: Kind, attributes: { readonly [A in SubjectAttribute<Kind>]?: string }): number
  /** @param values one for each attribute, in the order of `subjectAttributes` */
  subjectOf(kind: SubjectKind, values: readonly string[]): number
  /** The number of a text, for `detail`; 0 for the empty one. */
  text(value: string): number
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
