import type { WatchedFileRow } from '../database/watch-table.ts'
import type { SeenFile } from './list-files.ts'

/** One file to be read now. */
export interface Reading {
  readonly file: SeenFile
  /** What was known of it, under this name or another one. */
  readonly known?: WatchedFileRow
  /** Nothing was written since the last look: a last line without a line end counts as it stands. */
  readonly isFinal: boolean
}

export interface Decisions {
  readonly reads: readonly Reading[]
  /** Rows that are known otherwise now, whatever the reading brings. */
  readonly rows: readonly WatchedFileRow[]
  /** Of these: files that have another name than before. */
  readonly renamed: readonly WatchedFileRow[]
  /** Paths of which nothing is known any more. */
  readonly gone: readonly string[]
}

/** Looks after which a file that grows and grows is read all the same: a log in use never rests. */
const mostWaits = 5
const dayMilliseconds = 86_400_000
/** A file that is away for longer is forgotten: a share may be down for a while. */
const rememberedFor = 30 * dayMilliseconds

/**
 * What to do about each file of a watch. A new file waits until it has kept its size for `restMilliseconds`, for it may still be being
 * copied in; one that was read before, under whatever name, is read on at once. Pure.
 */
export const decide = (
  known: ReadonlyMap<string, WatchedFileRow>,
  seen: readonly SeenFile[],
  now: number,
  restMilliseconds: number,
): Decisions => {
  const reads: Reading[] = []
  const rows: WatchedFileRow[] = []
  const renamed: WatchedFileRow[] = []
  const nodeAt = new Map(seen.map(({ path, node }) => [path, node]))
  const movable = new Map(
    [...known.values()]
      .filter(({ path, node, file }) => file > 0 && nodeAt.get(path) !== node)
      .map((row) => [row.node, row]),
  )
  const moved = new Set<string>()

  for (const file of seen) {
    const { path, node, size, modified } = file
    const here = known.get(path)
    const before = here?.node === node ? undefined : movable.get(node)
    const from = before && before.size <= size && before.path !== path ? before : undefined
    if (from) moved.add(from.path)
    const row = from ?? here
    const isSame = row !== undefined && row.size === size && row.modified === modified
    const changed: WatchedFileRow = { ...(row ?? unknown), path, node, size, modified }

    if (row === undefined) {
      rows.push({ ...changed, seen: now, outcome: waits })
    } else if (row.state === 'left') {
      // Removed by hand: only another content in its place counts again.
      if (size < row.size) reads.push({ file, isFinal: false })
      else if (from) rows.push(changed)
    } else if (isSame) {
      if (from) {
        rows.push({ ...changed, seen: now })
        renamed.push(changed)
      } else if (now - row.seen > dayMilliseconds && row.state !== 'waiting') rows.push({ ...row, seen: now })
      if (row.state === 'imported' && row.partial === 1) reads.push({ file, known: row, isFinal: true })
      if (row.state === 'waiting' && size > 0 && now - row.seen >= restMilliseconds)
        reads.push({ file, isFinal: false })
    } else if (row.state === 'imported' || row.state === 'undated') {
      reads.push({ file, known: row, isFinal: false })
    } else if (row.state === 'waiting' && row.looks + 1 >= mostWaits && !/\.(?:gz|zip)$/i.test(path)) {
      reads.push({ file, isFinal: false })
    } else {
      const looks = row.state === 'waiting' ? row.looks + 1 : 0
      rows.push({ ...changed, state: 'waiting', looks, seen: now, outcome: waits })
    }
  }
  const gone = [...known.values()]
    .filter(
      ({ path, seen: at }) => (moved.has(path) && !nodeAt.has(path)) || (!nodeAt.has(path) && now - at > rememberedFor),
    )
    .map(({ path }) => path)
  return { reads, rows, renamed, gone }
}

const waits = 'It waits for the next look: it may still be being copied in.'

const unknown: WatchedFileRow = {
  path: '',
  node: '',
  size: 0,
  modified: '',
  state: 'waiting',
  looks: 0,
  partial: 0,
  file: 0,
  grown: 0,
  last_import: 0,
  seen: 0,
  outcome: '',
}
