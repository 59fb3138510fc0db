import { basename, dirname } from 'node:path'
import type { FileRow } from '../database/file-table.ts'
import type { LineSegment } from '../facts/line-segment.ts'
import type { Checkpoint } from '../importers/ingest-file.ts'
import { stemOf } from './assign-source.ts'

/** How a file that is watched is read. */
export interface TailRequest {
  /** The import that holds what was read of it so far. */
  readonly of?: number
  /** Nothing was written to it lately, so a last line without a line end counts as it stands; else it waits. */
  readonly isFinal: boolean
}

/** What became of one look at a watched file. */
export interface TailOutcome {
  readonly kind: 'new' | 'grown' | 'known' | 'undated' | 'refused' | 'failed' | 'stopped'
  /** The import that holds its lines; 0 for none. */
  readonly row: number
  /** New ones. */
  readonly lines: number
  readonly facts: number
  readonly heldPartialLine: boolean
  readonly outcome: string
}

/** Where the parts of a file begin that are read again together with what is new. */
export interface Fold {
  readonly part: number
  readonly checkpoint: Checkpoint
}

/**
 * Where a watched file lies now that rotation has renamed it. A packed copy is not the file itself, and a name of another kind would keep
 * the next file from being known as its continuation: then it keeps its name.
 */
export const placeOf = (path: string, row: FileRow): Pick<FileRow, 'path' | 'name' | 'folder'> => {
  const name = basename(path)
  return stemOf(name) === stemOf(row.name) && !/\.(?:gz|zip)$/i.test(name)
    ? { path, name, folder: dirname(path) }
    : { path: row.path, name: row.name, folder: row.folder }
}

/** More than this is not read again, in bytes: about 15,000 lines, some 20 ms. */
const foldBytes = 1_000_000

/**
 * A file read every few seconds would leave a segment for each time. Instead the last stretch of it, of one day and at most 1 MB, is read
 * again with what is new, and one segment takes the place of the ones before.
 */
export const foldOf = (base: FileRow): Fold =>
  base.fold_checkpoint === ''
    ? { part: base.committed_part, checkpoint: JSON.parse(base.checkpoint) as Checkpoint }
    : { part: base.fold_part, checkpoint: JSON.parse(base.fold_checkpoint) as Checkpoint }

/** Where the next stretch begins, after `end`, the last part with its checkpoint. */
export const nextFold = (
  fold: Fold,
  end: Fold,
  segments: readonly Pick<LineSegment, 'day'>[],
): Pick<FileRow, 'fold_part' | 'fold_checkpoint'> => {
  const spansDays = segments.some(({ day }) => day !== segments[0]?.day)
  const isLong = end.checkpoint.splitter.byteOffset - fold.checkpoint.splitter.byteOffset > foldBytes
  const { part, checkpoint } = spansDays || isLong ? end : fold
  return { fold_part: part, fold_checkpoint: JSON.stringify(checkpoint) }
}
