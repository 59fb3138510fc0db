import { z } from 'zod'
import { call } from './call.ts'

/** `unreachable`: the path could not be looked at; it is tried again at each look and comes back by itself. */
export type WatchState = 'watching' | 'paused' | 'unreachable'

/** A folder or file that is imported as it grows. Times are epoch milliseconds. */
export interface Watch {
  readonly id: number
  /** Absolute, as the machine that runs the core sees it. */
  readonly path: string
  readonly kind: 'folder' | 'file'
  /** Of a folder: file names, with `*` and `?`, several separated by commas: `*.log, lmgrd*`. Case does not count. Empty: every file. */
  readonly pattern: string
  /** Of a folder: whether files in folders below it count too. */
  readonly subfolders: boolean
  /** Seconds from one look to the next. */
  readonly everySeconds: number
  readonly server?: string
  readonly zone?: string
  readonly format?: string
  readonly state: WatchState
  /** Why it is unreachable, in a sentence that says what to do. */
  readonly reason?: string
  /** Since when it is unreachable. */
  readonly unreachableSince?: number
  readonly isLooking: boolean
  readonly lastLookAt?: number
  /** Absent while paused. */
  readonly nextLookAt?: number
  /** When lines were last taken from one of its files. */
  readonly lastImportAt?: number
  /** Files that match, at the last look. */
  readonly filesSeen: number
  /** Of these: files imported as far as they go. */
  readonly filesImported: number
  /** Of these: files that wait for the next look because they may still be being copied in. */
  readonly filesWaiting: number
  /** Of these: files that could not be imported; `watch.files` says why of each. */
  readonly filesRefused: number
  /** Lines taken from its files since it is watched. */
  readonly lines: number
  /** What the last look found, in one sentence. */
  readonly outcome: string
}

/** One file of a watched folder as it was at the last look. */
export interface WatchedFile {
  readonly path: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly state: 'waiting' | 'imported' | 'refused'
  /** What became of it, in one sentence. */
  readonly outcome: string
  /** How often it had grown and was read on. */
  readonly grown: number
  readonly lastImportAt?: number
  /** The import that holds its lines, for a link. */
  readonly importId?: number
}

const options = {
  pattern: z.string().trim().max(500),
  subfolders: z.boolean(),
  everySeconds: z.number().int().min(1).max(86_400),
  server: z.string().trim().max(255),
  zone: z.string().trim().max(64),
  format: z.string().trim().max(64),
}
const id = z.strictObject({ id: z.number().int() })

export const watchCalls = {
  /** Every watched folder and file, in the order of their paths. */
  'watch.list': call<readonly Watch[]>()(z.strictObject({})),
  /**
   * Begins to watch a path and looks at once; `found` says in one sentence what is there and what happens next. Left out: every file,
   * no sub-folders, every 30 seconds. @throws `invalid` (not absolute, unknown zone or format), `not-found`, `refused` (watched already)
   */
  'watch.add': call<{ readonly watch: Watch; readonly found: string }>()(
    z.strictObject({ path: z.string().trim().min(1).max(4096), ...z.object(options).partial().shape }),
  ),
  /** Changes what is given; an empty server, zone or format takes it back. Files already imported keep what they were told. */
  'watch.change': call<Watch>()(z.strictObject({ id: z.number().int(), ...z.object(options).partial().shape })),
  /** No more looks until it is resumed. An import under way ends as usual. */
  'watch.pause': call<Watch>()(id),
  /** Looks at once and goes on; what was written in the meantime is taken. */
  'watch.resume': call<Watch>()(id),
  /** Looks now, paused or not; answers when the look is over and what it found is imported. */
  'watch.look': call<Watch>()(id),
  /** Ends the watching. What was imported stays. `watch.restore` takes it back for as long as the program runs. */
  'watch.remove': call<null>()(id),
  'watch.restore': call<Watch>()(id),
  /** The files of one watch at its last look, those that need a hand first, at most 500. */
  'watch.files': call<readonly WatchedFile[]>()(id),
}
