import { basename, dirname } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import type { ImportState } from '../contract/imports.ts'
import { deleteLicences } from '../database/capacity-table.ts'
import type { Transaction } from '../database/connection.ts'
import { sqliteCode } from '../database/database-error.ts'
import { deleteFile } from '../database/delete-file.ts'
import { type FileRow, fileById, insertFile, updateFile } from '../database/file-table.ts'
import { patientDatabase } from '../database/patient-database.ts'
import type { TaskHandle, TaskList } from '../events/task-list.ts'
import type { InspectedContent } from '../importers/inspect-file.ts'
import { followImport } from './follow-import.ts'
import { importContent, keepReason } from './import-content.ts'
import type { ImportContext } from './import-context.ts'
import type { ImportOptions } from './import-options.ts'
import { deleteParts } from './import-parts.ts'
import { importTails, type TailFile } from './import-tails.ts'
import { newFileRow } from './new-file-row.ts'
import { endKnownHistory, openReadableFile, type ReadableFile } from './readable-file.ts'
import { adoptZones, markOutdatedDays, settleSources } from './settle-sources.ts'
import type { TailOutcome } from './tail.ts'
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
  /** Reads watched files as far as they have grown, in one turn, and derives the days they touch; one outcome for each. */
  tail(files: readonly TailFile[]): Promise<readonly TailOutcome[]>
  cancel(row: number, keep: boolean): boolean
  resume(row: number): Promise<void>
  remove(row: number): Promise<void>
  setServer(row: number, server: string): Promise<void>
  /**
   * Changes stored rows when it is their turn and derives what follows from it, as one task. `begin` may refuse by throwing; the task then
   * fails with its message. @returns the task's number at once
   */
  change(change: StoredChange): { readonly taskId: number; readonly done: Promise<void> }
  /** Derives again what settings or a crash have left behind. */
  settle(): Promise<void>
  /** Work on what is stored that no import may run beside. */
  alone<T>(work: () => Promise<T>): Promise<T>
  readonly busy: boolean
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>
}

/** A change of what is stored that days depend on. */
export interface StoredChange {
  readonly kind: 'rebuild' | 'remove'
  readonly title: string
  readonly sourceId?: number
  /** What is stored stays; the days not derived yet are marked, and are derived with the next change or import. */
  readonly canCancel?: boolean
  begin(tx: Transaction, task: TaskHandle): Promise<void>
  /** How it ended, in a sentence. */
  readonly outcome: string
}

const stopError = (message: string): Error => Object.assign(new Error(message), { name: 'AbortError' })

