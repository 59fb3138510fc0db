import { type ZoneClock, zoneClock } from '../aggregation/zone-clock.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Source, SourceDaemon, SourceDetail } from '../contract/sources.ts'
import type { Reader } from '../database/connection.ts'
import { isOutdated, sourceDays } from '../database/day-table.ts'
import { type FileExtent, fileExtents } from '../database/file-extents.ts'
import { committedFiles, type FileRow, usageFiles } from '../database/file-table.ts'
import { renameVendorLicence, vendorLicenceRenames } from '../database/rename-table.ts'
import { allSources, type SourceRow } from '../database/source-table.ts'
import { watchesThatSetZone } from '../database/watch-table.ts'
import { importerByFormat } from '../importers/registry.ts'
import {
  filesOfSource,
  followLogZone,
  giveServer,
  giveZone,
  removeSource,
  zoneInLog,
} from '../imports/change-source.ts'
import { unknownServer } from '../imports/settle-sources.ts'
import { isZone } from '../imports/zone-names.ts'
import { isoInZone } from '../query/periods.ts'
import type { CoreContext } from './core-context.ts'
import { extentInZone, instantsOf } from './extent-in-zone.ts'
import { asRun, type ObservedDaemon, observeSource, stretchesOf } from './source-observation.ts'

const runsInDetail = 200
const stretchesOnTimeLine = 1000

const allExtents = async (reader: Reader, files: readonly FileRow[]): Promise<FileExtent[]> =>
  [
    ...(
      await fileExtents(
        reader,
        files.map(({ id }) => id),
      )
    ).values(),
  ].flat()

const describe = async (
  reader: Reader,
  { id, server, zone, zone_origin, format }: SourceRow,
  files: readonly FileRow[],
  isBusy: boolean,
): Promise<{ readonly source: Source; readonly daemons: readonly ObservedDaemon[] }> => {
  const own = files.filter(({ source }) => source === id)
  const days = await sourceDays(reader, id)
  const daemons = await observeSource(reader, days)
  const sum = (of: (daemon: ObservedDaemon) => number) => daemons.reduce((all, daemon) => all + of(daemon), 0)
  const spanned = sum(({ spannedSeconds }) => spannedSeconds)
  const observed = sum(({ observedSeconds }) => observedSeconds)
  const source: Source = {
    id,
    server,
    format: importerByFormat(format === '' ? 'flexnet-debug-log' : format)?.title ?? format,
    hasRuns: format === '',
    daemons: [...new Set(own.flatMap((file) => JSON.parse(file.daemons) as string[]))].sort(),
    zone,
    zoneOrigin: zone_origin,
    ...extentInZone(zone, await allExtents(reader, own)),
    files: own.length,
    lines: own.reduce((all, { lines }) => all + lines, 0),
    days: days.length,
    staleDays: isBusy ? staleDays(zone, days) : days.filter(isOutdated).length,
    observedHours: observed / 3600,
    ...(spanned > 0 ? { coverage: Math.min(1, observed / spanned) } : {}),
    runs: sum(({ runs }) => runs.length),
    features: sum(({ features }) => features),
  }
  return { source, daemons }
}

/** Days of another zone wait to be derived anew, and those that a change has marked. */
const staleDays = (zone: string, days: Awaited<ReturnType<typeof sourceDays>>): number => {
  const clock = zoneClock(zone)
  return days.filter((one) => isOutdated(one) || clock.dayStart(one.day) !== one.start).length
}

/** Every source with what feeds it and what was seen of it. */
export const listSources = async (reader: Reader, isBusy: boolean): Promise<Source[]> => {
  const files = [...(await committedFiles(reader)), ...(await usageFiles(reader))]
  const sources = await allSources(reader)
  return Promise.all(sources.map(async (row) => (await describe(reader, row, files, isBusy)).source))
}

/** @throws ConsoleError `not-found` */
export const sourceDetail = async (reader: Reader, id: number, isBusy: boolean): Promise<SourceDetail> => {
  const row = await knownSource(reader, id)
  const files = [...(await committedFiles(reader)), ...(await usageFiles(reader))].filter(({ source }) => source === id)
  const { source, daemons } = await describe(reader, row, files, isBusy)
  const renames = await vendorLicenceRenames(reader)
  const extents = await fileExtents(
    reader,
    files.map(({ id }) => id),
  )
  const stated = files.map(zoneInLog).findLast((zone) => zone !== undefined)
  const from = Math.min(...daemons.map(({ runs }) => runs[0]?.start ?? Number.POSITIVE_INFINITY))
  const to = Math.max(
    ...daemons.map(({ runs, spannedSeconds }) => (runs[0]?.start ?? Number.NEGATIVE_INFINITY) + spannedSeconds),
  )
  return {
    source,
    ...(stated ? { zoneInLog: stated } : {}),
    ...(Number.isFinite(from) ? { extent: { from: from * 1000, to: to * 1000 } } : {}),
    daemons: daemons.map((daemon) => daemonDetail(daemon, row, renames)),
    files: files.map((file) => ({
      importId: file.id,
      fileName: file.name,
      path: file.path,
      lines: file.lines,
      duplicates: file.duplicates,
      ...extentInZone(row.zone, extents.get(file.id)),
      ...(file.zone ? { zone: file.zone } : {}),
    })),
  }
}

