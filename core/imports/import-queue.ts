import { basename, dirname } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import type { ImportState } from '../contract/imports.ts'
import { type FileRow, fileById, insertFile, updateFile } from '../database/file-table.ts'
import { deleteSegments } from '../database/segment-table.ts'
import type { TaskHandle, TaskList } from '../events/task-list.ts'
import type { InspectedFile } from '../importers/inspect-file.ts'
import { type ImportProgress, importContent, keepReason } from './import-content.ts'
import type { ImportContext } from './import-context.ts'
import type { ImportOptions } from './import-options.ts'
import { adoptZone, settleSources } from './settle-sources.ts'
import { zoneOfText } from './zone-names.ts'

export interface QueuedFile {
  readonly path: string
  /** As the admin knows it: a dropped file lies elsewhere. */
  readonly name?: string
  readonly options: ImportOptions
}

export interface ImportQueue {
  /** Queues files and returns their rows; `done` resolves when all of them and the days they touch are through. */
  start(files: readonly QueuedFile[]): Promise<{ readonly rows: readonly number[]; readonly done: Promise<void> }>
  cancel(row: number, keep: boolean): boolean
  resume(row: number): Promise<void>
  remove(row: number): Promise<void>
  setServer(row: number, server: string): Promise<void>
  /** Derives again what settings or a crash have left behind. */
  settle(): Promise<void>
  readonly busy: boolean
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>
}

const stopError = (message: string): Error => Object.assign(new Error(message), { name: 'AbortError' })

