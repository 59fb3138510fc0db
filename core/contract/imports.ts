import { z } from 'zod'
import { call } from './call.ts'
import { columnMapping } from './column-mapping.ts'

/** A file offered by the page: a path typed or pasted, or an id that the host gave for a dropped or picked file. */
export const offeredFile = z.union([
  z.strictObject({ path: z.string().min(1).max(4096) }),
  z.strictObject({ fileId: z.string().min(1).max(128) }),
])
export type OfferedFile = z.infer<typeof offeredFile>

export type ImportState =
  | 'waiting'
  | 'running'
  | 'deriving'
  | 'finished'
  | 'cancelled'
  | 'failed'
  | 'refused'
  | 'interrupted'

/** One file that was, is or will be imported. Times are epoch milliseconds, sizes bytes. */
export interface ImportRecord {
  readonly id: number
  readonly fileName: string
  readonly path: string
  readonly size: number
  readonly state: ImportState
  /** How it went, in one sentence: `12,345 new lines`, `Nothing new: identical to …`, or the error. */
  readonly outcome: string
  readonly format?: string
  readonly formatReason?: string
  /** The server or machine that it is filed under; what its format is called where it names none. */
  readonly server?: string
  /** It is no licence log: it holds looks, events, runs of programs or the like. */
  readonly isUsage?: boolean
  readonly daemons: readonly string[]
  readonly zone?: string
  /** Where the zone came from, in words: `from the log`, `given`, `of this machine`. */
  readonly zoneOrigin?: string
  readonly linesRead: number
  readonly facts: number
  readonly rejected: number
  readonly duplicates: number
  /** First and last instant of the log, ISO 8601 with offset. */
  readonly firstAt?: string
  readonly lastAt?: string
  /** How often its file had grown and was read on into this record, and when last. */
  readonly grown?: number
  readonly grownAt?: number
  readonly startedAt: number
  readonly finishedAt?: number
  readonly sourceId?: number
  /** Of a licence file: where its licences count, in a sentence or more. */
  readonly standing?: string
  /** It is a table, and which of its columns is which can be said: `imports.previewColumns`, `imports.mapColumns`. */
  readonly hasColumns?: boolean
  /** The server's name could not be found: the console asks, `imports.setServer` answers. */
  readonly needsServer: boolean
}

export interface Rejection {
  readonly reason: string
  /** What the reason means and whether anything need be done. */
  readonly explanation: string
  readonly count: number
  /** The first 20: line number (1-based) and the text, control characters escaped, cut to 300 characters. */
  readonly examples: readonly { readonly line: number; readonly text: string }[]
}

export interface ImportReport {
  readonly record: ImportRecord
  /** Lines by what they were taken for: `OUT 4,100`, `TIMESTAMP 88`, `other 1,200`. */
  readonly lineKinds: readonly { readonly kind: string; readonly count: number }[]
  readonly rejections: readonly Rejection[]
  readonly notes: readonly string[]
}

export const importCalls = {
  'imports.start': call<readonly ImportRecord[]>()(
    z.strictObject({
      files: z.array(offeredFile).min(1).max(1000),
      server: z.string().trim().min(1).max(255).optional(),
      zone: z.string().max(64).optional(),
      format: z.string().max(64).optional(),
      startDate: z.iso.date().optional(),
      /** Of tables in `format`, which is then needed. @throws `invalid` */
      columns: columnMapping.optional(),
    }),
  ),
  'imports.list': call<readonly ImportRecord[]>()(z.strictObject({})),
  'imports.report': call<ImportReport>()(z.strictObject({ id: z.number().int() })),
  /** Cancels; `keep` keeps the lines read so far as if the file ended there. */
  'imports.cancel': call<null>()(z.strictObject({ id: z.number().int(), keep: z.boolean() })),
  /** Takes the file up again where an interrupted import stopped. */
  'imports.resume': call<null>()(z.strictObject({ id: z.number().int() })),
  'imports.setServer': call<null>()(
    z.strictObject({ id: z.number().int(), server: z.string().trim().min(1).max(255) }),
  ),
  /** Removes the file's facts and rebuilds what they fed. */
  'imports.remove': call<null>()(z.strictObject({ id: z.number().int() })),
  /** Imports the bundled sample log. */
  'imports.sample': call<readonly ImportRecord[]>()(z.strictObject({})),
}