const daemonDetail = (
  { name, runs, features, observedSeconds, spannedSeconds }: ObservedDaemon,
  { server, zone }: SourceRow,
  renames: ReadonlyMap<string, string>,
): SourceDaemon => {
  const vendorLicence = `${server};${name}`
  const observed = stretchesOf(runs, stretchesOnTimeLine)
  const first = runs[0]?.start
  return {
    name,
    vendorLicence,
    shownName: renames.get(vendorLicence) ?? vendorLicence,
    features,
    ...(first === undefined
      ? {}
      : { firstAt: isoInZone(zone, first), lastAt: isoInZone(zone, first + spannedSeconds) }),
    observedHours: observedSeconds / 3600,
    ...(spannedSeconds > 0 ? { coverage: Math.min(1, observedSeconds / spannedSeconds) } : {}),
    runCount: runs.length,
    runs: runs.slice(-runsInDetail).map(asRun),
    observed,
    joinedGaps: observed.reduce((sum, { joinedGaps }) => sum + joinedGaps, 0),
  }
}

const knownSource = async (reader: Reader, id: number): Promise<SourceRow> => {
  const source = (await allSources(reader)).find((one) => one.id === id)
  if (!source) throw new ConsoleError('not-found', 'There is no such source any more.')
  return source
}

const checkZone = (zone: string): void => {
  if (!isZone(zone))
    throw new ConsoleError('invalid', `${zone} is not a time zone. Use an IANA name such as Europe/Berlin or UTC.`)
}

type SourceCalls = Pick<Api, Extract<keyof Api, `sources.${string}`>>

export const createSourcesApi = ({ database, imports, watcher, events, announce }: CoreContext): SourceCalls => {
  const renames = async () =>
    [...(await vendorLicenceRenames(database))].map(([vendorLicence, shownName]) => ({ vendorLicence, shownName }))
  return {
    'sources.list': async () => listSources(database, imports.busy),
    'sources.detail': async ({ id }) => sourceDetail(database, id, imports.busy),
    'sources.runs': async ({ id, daemon, offset, count }) => {
      await knownSource(database, id)
      const daemons = await observeSource(database, await sourceDays(database, id))
      return (daemons.find(({ name }) => name === daemon)?.runs ?? []).slice(offset, offset + count).map(asRun)
    },
    'sources.previewZone': async ({ id, zone }) => {
      checkZone(zone)
      const source = await knownSource(database, id)
      const extents = await allExtents(database, await filesOfSource(database, id))
      const span = instantsOf(zone, extents)
      return {
        zone,
        daysToRebuild: source.zone === zone ? 0 : (await sourceDays(database, id)).length,
        ...extentInZone(zone, extents),
        hasClockChange: span !== undefined && [source.zone, zone].some((one) => changesWithin(zoneClock(one), span)),
      }
    },
    'sources.setZone': async ({ id, zone }) => {
      if (zone !== null) checkZone(zone)
      const source = await knownSource(database, id)
      if (zone === source.zone && source.zone_origin === 'given') return {}
      // What was given last counts, so the next file of a watched folder must not bring back what was given before.
      for (const watch of await watchesThatSetZone(database, id)) await watcher.change(watch, { zone: zone ?? '' })
      const { taskId } = imports.change({
        kind: 'rebuild',
        title:
          zone === null ? `Read ${source.server} on its log's clock` : `Read ${source.server} on the clock of ${zone}`,
        sourceId: id,
        begin: async (tx) => {
          if (zone === null) await followLogZone(tx, id)
          else await giveZone(tx, id, zone)
        },
        outcome: `The lines of ${source.server} are read in their new time zone.`,
      })
      return { taskId }
    },
    'sources.setServer': async ({ id, server }) => {
      if (server.toLowerCase() === unknownServer)
        throw new ConsoleError('refused', `“${server}” stands for a server that nobody has named. Choose another name.`)
      const source = await knownSource(database, id)
      const { taskId } = imports.change({
        kind: 'rebuild',
        title: `Rename the server ${source.server} to ${server}`,
        sourceId: id,
        begin: (tx) => giveServer(tx, id, server),
        outcome: `The lines of ${source.server} now count for ${server}.`,
      })
      return { taskId }
    },
    'sources.remove': async ({ id, server }) => {
      const source = await knownSource(database, id)
      if (source.server !== server)
        throw new ConsoleError(
          'refused',
          `This source is named ${source.server} now, not ${server}. Nothing was removed.`,
        )
      const { taskId } = imports.change({
        kind: 'remove',
        title: `Remove ${server}`,
        sourceId: id,
        begin: (tx, task) =>
          removeSource(tx, id, (done, total) =>
            task.update({ done, total, detail: `Removing file ${done + 1} of ${total}` }),
          ),
        outcome: `${server} and all that its files brought were removed. The files themselves stay where they are.`,
      })
      return { taskId }
    },
    'sources.renames': renames,
    'sources.renameVendorLicence': async ({ vendorLicence, shownName }) => {
      const name = shownName === null || shownName === vendorLicence ? undefined : shownName
      await database.transaction((tx) => renameVendorLicence(tx, vendorLicence, name))
      const detail = name === undefined ? 'Shown by its own name again.' : `Shown as ${name}.`
      void events.log({
        severity: 'info',
        kind: 'change',
        subject: vendorLicence,
        message: 'Vendor licence was renamed',
        detail,
      })
      announce('data.changed', { sources: [] })
      return renames()
    },
  }
}

/** Whether a clock is changed between two instants. */
const changesWithin = (
  clock: ZoneClock,
  { first, last }: { readonly first: number; readonly last: number },
): boolean => {
  const offset = clock.offsetAt(first)
  for (let at = first; at < last; at += 86400) if (clock.offsetAt(at) !== offset) return true
  return clock.offsetAt(last) !== offset
}