/** One import after the other: each reads, commits, and is followed by the days it touches. */
export const createImportQueue = (context: ImportContext, tasks: TaskList): ImportQueue => {
  const { database, ingestWorker } = context
  const stops = new Map<number, AbortController>()
  let chain: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    waiting++
    const result = chain.then(work).finally(() => waiting--)
    chain = result.catch(() => undefined)
    return result
  }

  const newRow = (
    path: string,
    name: string,
    options: ImportOptions,
    state: ImportState,
    size = 0,
  ): Omit<FileRow, 'id'> => ({
    state,
    source: 0,
    path,
    name,
    folder: dirname(path),
    entry: '',
    size,
    identity: '',
    chain: '[]',
    head: '',
    checkpoint: '',
    progress: '',
    committed_part: 0,
    provisional_part: 0,
    format: '',
    format_reason: '',
    server: options.server ?? '',
    server_given: options.server ? 1 : 0,
    daemons: '[]',
    zone: options.zone ?? '',
    zone_origin: options.zone ? 'given' : '',
    options: JSON.stringify(options),
    findings: '{}',
    outcome: 'Waiting for its turn.',
    lines: 0,
    facts: 0,
    rejected: 0,
    duplicates: 0,
    started_at: Date.now(),
    finished_at: 0,
  })

  const fail = async (row: number, error: unknown): Promise<void> => {
    const { message, code } = error as ConsoleError
    const state: ImportState = code === 'cancelled' ? 'cancelled' : code === 'refused' ? 'refused' : 'failed'
    if (state === 'failed') context.log(`Import ${row} failed.`, error)
    await database.transaction((tx) => updateFile(tx, row, { state, outcome: message, finished_at: Date.now() }))
    context.announce('imports.changed', { id: row })
  }

  const follow = (task: TaskHandle) => {
    const began = performance.now()
    return ({ bytes, total, lines }: ImportProgress) => {
      const seconds = (performance.now() - began) / 1000
      const perSecond = seconds > 0.2 ? Math.round(lines / seconds) : undefined
      const left = bytes > 0 && seconds > 0.5 ? Math.max(0, Math.round((seconds / bytes) * (total - bytes))) : undefined
      task.update({
        done: bytes,
        total,
        detail: `${lines.toLocaleString('en-US')} lines read`,
        ...(perSecond === undefined ? {} : { linesPerSecond: perSecond }),
        ...(left === undefined ? {} : { secondsLeft: left }),
      })
    }
  }

  /** What the log says of its server and zone, unless the admin said it. */
  const adoptFindings = async (row: number): Promise<void> => {
    const file = await fileById(database, row)
    if (!file || file.committed_part === 0) return
    const findings = JSON.parse(file.findings) as { server?: string; zoneText?: string }
    const zone = findings.zoneText === undefined ? undefined : zoneOfText(findings.zoneText)
    await database.transaction((tx) =>
      updateFile(tx, row, {
        ...(file.server_given ? {} : { server: findings.server ?? '' }),
        ...(file.zone_origin === 'given' || zone === undefined ? {} : { zone, zone_origin: 'from the log' }),
      }),
    )
  }

  const settle = async (task?: TaskHandle, signal: AbortSignal = new AbortController().signal): Promise<void> => {
    task?.update({ detail: 'Deriving days', unit: 'days', done: 0, total: 0 })
    const derived = await settleSources(context, signal, (done, total) =>
      task?.update({ done, total, detail: `Deriving day ${done} of ${total}` }),
    )
    const rows = await database.all<FileRow>("SELECT * FROM file WHERE state = 'deriving'")
    await database.transaction(async (tx) => {
      for (const { id } of rows) await updateFile(tx, id, { state: 'finished', finished_at: Date.now() })
    })
    for (const { id } of rows) context.announce('imports.changed', { id })
    if (derived > 0 || rows.length > 0) context.announce('data.changed', { sources: rows.map(({ source }) => source) })
  }

  /** Reads every content of a file; days are derived once at the end of the queue. */
  const readFile = async (
    row: number,
    { path, options }: QueuedFile,
    stop: AbortController,
    task: TaskHandle,
  ): Promise<void> => {
    task.begin()
    try {
      stop.signal.throwIfAborted()
      const file = await ingestWorker.call<InspectedFile>('inspect', { path })
      const isArchive = file.contents.some(({ entry }) => entry)
      for (const [i, content] of file.contents.entries()) {
        let target = row
        if (i > 0)
          target = (await database.transaction((tx) =>
            insertFile(tx, newRow(path, content.name, options, 'waiting', content.size)),
          )) as number
        if (isArchive)
          await database.transaction((tx) =>
            updateFile(tx, target, { name: content.name, entry: content.entry?.name ?? '', size: content.size }),
          )
        else await database.transaction((tx) => updateFile(tx, target, { size: file.size }))
        try {
          const { row: into, changed } = await importContent(
            context,
            { path, file, content, options, row: target },
            stop.signal,
            follow(task),
          )
          if (options.server || options.zone) await adoptOptions(into, options)
          if (changed) await adoptFindings(into)
        } catch (error) {
          await fail(target, error)
          if (!isArchive) throw error
        }
        context.announce('imports.changed', { id: target })
      }
    } catch (error) {
      const known =
        (error as Error).name === 'ReadingError' ? new ConsoleError('refused', (error as Error).message) : error
      const aborted =
        (error as Error).name === 'AbortError'
          ? new ConsoleError('cancelled', 'The import was stopped before it began.')
          : known
      if ((await fileById(database, row))?.finished_at === 0) await fail(row, aborted)
      throw aborted
    }
  }

  const adoptOptions = (row: number, { server, zone }: ImportOptions): Promise<void> =>
    database.transaction((tx) =>
      updateFile(tx, row, {
        ...(server ? { server, server_given: 1 } : {}),
        ...(zone ? { zone, zone_origin: 'given' } : {}),
      }),
    )

  const adoptZones = async (): Promise<void> => {
    for (const file of await database.all<FileRow>(
      'SELECT * FROM file WHERE committed_part > 0 AND source > 0 ORDER BY started_at, id',
    ))
      await adoptZone(context, file)
  }

  const run = async (
    row: number,
    file: QueuedFile,
    stop: AbortController,
    task: TaskHandle,
    isLast: () => boolean,
  ): Promise<void> => {
    try {
      await readFile(row, file, stop, task)
      const ended = await fileById(database, row)
      if (isLast()) await settleAll(task, isKept(stop) ? undefined : stop.signal)
      const after = await fileById(database, row)
      task.end(after?.state === 'refused' ? 'failed' : 'finished', (after ?? ended)?.outcome ?? '')
    } catch (error) {
      const stopped = (error as Error).name === 'AbortError' || (error as ConsoleError).code === 'cancelled'
      if (stopped) await withdraw(row)
      if (isLast()) await settleAll(task)
      task.end(
        stopped ? 'cancelled' : 'failed',
        stopped ? 'Stopped. Nothing of it was kept.' : (error as Error).message,
      )
    } finally {
      stops.delete(row)
    }
  }

  const isKept = (stop: AbortController): boolean => (stop.signal.reason as Error | undefined)?.message === keepReason

  /** Stopped after its lines were stored, while days were derived: the lines go again. */
  const withdraw = async (row: number): Promise<void> => {
    const file = await fileById(database, row)
    if (file?.state !== 'deriving') return
    await database.transaction(async (tx) => {
      await deleteSegments(tx, row, 0)
      await updateFile(tx, row, {
        state: 'cancelled',
        outcome: 'Stopped while its days were being derived. Nothing of it was kept.',
        committed_part: 0,
        identity: '',
        head: '',
        finished_at: Date.now(),
      })
    })
    context.announce('imports.changed', { id: row })
  }

  const settleAll = async (task?: TaskHandle, signal?: AbortSignal): Promise<void> => {
    await settle(task, signal)
    // The first settling puts new files into their sources; only then can a source take over their zone.
    await adoptZones()
    await settle(task, signal)
  }

  return {
    async start(files) {
      const rows: number[] = []
      const runs: Promise<void>[] = []
      for (const file of files) {
        const name = file.name ?? basename(file.path)
        const row = await database.transaction((tx) => insertFile(tx, newRow(file.path, name, file.options, 'waiting')))
        rows.push(row)
        const stop = new AbortController()
        stops.set(row, stop)
        const task = tasks.start({
          kind: 'import',
          title: `Import ${name}`,
          unit: 'bytes',
          importId: row,
          cancel: () => stop.abort(stopError('Stopped.')),
        })
        context.announce('imports.changed', { id: row })
        runs.push(inTurn(() => run(row, { ...file, name }, stop, task, () => waiting <= 1)))
      }
      return { rows, done: Promise.all(runs).then(() => undefined) }
    },
    cancel(row, keep) {
      const stop = stops.get(row)
      stop?.abort(new Error(keep ? keepReason : 'Stopped.'))
      return stop !== undefined
    },
    async resume(row) {
      const file = await fileById(database, row)
      if (!file) throw new ConsoleError('not-found', 'There is no such import any more.')
      const stop = new AbortController()
      stops.set(row, stop)
      const task = tasks.start({
        kind: 'import',
        title: `Import ${file.name}`,
        unit: 'bytes',
        importId: row,
        cancel: () => stop.abort(stopError('Stopped.')),
      })
      await database.transaction((tx) => updateFile(tx, row, { state: 'waiting', finished_at: 0 }))
      void inTurn(() =>
        run(
          row,
          { path: file.path, name: file.name, options: JSON.parse(file.options) as ImportOptions },
          stop,
          task,
          () => waiting <= 1,
        ),
      )
    },
    async remove(row) {
      const file = await fileById(database, row)
      if (!file) throw new ConsoleError('not-found', 'There is no such import any more.')
      stops.get(row)?.abort(stopError('Stopped.'))
      const task = tasks.start({ kind: 'remove', title: `Remove ${file.name}`, unit: 'days' })
      await inTurn(async () => {
        task.begin()
        await database.transaction(async (tx) => {
          await deleteSegments(tx, row, 0)
          await tx.run('DELETE FROM overlap WHERE file = ?', [row])
          await tx.run('DELETE FROM file WHERE id = ?', [row])
        })
        await settleAll(task)
        const brought = file.committed_part > 0
        task.end(
          'finished',
          brought
            ? `${file.name} and all that it brought were removed.`
            : `The record of ${file.name} was removed. It had brought no lines of its own: those it told of stand with the import before it.`,
        )
        context.announce('imports.changed', { id: row })
        context.announce('data.changed', { sources: [file.source] })
      })
    },
    async setServer(row, server) {
      const task = tasks.start({ kind: 'rebuild', title: `Assign the server ${server}`, unit: 'days' })
      await inTurn(async () => {
        task.begin()
        await database.transaction((tx) => updateFile(tx, row, { server, server_given: 1 }))
        await settleAll(task)
        task.end('finished', `The lines now count for ${server}.`)
        context.announce('imports.changed', { id: row })
      })
    },
    settle: () => inTurn(() => settleAll()),
    get busy() {
      return waiting > 0
    },
    async idle() {
      while (waiting > 0) await chain
    },
  }
}
