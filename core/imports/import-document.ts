import { dirname } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import { replaceLicences } from '../database/capacity-table.ts'
import { updateFile } from '../database/file-table.ts'
import type { DocumentImporter } from '../importers/importer.ts'
import type { InspectedContent, InspectedFile } from '../importers/inspect-file.ts'
import type { DocumentJob, DocumentResult } from '../importers/read-document.ts'
import { fingerprintOf } from '../reading/file-identity.ts'
import { identifyContent } from './identify-content.ts'
import type { ImportContext } from './import-context.ts'

export interface DocumentTarget {
  readonly path: string
  readonly file: InspectedFile
  readonly content: InspectedContent
  /** Row made when the file was queued. */
  readonly row: number
}

/** What became of it. `row` is the earlier one's where the content was known. */
export interface DocumentOutcome {
  readonly row: number
  readonly state: 'finished'
  readonly changed: boolean
  readonly kind: 'new' | 'known'
  readonly lines: number
  readonly facts: number
}

const number = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

/**
 * Imports a document: read whole and stored in one small transaction, so there is nothing to resume and nothing left of one that was
 * stopped. The same content counts once; a document that has changed is one of its own.
 */
export const importDocument = async (
  context: ImportContext,
  { content, file, path, row }: DocumentTarget,
  importer: DocumentImporter,
  signal: AbortSignal,
): Promise<DocumentOutcome> => {
  const { database, ingestWorker } = context
  const identified = await identifyContent(database, ingestWorker, path, file, content)
  if (identified.kind === 'identical') {
    await database.transaction((tx) =>
      updateFile(tx, row, {
        state: 'finished',
        outcome: `Nothing new: the same content as ${identified.to.name}, imported before.`,
        format: importer.format,
        duplicates: identified.to.lines,
        finished_at: Date.now(),
      }),
    )
    return { row: identified.to.id, state: 'finished', changed: false, kind: 'known', lines: 0, facts: 0 }
  }
  await database.transaction((tx) =>
    updateFile(tx, row, { state: 'running', format: importer.format, format_reason: content.reason }),
  )
  context.announce('imports.changed', { id: row })
  const job: DocumentJob = {
    path,
    format: importer.format,
    ...(content.entry ? { entry: content.entry } : {}),
  }
  const { facts, chain, lines, warnings, encoding } = await ingestWorker
    .call<DocumentResult>('readDocument', job, { signal })
    .catch((error) => {
      throw explain(error, path, signal)
    })
  const { records, problems, blocks, lineKinds } = facts
  const rejected = problems.filter(({ isRejected }) => isRejected)
  const daemons = [...new Set(blocks.flatMap((block) => block.daemons))]
  const features = new Set(records.map(({ daemon, feature }) => `${daemon}\n${feature}`)).size
  const wasHere = await database.get<{ name: string }>(
    'SELECT name FROM file WHERE path = ? AND entry = ? AND is_document = 1 AND committed_part > 0 AND id <> ? ORDER BY id DESC',
    [path, content.entry?.name ?? '', row],
  )
  const outcome = [
    `${number(records.length, 'record')} of ${number(features, 'feature')}.`,
    ...(rejected.length > 0 ? [`${number(rejected.length, 'record')} left out.`] : []),
    ...(wasHere
      ? [
          'This path was imported before with other content: records that stand in both count once, the others add up. Remove the earlier import if it no longer holds.',
        ]
      : []),
  ].join(' ')
  await database.transaction(async (tx) => {
    await replaceLicences(tx, row, facts)
    await updateFile(tx, row, {
      state: 'deriving',
      is_document: 1,
      identity: file.identity,
      size: content.size,
      path,
      folder: dirname(path),
      chain: JSON.stringify(chain),
      head: fingerprintOf(content.sample).sha256,
      committed_part: 1,
      daemons: JSON.stringify(daemons),
      findings: JSON.stringify({
        daemons,
        dated: true,
        lines,
        facts: records.length,
        lineKinds,
        rejections: byReason(rejected),
        problems,
        warnings,
        encoding,
      }),
      outcome,
      lines,
      facts: records.length,
      rejected: rejected.length,
    })
  })
  context.announce('capacity.changed', { id: row })
  return { row, state: 'finished', changed: true, kind: 'new', lines, facts: records.length }
}

const explain = (error: unknown, path: string, signal: AbortSignal): Error => {
  const { name, message, code } = error as Error & { code?: string }
  if (name === 'too-large')
    return new ConsoleError('refused', `${path} is no licence file: ${message} Nothing was stored.`)
  // Stopped and asked to keep what was read: half of a document says nothing.
  if (name === 'AbortError' || signal.aborted)
    return new ConsoleError('cancelled', `The import of ${path} was stopped. Nothing of it was kept.`)
  return name === 'ReadingError' ? new ConsoleError('refused', message, code) : (error as Error)
}

const byReason = (problems: readonly { readonly reason: string; readonly line: number; readonly text: string }[]) =>
  Object.fromEntries(
    [...Map.groupBy(problems, ({ reason }) => reason)].map(([reason, list]) => [
      reason,
      { count: list.length, examples: list.slice(0, 20).map(({ line, text }) => ({ line, text })) },
    ]),
  )
