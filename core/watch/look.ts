import { basename } from 'node:path'
import {
  filesOfUnknown,
  storeWatchedFiles,
  updateWatch,
  type WatchedFileRow,
  type WatchRow,
} from '../database/watch-table.ts'
import { renameImports } from '../imports/import-tails.ts'
import type { TailOutcome } from '../imports/tail.ts'
import { decide, type Reading } from './decide.ts'
import { findRenamed, type Listing, listFiles, mostFiles, type SeenFile } from './list-files.ts'
import { namePattern } from './name-pattern.ts'
import type { WatcherContext } from './watch-context.ts'
import { outcomeOfLook, unreachableReason } from './watch-words.ts'
import { leaveRemoved, presentFiles, rowAfter, type WatchedPath } from './watched-path.ts'

export interface LookResult {
  /** Some files only wait for another look. */
  readonly waits: boolean
}

/** A path that says nothing for so long is taken for one that cannot be reached. */
const silentAfter = 30_000
/** Paths that do not answer at the same time. Each holds a thread of the pool, and the database needs some too. */
const mostHung = 2
/** Files read in one turn of the queue: an import by hand does not wait for more. */
const filesPerTurn = 20

/** A new file is taken when it has kept its size for so long. */
export const restMilliseconds = ({ every_seconds }: Pick<WatchRow, 'every_seconds'>): number =>
  Math.min(every_seconds, 5) * 1000

/** Looks at one path: what is there, what of it is new, and reads that. */
export const lookAt = async (
  context: WatcherContext,
  one: WatchedPath,
  all: Iterable<WatchedPath>,
): Promise<LookResult> => {
  const { database, clock } = context
  const listing = await list(context, one, all)
  if (!listing) return { waits: false }
  await backInReach(context, one)
  const left = await leaveRemoved(database, one.files)
  for (const row of left) one.files.set(row.path, row)

  const seen = [...listing.files, ...(await renamed(one, listing.files))]
  const { reads, rows, renamed: moved, gone } = decide(one.files, seen, clock.now(), restMilliseconds(one.row))
  const before = new Map(one.files)
  for (const path of gone) one.files.delete(path)
  for (const row of rows) one.files.set(row.path, row)
  one.present = seen.map(({ path }) => path)
  if (rows.length + gone.length + left.length > 0)
    await database.transaction(async (tx) => {
      await storeWatchedFiles(tx, one.row.id, [...left, ...rows], gone)
      await renameImports(tx, moved)
    })

  const read: (readonly [name: string, outcome: TailOutcome])[] = []
  for (let at = 0; at < reads.length && one.row.removed === 0; at += filesPerTurn) {
    const some = reads.slice(at, at + filesPerTurn)
    const outcomes = await context.imports.tail(some.map((reading) => tailFile(one.row, reading)))
    const after = some.map((reading, i) => rowAfter(reading, outcomes[i] as TailOutcome, clock.now()))
    for (const row of after) one.files.set(row.path, row)
    await database.transaction((tx) => storeWatchedFiles(tx, one.row.id, after, []))
    read.push(...some.map(({ file }, i) => [basename(file.path), outcomes[i] as TailOutcome] as const))
    context.announce('watch.changed', { id: one.row.id })
  }
  one.present = [
    ...listing.files.map(({ path }) => path),
    ...seen
      .slice(listing.files.length)
      .flatMap(({ path }) => (isStillWritten(one.files.get(path), clock.now()) ? [path] : [])),
  ]
  await tell(context, one, before, reads)
  await askForServers(context, read)
  const files = presentFiles(one)
  const lines = read.reduce((sum, [, outcome]) => sum + outcome.lines, 0)
  const outcome = outcomeOfLook(files, read, listing.cut ? mostFiles : undefined)
  const change = {
    outcome,
    ...(lines === 0 ? {} : { lines: one.row.lines + lines }),
    ...(lines > 0 ? { last_import: clock.now() } : {}),
  }
  // A look that finds nothing writes nothing.
  if (lines !== 0 || outcome !== one.row.outcome)
    await database.transaction((tx) => updateWatch(tx, one.row.id, { ...change, last_look: clock.now() }))
  one.row = { ...one.row, ...change }
  return { waits: files.some(({ state, partial, size }) => (state === 'waiting' && size > 0) || partial === 1) }
}

/** A server may go on writing into the file that rotation has renamed. */
const isStillWritten = (row: WatchedFileRow | undefined, now: number): boolean =>
  row !== undefined && (row.partial === 1 || now - row.last_import < 600_000)

const tailFile = ({ server, zone, format }: WatchRow, { file, known, isFinal }: Reading) => ({
  path: file.path,
  options: { ...(server ? { server } : {}), ...(zone ? { zone } : {}), ...(format ? { format } : {}) },
  tail: { isFinal, ...(known && known.file > 0 ? { of: known.file } : {}) },
  bytes: Math.max(0, file.size - (known?.size ?? 0)),
})