/** One import after the other: each reads, commits, and is followed by the days it touches. */
export const createImportQueue = (context: ImportContext, tasks: TaskList): ImportQueue => {
  const { ingestWorker } = context
  const database = patientDatabase(context.database, { onWait: (reason) => context.log(reason) })
  const stops = new Map<number, AbortController>()
  let chain: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    waiting++
    const result = chain.then(work).finally(() => waiting--)
    chain = result.catch(() => undefined)
    return result
  }

  const fail = async (row: number, error: unknown): Promise<void> => {
    const { message, code } = error as ConsoleError
    const file = await fileById(database, row)
    // What was stored of it counts in no report yet, and reading can go on behind it.
    const canGoOn = file !== undefined && file.progress !== '' && file.committed_part === 0
    const state: ImportState = canGoOn
      ? 'interrupted'
      : code === 'cancelled'
        ? 'cancelled'
        : code === 'refused'
          ? 'refused'
          : 'failed'
    const outcome = canGoOn
      ? `${message} What was read until then is kept aside and counts in no report yet. Resume the import to go on from there, or remove it.`
      : message
    if (state === 'failed') context.log(`Import ${row} failed.`, error)
    await database
      .transaction((tx) => updateFile(tx, row, { state, outcome, finished_at: Date.now() }))
      .catch((also) => context.log(`How import ${row} ended could not be written; the next start finds out.`, also))
    context.announce('imports.changed', { id: row })
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

  /** Writes as the context does, but waits out a full disk and a database that another program holds, saying so. */
  const patient = (task?: TaskHandle, signal?: AbortSignal): ImportContext => {
    const onWait = (detail: string): void => {
      task?.update({ detail })
      context.log(detail)
    }
    return { ...context, database: patientDatabase(context.database, { ...(signal ? { signal } : {}), onWait }) }
  }

  const settle = async (task?: TaskHandle, signal: AbortSignal = new AbortController().signal): Promise<void> => {
    task?.update({ detail: 'Deriving days', unit: 'days', done: 0, total: 0 })
    const derived = await settleSources(patient(task, signal), signal, (done, total) =>
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
    let readable: ReadableFile | undefined
    try {
      stop.signal.throwIfAborted()
      readable = await openReadableFile({ ingestWorker, database }, path, options, stop.signal)
      const { file, converted } = readable
      if (converted?.visits === 0) return await endKnownHistory({ ...context, database }, row, converted)
      const isArchive = file.contents.some(({ entry }) => entry)
      for (const [i, listed] of file.contents.entries()) {
        const { entry } = listed
        const content = entry ? await ingestWorker.call<InspectedContent>('inspectEntry', { path, entry }) : listed
        let target = row
        if (i > 0)
          target = (await database.transaction((tx) =>
            insertFile(tx, newFileRow(path, content.name, options, 'waiting', content.size)),
          )) as number
        if (isArchive)
          await database.transaction((tx) =>
            updateFile(tx, target, { name: content.name, entry: content.entry?.name ?? '', size: content.size }),
          )
        else await database.transaction((tx) => updateFile(tx, target, { size: file.size }))
        try {
          const { row: into, changed } = await importContent(
            patient(task, stop.signal),
            { path: readable.path, file, content, options, row: target },
            stop.signal,
            followImport(task),
          )
          if (converted && changed)
            await database.transaction((tx) => updateFile(tx, into, { path, folder: dirname(path), size: file.size }))
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
    } finally {
      await readable?.close()
    }
  }

  const adoptOptions = (row: number, { server, zone }: ImportOptions): Promise<void> =>
    database.transaction((tx) =>
      updateFile(tx, row, {
        ...(server ? { server, server_given: 1 } : {}),
        ...(zone ? { zone, zone_origin: 'given' } : {}),
      }),
    )

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
      try {
        if (stopped) await withdraw(row)
        // Where the disk failed, waiting for it once was enough: the days are derived with the next import or at the next start.
        if (isLast() && sqliteCode(error) === undefined) await settleAll(task)
      } catch (also) {
        context.log('Days are not derived yet; they are with the next import or at the next start.', also)
      }
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
      await deleteParts(tx, row, 0)
      await deleteLicences(tx, row)
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
    await adoptZones({ ...context, database })
    await settle(task, signal)
  }

  return {
    async start(files) {
      const rows: number[] = []
      const runs: Promise<void>[] = []
      for (const file of files) {
        const name = file.name ?? basename(file.path)
        // Whoever asks for it is answered at once, also with no.
        const row = await context.database.transaction((tx) =>
          insertFile(tx, newFileRow(file.path, name, file.options, 'waiting')),
        )
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
    tail: (files) =>
      inTurn(() => importTails({ context, patient, tasks, stops, adoptFindings, adoptOptions, settleAll }, files)),
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
          await deleteFile(tx, row)
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
        context.announce('data.changed', { sources: file.is_document ? [] : [file.source] })
        if (file.is_document) context.announce('capacity.changed', { id: row })
      })
    },
    async setServer(row, server) {
      const task = tasks.start({ kind: 'rebuild', title: `Assign the server ${server}`, unit: 'days' })
      await inTurn(async () => {
        task.begin()
        await database.transaction((tx) => updateFile(tx, row, { server, server_given: 1 }))
        await settleAll(task)
        const isDocument = (await fileById(database, row))?.is_document === 1
        task.end('finished', `The ${isDocument ? 'licences' : 'lines'} now count for ${server}.`)
        context.announce('imports.changed', { id: row })
        if (isDocument) context.announce('capacity.changed', { id: row })
      })
    },
    change({ kind, title, sourceId, canCancel, begin, outcome }) {
      const stop = new AbortController()
      const task = tasks.start({
        kind,
        title,
        unit: 'days',
        ...(sourceId === undefined ? {} : { sourceId }),
        ...(canCancel ? { cancel: () => stop.abort(stopError('Stopped.')) } : {}),
      })
      const done = inTurn(async () => {
        task.begin()
        try {
          await database.transaction((tx) => begin(tx, task))
          if (canCancel) await markOutdatedDays(context)
          // Whoever shows a source learns of the change before its days are through.
          context.announce('data.changed', { sources: sourceId === undefined ? [] : [sourceId] })
          await settleAll(task, canCancel ? stop.signal : undefined)
          task.end('finished', outcome)
        } catch (error) {
          if ((error as Error).name === 'AbortError')
            task.end(
              'cancelled',
              'Stopped. Days that were not reached keep their earlier numbers until the next import or change; reports over them say so.',
            )
          else {
            context.log(`${title}: failed.`, error)
            task.end('failed', (error as Error).message)
          }
        }
        context.announce('data.changed', { sources: sourceId === undefined ? [] : [sourceId] })
      })
      return { taskId: task.id, done }
    },
    settle: () => inTurn(() => settleAll()),
    alone: inTurn,
    get busy() {
      return waiting > 0
    },
    async idle() {
      while (waiting > 0) await chain
    },
  }
}
