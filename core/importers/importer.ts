import type { Dictionary } from '../facts/dictionary.ts'
import type { LicenceFileFacts } from '../facts/licence-record.ts'
import type { LineSegment } from '../facts/line-segment.ts'
import type { UsageSegment } from '../facts/usage-fact.ts'
import type { FormatDetector } from '../reading/detection.ts'
import type { ColumnMapping, DocumentedColumn } from './tables/documented-columns.ts'

/** One input format. A new format is a folder and a line in the registry. */
export type AnyImporter = Importer | DocumentImporter

interface Format {
  readonly format: string
  readonly title: string
  readonly detector: FormatDetector
  /** Data types that its facts can feed. */
  readonly feeds: readonly number[]
  /** Why a line may be turned down, by key: what the report shows. */
  readonly rejections: { readonly [reason: string]: { readonly title: string; readonly explanation: string } }
}

/** What a parser packs: lines of a licence log, or usage rows. */
export type AnySegment = LineSegment | UsageSegment

export const isUsageSegment = (segment: AnySegment): segment is UsageSegment => 'rows' in segment

/** Of logs: streams of lines without end, read piece by piece and continued when they have grown. */
export interface Importer extends Format {
  /** Its facts are usage rows, not lines of a licence log: they feed a source of their own kind. */
  readonly yieldsUsage?: boolean
  /** What a file that names no server is filed under: `Process records`. */
  readonly sourceName?: string
  /** The longest line it may hold, in bytes; 64 KB unless told. */
  readonly longestLine?: number
  /** Of tables: the columns that a file may call otherwise, told with a mapping. */
  readonly columns?: readonly DocumentedColumn[]
  createParser(options: ParserOptions): LineParser
}

/** Of documents: small files that mean something only as a whole, read in one go. */
export interface DocumentImporter extends Format {
  /** What is odd about a record that counts all the same. */
  readonly notes: Format['rejections']
  read(lines: readonly string[]): DocumentFacts
}

export interface DocumentFacts extends LicenceFileFacts {
  readonly lineKinds: { readonly [kind: string]: number }
}

export const isDocumentImporter = (importer: AnyImporter): importer is DocumentImporter => 'read' in importer

export interface ParserOptions {
  readonly dictionary: Dictionary
  /** Naive seconds since 1970 of the day that the log's first line belongs to, where the admin stated it. */
  readonly startDay?: number
  /** Which column of a table is which, where its header does not tell. */
  readonly columns?: ColumnMapping
  /** State saved at a checkpoint of the same file. */
  readonly resume?: unknown
}

/** Lines in, packed segments out. Called with each line once, in order, never concurrently. */
export interface LineParser {
  line(bytes: Uint8Array, start: number, end: number, lineNumber: number): void
  tooLong(lineNumber: number, firstBytes: Uint8Array): void
  /** Calls back once, before the next line at which everything read so far can be stored: nothing waits for a date or a second half. */
  whenTakeable(handler: () => void): void
  /** Nothing waits for a date right now. */
  readonly settled: boolean
  /** Rows held in memory. */
  readonly pendingRows: number
  /** Packs what has been read into segments and forgets it. */
  take(): readonly AnySegment[]
  /** The file is over: what is still open is added as far as it was observed; taken next, and never saved. */
  finish?(): void
  /** Parser state after the last `take`, plain JSON. */
  save(): unknown
  findings(): LogFindings
}

/** What a log says of itself. */
export interface LogFindings {
  readonly server?: string
  readonly daemons: readonly string[]
  /** Zone text as the log states it, for example `Romance Standard Time`. */
  readonly zoneText?: string
  readonly dated: boolean
  readonly lines: number
  readonly facts: number
  readonly lineKinds: { readonly [kind: string]: number }
  readonly rejections: {
    readonly [reason: string]: {
      readonly count: number
      readonly examples: readonly { readonly line: number; readonly text: string }[]
    }
  }
}
