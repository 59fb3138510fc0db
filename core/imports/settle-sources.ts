import { noCapacity } from '../aggregation/capacity-steps.ts'
import type { FileLines } from '../aggregation/overlaps.ts'
import type { Reader } from '../database/connection.ts'
import { markDays } from '../database/day-table.ts'
import { committedFiles, copiesOfFiles, type FileRow, fileById, updateFile } from '../database/file-table.ts'
import type { LineRange } from '../database/overlap-table.ts'
import { overlapsOf, replaceOverlaps } from '../database/overlap-table.ts'
import { bareRanges } from '../database/past-table.ts'
import { type SegmentHead, segmentColumns, segmentHeads } from '../database/segment-table.ts'
import { allSources, deleteSource, insertSource, logSources, updateZone } from '../database/source-table.ts'
import { groupStreams, stemOf } from './assign-source.ts'
import { assignUsage } from './assign-usage.ts'
import { adoptDaysAhead } from './derive-ahead.ts'
import type { ImportContext } from './import-context.ts'
import { outdatedDays, rebuildSource } from './rebuild-source.ts'
import { refreshVerdicts } from './refresh-verdicts.ts'
import { emptyPast } from './retention.ts'
import { sourceCapacities } from './source-capacity.ts'
import { agentsZone, machineZone } from './zone-names.ts'

export const unknownServer = 'unknown'

/**
 * Brings every source up to date with the stored files: which stream each file belongs to, which of its lines stand elsewhere too, and
 * the days that follow from them. Depends on what is stored alone, so files count the same in whatever order they came.
 */