/** What is there; `undefined` when the path cannot be looked at, which is then told. */
const list = async (
  context: WatcherContext,
  one: WatchedPath,
  all: Iterable<WatchedPath>,
): Promise<Listing | undefined> => {
  const { clock, database } = context
  const { path, kind, pattern, subfolders } = one.row
  if (one.hung) return undefined
  if ([...all].filter(({ hung }) => hung !== undefined).length >= mostHung) {
    await outOfReach(context, one, 'others')
    return undefined
  }
  const began = clock.now()
  const listing = listFiles({
    path,
    kind,
    subfolders: subfolders === 1,
    isWanted: namePattern(pattern),
    isOwn: (file) => file.startsWith(database.path),
  })
  let callOff = (): void => undefined
  const silence = new Promise<'silent'>((done) => {
    callOff = clock.after(silentAfter, () => done('silent'))
  })
  try {
    const told = await Promise.race([listing, silence])
    if (told !== 'silent') {
      one.took = clock.now() - began
      return told
    }
    one.hung = listing
      .catch(() => undefined)
      .finally(() => {
        one.hung = undefined
      })
    await outOfReach(context, one, 'silent')
  } catch (error) {
    // A watched file is away for a moment while it is rotated: only its folder's absence is trouble.
    if (
      kind === 'file' &&
      (error as NodeJS.ErrnoException).code === 'ENOENT' &&
      one.files.size > 0 &&
      !one.unreachable
    ) {
      const found = await findRenamed([...one.files.values()])
      if (found.length > 0) return { files: found, cut: false }
    }
    await outOfReach(context, one, (error as NodeJS.ErrnoException).code)
  } finally {
    callOff()
  }
  return undefined
}

const outOfReach = async (context: WatcherContext, one: WatchedPath, code: string | undefined): Promise<void> => {
  const reason = unreachableReason('It', code)
  const since = one.unreachable?.since ?? context.clock.now()
  const isNew = one.unreachable === undefined
  one.unreachable = { reason, since }
  if (isNew)
    await context.notices.tell({
      severity: 'warning',
      title: 'A watched path cannot be reached',
      message: unreachableReason(one.row.path, code),
      link: '/import',
    })
}

const backInReach = async (context: WatcherContext, one: WatchedPath): Promise<void> => {
  if (!one.unreachable) return
  one.unreachable = undefined
  await context.notices.tell({
    severity: 'info',
    title: 'A watched path is back',
    message: `${one.row.path} can be reached again. What was written in the meantime is imported now.`,
    link: '/import',
  })
}

/** Files that were read and are not where they were: rotation may have given them a name that the pattern does not take. */
const renamed = async (one: WatchedPath, seen: readonly SeenFile[]): Promise<SeenFile[]> => {
  const nodes = new Set(seen.map(({ node }) => node))
  const paths = new Set(one.present)
  const missing = [...one.files.values()].filter(
    ({ path, node, file, state }) => paths.has(path) && file > 0 && state === 'imported' && !nodes.has(node),
  )
  if (missing.length === 0) return []
  const known = new Set(seen.map(({ path }) => path))
  return (await findRenamed(missing)).filter(({ path }) => !known.has(path))
}

/** Asks of new files that do not name their server, as after an import by hand. */
const askForServers = async (
  { database, notices }: WatcherContext,
  read: readonly (readonly [name: string, outcome: TailOutcome])[],
): Promise<void> => {
  const rows = read.flatMap(([, { kind, row }]) => (kind === 'new' ? [row] : []))
  for (const { id, name } of rows.length === 0 ? [] : await filesOfUnknown(database, rows)) {
    await notices.tell({
      severity: 'warning',
      title: `Which server wrote ${name}?`,
      message: 'The log does not name its server. Its lines count for “unknown” until you say it.',
      link: `/import/${id}`,
    })
  }
}

/** Says once of each file that it could not be imported. */
const tell = async (
  { notices }: WatcherContext,
  one: WatchedPath,
  before: ReadonlyMap<string, WatchedFileRow>,
  reads: readonly Reading[],
): Promise<void> => {
  const refused = reads
    .map(({ file }) => one.files.get(file.path))
    .filter((row) => row?.state === 'refused' && before.get(row.path)?.outcome !== row.outcome)
  const [first] = refused
  if (!first) return
  await notices.tell({
    severity: 'warning',
    title:
      refused.length === 1 ? `${basename(first.path)} was not imported` : `${refused.length} files were not imported`,
    message:
      refused.length === 1
        ? first.outcome
        : `They lie in the watched folder ${one.row.path}. Its entry on the page Import says why of each; a name pattern leaves such files out.`,
    link: '/import',
  })
}
