import { dirname } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import type { Transaction } from '../database/connection.ts'
import { discardDays } from '../database/day-table.ts'
import { fileById, updateFile } from '../database/file-table.ts'
import { deleteSegments, insertSegments } from '../database/segment-table.ts'
import { emptyDictionary } from '../facts/dictionary.ts'
import type { Checkpoint, IngestBatch, IngestJob, IngestResult } from '../importers/ingest-file.ts'
import type { InspectedContent, InspectedFile } from '../importers/inspect-file.ts'
import { importerByFormat } from '../importers/registry.ts'
import { fingerprintOf } from '../reading/file-identity.ts'
import { createDeriveAhead } from './derive-ahead.ts'
import { identifyContent } from './identify-content.ts'
import type { ImportContext } from './import-context.ts'
import type { ImportOptions } from './import-options.ts'
import { machineZone, zoneOfText } from './zone-names.ts'

export interface ContentTarget {
  readonly path: string
  readonly file: InspectedFile
  readonly content: InspectedContent
  readonly options: ImportOptions
  /** Row made when the file was queued. */
  readonly row: number
}

export interface ImportProgress {
  readonly bytes: number
  readonly total: number
  readonly lines: number
}

/** What became of one content. `row` is where its facts stand: an earlier row when the file had grown. */
export interface ContentOutcome {
  readonly row: number
  readonly state: 'finished' | 'refused'
  readonly changed: boolean
}

interface Progress {
  readonly part: number
  readonly checkpoint: Checkpoint
}

const now = () => Date.now()

/**
 * Imports one content: finds out whether it is known, reads what is new of it, and commits as it goes into parts that no report reads
 * until the last small transaction. Nothing is left when it fails or is cancelled; a kill leaves a row that can be resumed.
 */