export const settleSources = async (
  context: ImportContext,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<number> => {
  const { database } = context
  await assignStreams(context)
  await assignUsage(context)
  await adoptDaysAhead(context)
  await emptyPast(database)
  for (const source of await logSources(database)) {
    const files = (await committedFiles(database)).filter((file) => file.source === source.id)
    if (files.length === 0) await database.transaction((tx) => deleteSource(tx, source.id))
    else await refreshOverlaps(context, files)
  }
  let derived = 0
  const capacities = await sourceCapacities(context)
  for (const source of await logSources(database)) {
    derived += await rebuildSource({
      database,
      deriveWorker: context.deriveWorker,
      source,
      derive: context.derivation(),
      capacity: capacities.get(source.id) ?? noCapacity,
      signal,
      onProgress,
    })
  }
  await refreshVerdicts(context)
  return derived
}

/** Marks the days that what is stored now changes, so that a report over them says so until they are derived, whatever comes between. */
export const markOutdatedDays = async (context: ImportContext): Promise<void> => {
  const { database } = context
  const capacities = await sourceCapacities(context)
  for (const source of await logSources(database)) {
    const days = await outdatedDays(database, source, context.derivation(), capacities.get(source.id) ?? noCapacity)
    if (days.length > 0) await database.transaction((tx) => markDays(tx, source.id, days))
  }
}

/** Files whose server is known by their banner or by the admin first; the others join a stream they overlap or continue. */
const assignStreams = async (context: ImportContext): Promise<void> => {
  const { database } = context
  const files = await committedFiles(database)
  await storeStreams(
    context,
    files.filter(({ server }) => server !== ''),
  )
  const named = (await committedFiles(database)).filter(({ server }) => server !== '')
  const alone: FileRow[] = []
  const copies = await copiesOfFiles(database)
  const stemsOf = (file: FileRow): string[] =>
    [file, ...(copies.get(file.id) ?? [])].map(({ folder, name }) => `${folder}\n${stemOf(name)}`)
  for (const file of files.filter(({ server }) => server === '')) {
    const stems = new Set(stemsOf(file))
    const continued = named.find((other) => stemsOf(other).some((stem) => stems.has(stem)) && sharesDaemon(other, file))
    const kin = continued ?? (await overlapping(context, file, named))
    if (!kin) alone.push(file)
    else if (kin.source !== file.source)
      await database.transaction((tx) => updateFile(tx, file.id, { source: kin.source }))
  }
  const taken = new Set(named.map(({ source }) => source))
  await storeStreams(
    context,
    alone.map((file) => ({ ...file, server: unknownServer, source: taken.has(file.source) ? 0 : file.source })),
  )
}

const storeStreams = async ({ database }: ImportContext, files: readonly FileRow[]): Promise<void> => {
  const streams = groupStreams(
    files.map(({ id, server, daemons, source }) => ({ id, server, source, daemons: JSON.parse(daemons) as string[] })),
  )
  for (const { server, files: members, source } of streams) {
    const ofStream = files.filter(({ id }) => members.includes(id))
    if (source !== undefined && ofStream.every((file) => file.source === source)) continue
    await database.transaction(async (tx) => {
      let target = source
      if (target === undefined) {
        const told = ofStream.find(({ zone }) => zone !== '')
        target = await insertSource(tx, {
          server,
          zone: told?.zone ?? machineZone(),
          zone_origin: told?.zone_origin ?? 'of this machine',
          format: '',
        })
      }
      for (const { id } of ofStream) await updateFile(tx, id, { source: target })
    })
  }
  // A server may have been named anew by the admin.
  const sources = await allSources(database)
  for (const { server, files: members } of streams) {
    const id = (await fileById(database, members[0] as number))?.source
    const known = sources.find((one) => one.id === id)
    if (known && known.server !== server)
      await database.transaction((tx) => tx.run('UPDATE source SET server = ? WHERE id = ?', [server, known.id]))
  }
}

const sharesDaemon = (a: FileRow, b: FileRow): boolean => {
  const known = JSON.parse(a.daemons) as string[]
  return (JSON.parse(b.daemons) as string[]).some((daemon) => known.includes(daemon))
}

/** The zone of a source: given last, else found in its latest file, else what it was. */
const adoptZone = async ({ database }: ImportContext, file: FileRow): Promise<void> => {
  const source = (await allSources(database)).find(({ id }) => id === file.source)
  if (!source || file.zone === '' || source.zone === file.zone) return
  if (source.zone_origin === 'given' && file.zone_origin !== 'given') return
  if (source.zone_origin === 'from the log' && file.zone_origin === agentsZone) return
  await database.transaction((tx) => updateZone(tx, source.id, file.zone, file.zone_origin))
}

export const adoptZones = async (context: ImportContext): Promise<void> => {
  const files = 'SELECT * FROM file WHERE committed_part > 0 AND source > 0 ORDER BY id'
  for (const file of await context.database.all<FileRow>(files)) await adoptZone(context, file)
}

const overlapping = async (
  context: ImportContext,
  file: FileRow,
  others: readonly FileRow[],
): Promise<FileRow | undefined> => {
  for (const other of others) {
    if (!sharesDaemon(other, file)) continue
    if (
      (await overlapsBetween(context, file, other)).length > 0 ||
      (await overlapsBetween(context, other, file)).length > 0
    ) {
      return other
    }
  }
  return undefined
}

/** Canonical order of files: by first instant, then content. */
const inOrder = (heads: readonly SegmentHead[], files: readonly FileRow[]): FileRow[] => {
  const first = (id: number) =>
    Math.min(...heads.filter(({ file }) => file === id).map((segment) => segment.day * 86400 + segment.firstTime))
  return [...files].sort((a, b) => first(a.id) - first(b.id) || (a.head < b.head ? -1 : 1))
}

const refreshOverlaps = async (context: ImportContext, files: readonly FileRow[]): Promise<void> => {
  const { database } = context
  const heads = await segmentHeads(
    database,
    files.map(({ id }) => id),
  )
  const ordered = inOrder(heads, files)
  for (const [i, later] of ordered.entries()) {
    const ranges: LineRange[] = []
    for (const earlier of ordered.slice(0, i + 1)) {
      if (earlier.id === later.id ? !stepsBack(heads, later.id) : !meet(heads, later.id, earlier.id)) continue
      ranges.push(...(await overlapsBetween(context, later, earlier)))
    }
    const merged = mergeRanges([...ranges, ...(await overlapsOfPast(database, later.id))])
    const known = await overlapsOf(database, later.id)
    if (JSON.stringify(merged) === JSON.stringify(known)) continue
    const doubled = merged.reduce((sum, [first, last]) => sum + last - first + 1, 0)
    await database.transaction(async (tx) => {
      await replaceOverlaps(tx, later.id, merged)
      await updateFile(tx, later.id, { duplicates: doubled })
    })
  }
}

/** Overlaps known of lines that were removed because of their age: they cannot be looked for again. */
const overlapsOfPast = async (database: Reader, file: number): Promise<LineRange[]> => {
  const bare = await bareRanges(database, file)
  if (bare.length === 0) return []
  return (await overlapsOf(database, file)).flatMap(([first, last]) =>
    bare.map(([from, to]) => [Math.max(first, from), Math.min(last, to)] as const).filter(([from, to]) => from <= to),
  )
}

/** A file can only hold a stretch twice where its time goes back. */
const stepsBack = (heads: readonly SegmentHead[], file: number): boolean =>
  heads.some((segment) => segment.file === file && segment.piece > 0)

const meet = (heads: readonly SegmentHead[], a: number, b: number): boolean => {
  const days = new Set(heads.filter(({ file }) => file === a).map(({ day }) => day))
  return heads.some(({ file, day }) => file === b && days.has(day))
}

const overlapsBetween = async (context: ImportContext, later: FileRow, earlier: FileRow): Promise<LineRange[]> => {
  const { database, deriveWorker } = context
  const heads = await segmentHeads(database, [later.id, earlier.id], { withLines: true })
  if (later.id !== earlier.id && !meet(heads, later.id, earlier.id)) return []
  const input = {
    later: await linesOf(context, later, near(heads, later.id, earlier.id)),
    earlier: await linesOf(context, earlier, near(heads, earlier.id, later.id)),
  }
  return deriveWorker.call<LineRange[]>('overlaps', input)
}

/** Segments of a file on days that the other file touches too, and those beside them in the file: a run may reach there. */
const near = (heads: readonly SegmentHead[], file: number, other: number): SegmentHead[] => {
  const own = heads.filter((segment) => segment.file === file)
  if (file === other) return own
  const days = new Set(heads.filter((segment) => segment.file === other).map(({ day }) => day))
  return own.filter((_, i) =>
    [i - 1, i, i + 1].some((k) => own[k] !== undefined && days.has((own[k] as SegmentHead).day)),
  )
}

const linesOf = async (
  { database }: ImportContext,
  file: FileRow,
  heads: readonly SegmentHead[],
): Promise<FileLines> => {
  const columns = await segmentColumns(
    database,
    heads.map(({ id }) => id),
  )
  return {
    file: file.id,
    segments: heads.map(({ id, day }) => ({
      day,
      ...(columns.get(id) as NonNullable<ReturnType<typeof columns.get>>),
    })),
  }
}

const mergeRanges = (ranges: readonly LineRange[]): LineRange[] => {
  const merged: [number, number][] = []
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1)
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else merged.push([first, last])
  }
  return merged
}
