import { basename } from 'node:path'
import type { ConsoleError } from '../contract/errors.ts'
import type { Transaction } from '../database/connection.ts'
import { deleteFile } from '../database/delete-file.ts'
import { fileById, insertFile, updateFile } from '../database/file-table.ts'
import type { TaskHandle, TaskList } from '../events/task-list.ts'
import type { InspectedContent, InspectedFile } from '../importers/inspect-file.ts'
import { followImport } from './follow-import.ts'
import { type ContentOutcome, importContent } from './import-content.ts'
import type { ImportContext } from './import-context.ts'
import type { ImportOptions } from './import-options.ts'
import { newFileRow } from './new-file-row.ts'
import { placeOf, type TailOutcome, type TailRequest } from './tail.ts'

export interface TailFile {
  readonly path: string
  readonly options: ImportOptions
  readonly tail: TailRequest
  /** Bytes to be read, about: much is shown as a task of its own. */
  readonly bytes: number
}

/** What the queue of imports lends. */
export interface TailSteps {
  readonly context: ImportContext
  readonly tasks: TaskList
  /** How imports under way are stopped, by their row. */
  readonly stops: Map<number, AbortController>
  patient(task?: TaskHandle, signal?: AbortSignal): ImportContext
  adoptFindings(row: number): Promise<void>
  adoptOptions(row: number, options: ImportOptions): Promise<void>
  settleAll(): Promise<void>
}

/** Of reading: the file is away, locked, or its disk or share has failed. */
const passingTroubles = new Set(['read-failed', 'not-found', 'not-permitted'])

/** From here on the reading of a file is a task that can be seen and stopped. */
const bytesOfTask = 4_000_000

/**
 * Reads watched files one after the other. Only a file with lines of its own gets a record: that a file has grown is told by its first
 * one, and one that brings nothing leaves none.
 */
export const importTails = async (steps: TailSteps, files: readonly TailFile[]): Promise<readonly TailOutcome[]> => {
  const outcomes: TailOutcome[] = []
  for (const file of files) outcomes.push(await importTail(steps, file))
  if (outcomes.some(({ kind }) => kind === 'new' || kind === 'grown')) await steps.settleAll()
  return outcomes
}

const importTail = async (steps: TailSteps, file: TailFile): Promise<TailOutcome> => {
  const { context, stops, tasks } = steps
  const { database, ingestWorker } = context
  const { path, options, tail, bytes } = file
  const name = basename(path)
  const stored = { ...options, tail: tail.of === undefined ? 'new' : 'grow' }
  const rows: number[] = []
  const newRow = async (of: string, size: number): Promise<number> => {
    const row = await database.transaction((tx) => insertFile(tx, newFileRow(path, of, stored, 'waiting', size)))
    rows.push(row)
    return row
  }
  const first = await newRow(name, bytes)
  const stop = new AbortController()
  stops.set(first, stop)
  const task =
    bytes < bytesOfTask
      ? undefined
      : tasks.start({
          kind: 'import',
          title: `Import ${name}`,
          unit: 'bytes',
          importId: first,
          cancel: () => stop.abort(Object.assign(new Error('Stopped.'), { name: 'AbortError' })),
        })
  task?.begin()
  const ended: ContentOutcome[] = []
  try {
    const inspected = await ingestWorker.call<InspectedFile>('inspect', { path })
    for (const [i, listed] of inspected.contents.entries()) {
      const { entry } = listed
      const content = entry ? await ingestWorker.call<InspectedContent>('inspectEntry', { path, entry }) : listed
      const row = i === 0 ? first : await newRow(content.name, content.size)
      const size = entry ? content.size : inspected.size
      await database.transaction((tx) =>
        updateFile(tx, row, { size, ...(entry ? { name: content.name, entry: entry.name } : {}) }),
      )
      const outcome = await importContent(
        steps.patient(task, stop.signal),
        { path, file: inspected, content, options, row, tail },
        stop.signal,
        task ? followImport(task) : () => undefined,
      )
      ended.push(outcome)
      if (outcome.kind === 'new') await steps.adoptOptions(outcome.row, options)
      if (outcome.changed) await steps.adoptFindings(outcome.row)
      context.announce('imports.changed', { id: outcome.row })
    }
    const told = await outcomeOf(context, ended, rows)
    task?.end('finished', told.outcome)
    return told
  } catch (error) {
    const { message, code, name: errorName } = error as ConsoleError
    const stopped = code === 'cancelled' || errorName === 'AbortError'
    task?.end(stopped ? 'cancelled' : 'failed', message)
    const isUndated = message.startsWith('No line of ')
    const isPassing = passingTroubles.has((error as ConsoleError).detail ?? '') || passingTroubles.has(code)
    const isRefused = !isPassing && (code === 'refused' || errorName === 'ReadingError')
    return {
      kind: stopped ? 'stopped' : isUndated ? 'undated' : isRefused ? 'refused' : 'failed',
      row: 0,
      lines: 0,
      facts: 0,
      heldPartialLine: false,
      outcome: message,
    }
  } finally {
    stops.delete(first)
    const kept = new Set(ended.filter(({ kind }) => kind === 'new').map(({ row }) => row))
    await database.transaction(async (tx) => {
      for (const row of rows) if (!kept.has(row)) await deleteFile(tx, row)
    })
    context.announce('imports.changed', { id: first })
  }
}

/** Of an archive: of all that is in it. */
const outcomeOf = async (
  { database }: ImportContext,
  ended: readonly ContentOutcome[],
  rows: readonly number[],
): Promise<TailOutcome> => {
  const best =
    ended.find(({ kind }) => kind === 'new') ??
    ended.find(({ kind }) => kind === 'grown') ??
    ended.find(({ kind }) => kind === 'known') ??
    ended[0]
  const last = rows[best ? ended.indexOf(best) : 0] as number
  const told = await database.get<{ outcome: string }>('SELECT outcome FROM file WHERE id = ?', [last])
  const sum = (of: 'lines' | 'facts') => ended.reduce((total, one) => total + one[of], 0)
  return {
    kind: best?.kind ?? 'refused',
    row: best && best.kind !== 'refused' && best.row !== last ? best.row : best?.kind === 'new' ? last : 0,
    lines: sum('lines'),
    facts: sum('facts'),
    heldPartialLine: ended.some(({ heldPartialLine }) => heldPartialLine),
    outcome: told?.outcome ?? 'There is nothing in this archive.',
  }
}

/** Says of imports where their files lie now that rotation has renamed them. */
export const renameImports = async (
  tx: Transaction,
  renamed: readonly { readonly file: number; readonly path: string }[],
): Promise<void> => {
  for (const { file, path } of renamed) {
    const row = await fileById(tx, file)
    if (row) await updateFile(tx, file, placeOf(path, row))
  }
}

/** Forgets what a kill left behind of watched files: they are read again from where they were. */
export const dropUnfinishedTails = async (tx: Transaction): Promise<void> => {
  const rows = await tx.all<{ id: number }>(
    `SELECT id FROM file WHERE committed_part = 0 AND options->>'$.tail' IS NOT NULL`,
  )
  for (const { id } of rows) await deleteFile(tx, id)
}
