import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isOfOpenRuns } from '../agents/ingest/run-files.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { fileExtents } from '../database/file-extents.ts'
import { allFiles, type FileRow, fileById } from '../database/file-table.ts'
import { filesOfPast } from '../database/past-table.ts'
import { allSources } from '../database/source-table.ts'
import { importerByFormat, importers } from '../importers/registry.ts'
import type { ImportOptions } from '../imports/import-options.ts'
import type { QueuedFile } from '../imports/import-queue.ts'
import { type FileExtent, importRecord, importReport, isGrowing } from '../imports/import-record.ts'
import { licenceStandings } from '../imports/licence-standing.ts'
import { licenceUses, readUseInputs } from '../imports/licence-uses.ts'
import { removedDays } from '../imports/retention.ts'
import { isZone } from '../imports/zone-names.ts'
import { checkedColumns } from './check-columns.ts'
import { createColumnsApi } from './columns-api.ts'
import type { CoreContext } from './core-context.ts'
import { extentInZone } from './extent-in-zone.ts'

type ImportCalls = Pick<Api, Extract<keyof Api, `imports.${string}`>>

/** Checks what was said of the files before any is touched. @throws ConsoleError `invalid` */
export const checkOptions = ({ server, zone, format, startDate, columns }: ImportOptions): void => {
  if (server !== undefined && server.trim() === '')
    throw new ConsoleError('invalid', 'The name given with --server is empty.')
  const isDate = startDate === undefined || new Date(`${startDate}T00:00:00Z`).toJSON()?.startsWith(startDate)
  if (!isDate) throw new ConsoleError('invalid', `${startDate} is not a date. Write it as 2024-03-04.`)
  if (zone !== undefined && !isZone(zone))
    throw new ConsoleError('invalid', `${zone} is not a time zone. Use an IANA name such as Europe/Berlin or UTC.`)
  if (format !== undefined && !importerByFormat(format)) {
    throw new ConsoleError(
      'invalid',
      `There is no format named ${format}. There are: ${importers.map((one) => one.format).join(', ')}.`,
    )
  }
  if (columns) checkedColumns(format ?? '', columns)
}

