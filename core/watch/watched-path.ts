import { basename } from 'node:path'
import type { Watch, WatchedFile } from '../contract/watch.ts'
import type { Reader } from '../database/connection.ts'
import { existingFiles, type WatchedFileRow, type WatchRow } from '../database/watch-table.ts'
import type { TailOutcome } from '../imports/tail.ts'
import type { Reading } from './decide.ts'

/** A watch while the program runs. */
export interface WatchedPath {
  row: WatchRow
  readonly files: Map<string, WatchedFileRow>
  /** Paths of the files at the last look. */
  present: readonly string[]
  isLooking: boolean
  /** A look that has not begun yet. */
  queued: Promise<void> | undefined
  lastLookAt: number
  nextLookAt: number
  unreachable: { readonly reason: string; readonly since: number } | undefined
  /** A look at a path that does not answer: none other begins before it has. */
  hung: Promise<unknown> | undefined
  /** Milliseconds that the last listing took. */
  took: number
  endHints: (() => void) | undefined
}

export const watchedPath = (row: WatchRow, files: readonly WatchedFileRow[]): WatchedPath => ({
  row,
  files: new Map(files.map((file) => [file.path, file])),
  present: files.map(({ path }) => path),
  isLooking: false,
  queued: undefined,
  lastLookAt: row.last_look,
  nextLookAt: 0,
  unreachable: undefined,
  hung: undefined,
  took: 0,
  endHints: undefined,
})

export const presentFiles = ({ files, present }: WatchedPath): WatchedFileRow[] =>
  present.map((path) => files.get(path)).filter((file) => file !== undefined)

export const asWatch = (watched: WatchedPath): Watch => {
  const { row, unreachable, isLooking, lastLookAt, nextLookAt } = watched
  const files = presentFiles(watched)
  const number = (state: WatchedFileRow['state']): number => files.filter((file) => file.state === state).length
  return {
    id: row.id,
    path: row.path,
    kind: row.kind,
    pattern: row.pattern,
    subfolders: row.subfolders === 1,
    everySeconds: row.every_seconds,
    ...(row.server ? { server: row.server } : {}),
    ...(row.zone ? { zone: row.zone } : {}),
    ...(row.format ? { format: row.format } : {}),
    state: row.paused === 1 ? 'paused' : unreachable ? 'unreachable' : 'watching',
    ...(unreachable ? { reason: unreachable.reason, unreachableSince: unreachable.since } : {}),
    isLooking,
    ...(lastLookAt > 0 ? { lastLookAt } : {}),
    ...(row.paused === 0 && nextLookAt > 0 ? { nextLookAt } : {}),
    ...(row.last_import > 0 ? { lastImportAt: row.last_import } : {}),
    filesSeen: files.length,
    filesImported: number('imported') + number('left'),
    filesWaiting: number('waiting') + number('undated'),
    filesRefused: number('refused'),
    lines: row.lines,
    outcome: row.outcome,
  }
}

const urgency = { refused: 0, undated: 1, waiting: 2, imported: 3, left: 4 } as const

export const asWatchedFiles = (watched: WatchedPath): WatchedFile[] =>
  presentFiles(watched)
    .sort((a, b) => urgency[a.state] - urgency[b.state] || b.last_import - a.last_import || (a.path < b.path ? -1 : 1))
    .slice(0, 500)
    .map(({ path, size, state, outcome, grown, last_import, file }) => ({
      path,
      name: basename(path),
      size,
      state: state === 'undated' ? 'waiting' : state === 'left' ? 'imported' : state,
      outcome,
      grown,
      ...(last_import > 0 ? { lastImportAt: last_import } : {}),
      ...(file > 0 && state === 'imported' ? { importId: file } : {}),
    }))

/** Files whose import was removed by hand are left alone: they do not come back with the next line written. */
export const leaveRemoved = async (reader: Reader, files: Map<string, WatchedFileRow>): Promise<WatchedFileRow[]> => {
  const imported = [...files.values()].filter(({ file, state }) => file > 0 && state !== 'left')
  if (imported.length === 0) return []
  const existing = await existingFiles(reader, [...new Set(imported.map(({ file }) => file))])
  return imported
    .filter(({ file }) => !existing.has(file))
    .map((row) => ({ ...row, state: 'left', outcome: 'Its import was removed by hand, so it is left alone.' }))
}

/** What is known of a file after it was read. */
export const rowAfter = ({ file, known }: Reading, outcome: TailOutcome, now: number): WatchedFileRow => {
  const { kind, row, lines, heldPartialLine } = outcome
  if (kind === 'failed') {
    // Tried again at the next look, from where it was.
    const { size, modified } = known ?? file
    const blank = { looks: 0, partial: 0, file: 0, grown: 0, last_import: 0 }
    const state = known ? known.state : 'waiting'
    return { ...blank, ...known, ...file, size, modified, state, seen: now, outcome: outcome.outcome }
  }
  const isRead = kind === 'new' || kind === 'grown' || kind === 'known'
  const states = { refused: 'refused', undated: 'undated', stopped: 'left' } as const
  const told = {
    undated: 'No line of it states a date yet. It is read again when it has grown.',
    stopped: 'Its import was stopped by hand, so it is left alone.',
  } as const
  return {
    ...file,
    state: isRead ? 'imported' : states[kind],
    looks: 0,
    partial: heldPartialLine ? 1 : 0,
    file: isRead ? row : 0,
    grown: kind === 'new' ? 0 : (known?.grown ?? 0) + (kind === 'grown' && lines > 0 && known ? 1 : 0),
    last_import: lines > 0 ? now : (known?.last_import ?? 0),
    seen: now,
    outcome: kind === 'undated' || kind === 'stopped' ? told[kind] : outcome.outcome,
  }
}