export const importContent = async (
  context: ImportContext,
  target: ContentTarget,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<ContentOutcome> => {
  const { database, ingestWorker } = context
  const { content, file, options, path, row } = target
  const format = options.format ?? content.format
  const importer = format === undefined ? undefined : importerByFormat(format)
  if (!importer) {
    const isEmpty = content.sample.length === 0 || content.reason === 'This file is empty.'
    const outcome = `${content.reason} Nothing was stored.${content.advice ? ` ${content.advice}` : ''}`
    await database.transaction((tx) =>
      updateFile(tx, row, { state: isEmpty ? 'finished' : 'refused', outcome, finished_at: now() }),
    )
    return { row, state: isEmpty ? 'finished' : 'refused', changed: false }
  }
  const resumed = await resumable(context, row)
  const identified = resumed
    ? ({ kind: 'new' } as const)
    : await identifyContent(database, ingestWorker, path, file, content)
  if (identified.kind === 'identical' || identified.kind === 'truncated') {
    const outcome =
      identified.kind === 'identical'
        ? `Nothing new: the same content as ${identified.to.name}, imported before.`
        : `Nothing new: a shorter copy of ${identified.to.name}, of which more was imported before.`
    await database.transaction(async (tx) => {
      await updateFile(tx, row, {
        state: 'finished',
        outcome,
        format: importer.format,
        duplicates: identified.to.lines,
        finished_at: now(),
      })
      if (identified.kind === 'identical' && target.content.entry === undefined)
        await updateFile(tx, identified.to.id, { identity: file.identity })
    })
    return { row: identified.to.id, state: 'finished', changed: false }
  }
  const base = identified.kind === 'grown' ? identified.from : undefined
  const into = base?.id ?? row
  /** The last part stored. An unfinished last line read before goes on counting until this import is through. */
  let part = resumed?.part ?? base?.committed_part ?? 0
  const job: IngestJob = {
    path,
    ...(content.entry ? { entry: content.entry } : {}),
    format: importer.format,
    ...(options.startDate ? { startDay: Date.parse(`${options.startDate}T00:00:00Z`) / 1000 } : {}),
    ...(resumed
      ? { checkpoint: resumed.checkpoint }
      : base
        ? { checkpoint: JSON.parse(base.checkpoint) as Checkpoint }
        : {}),
  }
  await database.transaction(async (tx) => {
    await updateFile(tx, row, { state: 'running', format: importer.format, format_reason: content.reason })
  })
  context.announce('imports.changed', { id: row })

  const store = async (tx: Transaction, batch: Extract<IngestBatch, { segments: unknown }>): Promise<void> => {
    await context.dictionary.store(tx, batch.added)
    if (batch.segments.length > 0) await insertSegments(tx, into, part + 1, batch.segments)
  }
  let isWhole = true
  let lastBatch: Extract<IngestBatch, { segments: unknown }> | undefined
  const onEmit = async (batch: IngestBatch): Promise<void> => {
    onProgress({ bytes: batch.bytes, total: batch.total, lines: batch.lines })
    if (!('segments' in batch)) return
    await database.transaction(async (tx) => {
      await store(tx, batch)
      await updateFile(tx, into, {
        progress: JSON.stringify({ part: part + 1, checkpoint: batch.checkpoint } satisfies Progress),
      })
    })
    part++
    lastBatch = batch
    context.dictionary.added(batch.added)
    ahead?.more(options.zone ?? zoneOfText(batch.findings.zoneText ?? '') ?? machineZone())
  }

  const ahead = base ? undefined : createDeriveAhead(context, into)
  let result: IngestResult
  await context.prepareIngest()
  try {
    result = await ingestWorker.call<IngestResult>('ingest', job, { onEmit, signal })
  } catch (error) {
    await ahead?.stop()
    // Names that the worker gave numbers to since the last batch are not stored: it starts again from what is.
    await ingestWorker.call('loadDictionary', context.dictionary.content())
    if (!isKeep(signal) || !lastBatch) {
      await discard(context, into, base?.committed_part ?? 0)
      throw explain(error, path)
    }
    const { checkpoint, findings } = lastBatch
    isWhole = false
    result = {
      findings,
      checkpoint,
      chain: checkpoint.chain,
      provisional: [],
      added: emptyDictionary,
      warnings: ['It was stopped on the way; what had been read was kept. Import it again to go on from there.'],
      encoding: '',
      bytes: lastBatch.bytes,
    }
  }
  await ahead?.stop()
  const { findings, provisional } = result
  const last = provisional.length > 0 ? part + 1 : part
  await database.transaction(async (tx) => {
    await context.dictionary.store(tx, result.added)
    if (provisional.length > 0) await insertSegments(tx, into, part + 1, provisional)
    if (base && base.provisional_part > 0) await forgetPart(tx, into, base.provisional_part)
    const newLines = findings.lines - (base?.lines ?? 0)
    const rejected = Object.values(findings.rejections).reduce((sum, { count }) => sum + count, 0)
    const change = {
      // What was cut short is not this file: it must be read on when it comes again.
      identity: isWhole ? file.identity : '',
      size: content.size,
      path,
      folder: dirname(path),
      chain: JSON.stringify(result.chain),
      head: fingerprintOf(content.sample).sha256,
      checkpoint: JSON.stringify(result.checkpoint),
      progress: '',
      committed_part: Math.max(last, 1),
      provisional_part: provisional.length > 0 ? part + 1 : 0,
      findings: JSON.stringify({ ...findings, warnings: result.warnings, encoding: result.encoding }),
      lines: findings.lines,
      facts: findings.facts,
      rejected,
      daemons: JSON.stringify(findings.daemons),
    }
    const note = identified.kind === 'new' && identified.note ? ` ${identified.note}` : ''
    const partialNote =
      provisional.length > 0 ? ' Its last line has no line end yet; it is read again when the file grows.' : ''
    const warnings = result.warnings.length > 0 ? ` ${result.warnings.join(' ')}` : ''
    const outcome = base
      ? `${newLines.toLocaleString('en-US')} new lines at the end of ${base.name}, imported before.${partialNote}${warnings}`
      : `${findings.lines.toLocaleString('en-US')} lines read, ${findings.facts.toLocaleString('en-US')} of them checkouts, check-ins and denials.${note}${partialNote}${warnings}`
    await updateFile(tx, into, { ...change, ...(base ? {} : { outcome, state: 'deriving' as const }) })
    if (base)
      await updateFile(tx, row, {
        state: 'finished',
        outcome,
        lines: newLines,
        facts: findings.facts - base.facts,
        server: base.server,
        daemons: base.daemons,
        zone: base.zone,
        zone_origin: base.zone_origin,
        finished_at: now(),
      })
  })
  context.dictionary.added(result.added)
  return { row: into, state: 'finished', changed: true }
}

/** Progress of an import that a crash interrupted, if the row has any. */
const resumable = async ({ database }: ImportContext, row: number): Promise<Progress | undefined> => {
  const file = await fileById(database, row)
  return file && file.progress !== '' && file.committed_part === 0 ? (JSON.parse(file.progress) as Progress) : undefined
}

/** Whether the admin asked to keep what had been read when stopping. */
export const keepReason = 'keep'
const isKeep = (signal: AbortSignal): boolean => signal.aborted && (signal.reason as Error)?.message === keepReason

/** Removes what an import that failed or was cancelled has stored; the parts from before stay. */
const discard = async ({ database }: ImportContext, into: number, keep: number): Promise<void> => {
  await database.transaction(async (tx) => {
    await deleteSegments(tx, into, keep + 1)
    await discardDays(tx, into)
    await updateFile(tx, into, { progress: '' })
  })
}

const forgetPart = async (tx: Transaction, file: number, part: number): Promise<void> => {
  await tx.run('DELETE FROM line_column WHERE segment IN (SELECT id FROM line_segment WHERE file = ? AND part = ?)', [
    file,
    part,
  ])
  await tx.run('DELETE FROM line_segment WHERE file = ? AND part = ?', [file, part])
}

const explain = (error: unknown, path: string): Error => {
  const { name, message, code } = error as Error & { code?: string }
  if (name === 'undated') {
    return new ConsoleError(
      'refused',
      `No line of ${path} states a date, so it cannot be told when its checkouts were. Nothing was stored. Import it again with the date of its first line (--start-date).`,
    )
  }
  if (name === 'AbortError')
    return new ConsoleError('cancelled', `The import of ${path} was stopped. Nothing of it was kept.`)
  if (name === 'ReadingError') return new ConsoleError('refused', message, code)
  return error as Error
}