export const createImportsApi = (context: CoreContext): ImportCalls => {
  const { database, imports, offeredFiles } = context
  /** Uploads that wait for somebody to name their columns, by path. */
  const waitingUploads = new Map<string, string>()
  const taken = (path: string): string[] => {
    const fileId = waitingUploads.get(path)
    waitingUploads.delete(path)
    return fileId === undefined ? [] : [fileId]
  }

  const start = async (files: readonly QueuedFile[], release: readonly string[] = []) => {
    const { rows, done } = await imports.start(files)
    void done
      .then(async () => {
        const ended = await Promise.all(rows.map((row) => fileById(database, row)))
        for (const fileId of release) {
          const path = offeredFiles.resolve(fileId)?.path ?? ''
          // A table whose columns nobody has named yet is read again once somebody has.
          if (ended.some((row) => row?.path === path && row.state === 'refused' && importRecord(row).hasColumns))
            waitingUploads.set(path, fileId)
          else await offeredFiles.release(fileId)
        }
        await tell(rows)
      })
      .catch(() => undefined)
    return Promise.all(rows.map(async (row) => importRecord(await known(row))))
  }

  const tell = async (rows: readonly number[]): Promise<void> => {
    const ended = (await Promise.all(rows.map((row) => fileById(database, row)))).filter((row) => row !== undefined)
    const isTable = (row: FileRow): boolean => row.state === 'refused' && importRecord(row).hasColumns === true
    for (const { id, name } of ended.filter(isTable).slice(0, 3))
      await context.notices.tell({
        severity: 'warning',
        title: `Which column of ${name} is which?`,
        message: 'No format knows the columns of this table. Nothing of it counts until you say it.',
        link: `/import/${id}`,
      })
    const bad = ended.filter((row) => row.state === 'failed' || (row.state === 'refused' && !isTable(row)))
    for (const { id, name, outcome } of bad.slice(0, 3)) {
      await context.notices.tell({
        severity: 'error',
        title: `${name} was not imported`,
        message: outcome,
        link: `/import/${id}`,
      })
    }
    if (bad.length > 3) {
      await context.notices.tell({
        severity: 'error',
        title: `${bad.length - 3} more files were not imported`,
        message: 'The list of imports says why for each.',
        link: '/import',
      })
    }
    const good = ended.filter(({ state, facts }) => state === 'finished' && facts > 0)
    if (good.length > 0) {
      const sumOf = (of: (row: FileRow) => boolean) => good.reduce((sum, row) => sum + (of(row) ? row.facts : 0), 0)
      const facts = sumOf((row) => !row.is_document && !row.is_usage)
      const used = sumOf((row) => row.is_usage === 1)
      const licences = sumOf((row) => row.is_document === 1)
      const title = good.length === 1 ? `${good[0]?.name} was imported` : `${good.length} files were imported`
      const link = good.length === 1 ? `/import/${good[0]?.id}` : '/import'
      await context.notices.tell({
        severity: 'success',
        title,
        message: [
          ...(facts > 0 ? [`${facts.toLocaleString('en-US')} checkouts, check-ins and denials.`] : []),
          ...(used > 0 ? [`${used.toLocaleString('en-US')} lines used.`] : []),
          ...(licences > 0 ? [`${licences.toLocaleString('en-US')} licence records.`] : []),
        ].join(' '),
        link,
      })
    }
    const streams = await extents(ended)
    for (const { id, name } of ended.filter((one) => streams.get(one.id)?.licences?.needsServer)) {
      await context.notices.tell({
        severity: 'warning',
        title: `Which server does ${name} belong to?`,
        message: streams.get(id)?.licences?.standing ?? '',
        link: `/import/${id}`,
      })
    }
    for (const row of ended.filter((one) => !one.is_document && importRecord(one, streams.get(one.id)).needsServer)) {
      await context.notices.tell({
        severity: 'warning',
        title: `Which server wrote ${row.name}?`,
        message: 'The log does not name its server. Its lines count for “unknown” until you say it.',
        link: `/import/${row.id}`,
      })
    }
  }

  const known = async (id: number): Promise<FileRow> => {
    const row = await fileById(database, id)
    if (!row) throw new ConsoleError('not-found', 'There is no such import any more.')
    return row
  }

  /** Extent and stream of those of the files that have facts, by file. */
  const extents = async (files: readonly FileRow[]): Promise<Map<number, FileExtent>> => {
    const walls = await fileExtents(
      database,
      files.map(({ id }) => id),
    )
    const sources = new Map((await allSources(database)).map((source) => [source.id, source]))
    const sourceOf = new Map(files.map(({ id, source }) => [id, sources.get(source)]))
    const past = await filesOfPast(database)
    const inputs = await readUseInputs(database)
    const standings = licenceStandings(inputs, licenceUses(inputs))
    const logs = [...walls].flatMap(([file, found]): [number, FileExtent][] => {
      const source = sourceOf.get(file)
      if (!source) return []
      const extent = {
        ...extentInZone(source.zone, found),
        streamServer: source.server,
        streamZone: source.zone,
        streamZoneOrigin: source.zone_origin,
        removed: removedDays(past.get(file)),
      }
      return [[file, extent]]
    })
    return new Map<number, FileExtent>([
      ...logs,
      ...[...standings].map(([file, licences]) => [file, { licences }] as const),
    ])
  }

  return {
    ...createColumnsApi(context, async (file) => (await start([file], taken(file.path)))[0]),
    'imports.start': async ({ files, ...given }) => {
      checkOptions(given)
      const { columns } = given
      const options: ImportOptions = columns
        ? { ...given, columns: checkedColumns(given.format ?? '', columns) }
        : given
      const queued: QueuedFile[] = []
      const temporary: string[] = []
      for (const file of files) {
        if ('path' in file) queued.push({ path: resolve(file.path), options })
        else {
          const offered = offeredFiles.resolve(file.fileId)
          if (!offered)
            throw new ConsoleError('not-found', 'A file that was offered is no longer there. Drop it again.')
          if (offered.temporary) temporary.push(file.fileId)
          queued.push({ path: offered.path, name: offered.name, options })
        }
      }
      return start(queued, temporary)
    },
    'imports.list': async () => {
      const files = (await allFiles(database)).filter((row) => !isGrowing(row) && !isOfOpenRuns(row))
      const known = await extents(files)
      return files.map((row) => importRecord(row, known.get(row.id))).reverse()
    },
    'imports.report': async ({ id }) => {
      const row = await known(id)
      return importReport(row, (await extents([row])).get(id) ?? {})
    },
    'imports.cancel': async ({ id, keep }) => {
      if (!imports.cancel(id, keep)) throw new ConsoleError('refused', 'This import is not running any more.')
      return null
    },
    'imports.resume': async ({ id }) => {
      await imports.resume(id)
      return null
    },
    'imports.setServer': async ({ id, server }) => {
      await imports.setServer(id, server)
      return null
    },
    'imports.remove': async ({ id }) => {
      const path = (await fileById(database, id))?.path ?? ''
      await imports.remove(id)
      for (const fileId of taken(path)) await offeredFiles.release(fileId)
      return null
    },
    'imports.sample': async () => {
      const path = join(context.resources, 'sample', 'sample-lmgrd.log')
      if (!existsSync(path))
        throw new ConsoleError(
          'not-found',
          'The sample log is missing from this installation. Import a log of your own.',
        )
      return start([{ path, options: {} }])
    },
  }
}
