import { dirname } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import type { Transaction } from '../database/connection.ts'
import { sqliteCode } from '../database/database-error.ts'
import { discardDays } from '../database/day-table.ts'
import { type FileRow, fileById, updateFile } from '../database/file-table.ts'
import { filesOfPast } from '../database/past-table.ts'
import { lastDayOf } from '../database/segment-table.ts'
import { emptyDictionary } from '../facts/dictionary.ts'
import { isDocumentImporter } from '../importers/importer.ts'
import type { Checkpoint, IngestBatch, IngestJob, IngestResult } from '../importers/ingest-file.ts'
import type { InspectedContent, InspectedFile } from '../importers/inspect-file.ts'
import { importerByFormat } from '../importers/registry.ts'
import { type ChainComparison, fingerprintOf } from '../reading/file-identity.ts'
import { createDeriveAhead } from './derive-ahead.ts'
import { identifyContent } from './identify-content.ts'
import type { ImportContext } from './import-context.ts'
import { importDocument } from './import-document.ts'
import type { ImportOptions } from './import-options.ts'
import { deleteParts, storeSegments } from './import-parts.ts'
import { remarksOn } from './import-remarks.ts'
import { removedDays } from './retention.ts'
import { formatOf, rememberColumns } from './table-columns.ts'
import { foldOf, nextFold, placeOf, type TailRequest } from './tail.ts'
import { machineZone, zoneOfText } from './zone-names.ts'

export interface ContentTarget {
  readonly path: string
  readonly file: InspectedFile
  readonly content: InspectedContent
  readonly options: ImportOptions
  /** Row made when the file was queued. */
  readonly row: number
  /** The file is watched: it is read as it grows. */
  readonly tail?: TailRequest
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
  readonly kind: 'new' | 'grown' | 'known' | 'refused'
  /** New ones. */
  readonly lines: number
  readonly facts: number
  readonly heldPartialLine: boolean
}

const nothingNew = { changed: false, lines: 0, facts: 0, heldPartialLine: false }

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
  const { content, file, options, path, row, tail } = target
  const { format, reason, columns } = await formatOf(database, content, options)
  const importer = format === undefined ? undefined : importerByFormat(format)
  if (!importer) {
    const isEmpty = content.reason === 'This file is empty.'
    const outcome = `${content.reason} Nothing was stored.${content.advice ? ` ${content.advice}` : ''}`
    await database.transaction((tx) =>
      updateFile(tx, row, {
        state: isEmpty ? 'finished' : 'refused',
        outcome,
        finished_at: now(),
        ...(content.isTable ? { findings: JSON.stringify({ isTable: true }) } : {}),
      }),
    )
    return { ...nothingNew, row, state: isEmpty ? 'finished' : 'refused', kind: isEmpty ? 'known' : 'refused' }
  }
  if (isDocumentImporter(importer))
    return { ...nothingNew, ...(await importDocument(context, { path, file, content, row }, importer, signal)) }
  const resumed = await resumable(context, row, path, content)
  const found = resumed
    ? ({ kind: 'new' } as const)
    : await identifyContent(database, ingestWorker, path, file, content, tail?.of)
  const holdPartialLine = tail !== undefined && !tail.isFinal
  // A last line that was left for later is read now.
  const identified =
    found.kind === 'identical' && !holdPartialLine && leftLine(found.to)
      ? ({ kind: 'grown', from: found.to } as const)
      : found
  if (identified.kind === 'identical' || identified.kind === 'truncated') {
    const removed = removedDays((await filesOfPast(database, [identified.to.id])).get(identified.to.id))
    const outcome = `${
      identified.kind === 'identical'
        ? `Nothing new: the same content as ${identified.to.name}, imported before.`
        : `Nothing new: a shorter copy of ${identified.to.name}, of which more was imported before.`
    }${removed === '' ? '' : `${removed} They do not come back.`}`
    await database.transaction(async (tx) => {
      await updateFile(tx, row, {
        state: 'finished',
        outcome,
        format: importer.format,
        duplicates: identified.to.lines,
        copy_of: identified.kind === 'identical' ? identified.to.id : 0,
        finished_at: now(),
      })
      if (identified.kind === 'identical' && target.content.entry === undefined)
        await updateFile(tx, identified.to.id, {
          identity: file.identity,
          ...(tail ? (content.entry ? {} : placeOf(path, identified.to)) : {}),
        })
    })
    return { ...nothingNew, row: identified.to.id, state: 'finished', kind: 'known' }
  }
  const base = identified.kind === 'grown' ? identified.from : undefined
  const into = base?.id ?? row
  const fold = base && tail ? foldOf(base) : undefined
  const days: { readonly day: number }[] = []
  /** The last part stored. An unfinished last line read before goes on counting until this import is through. */
  let part = resumed?.part ?? base?.committed_part ?? 0
  const job: IngestJob = {
    path,
    ...(content.entry ? { entry: content.entry } : {}),
    format: importer.format,
    ...(columns ? { columns } : {}),
    ...(options.startDate ? { startDay: Date.parse(`${options.startDate}T00:00:00Z`) / 1000 } : {}),
    ...(resumed
      ? { checkpoint: resumed.checkpoint }
      : base
        ? { checkpoint: fold?.checkpoint ?? (JSON.parse(base.checkpoint) as Checkpoint) }
        : {}),
    ...(holdPartialLine ? { holdPartialLine } : {}),
  }
  await database.transaction(async (tx) => {
    // A kill may have left lines behind what counts or can be gone on from.
    await deleteParts(tx, into, part + 1)
    await updateFile(tx, row, {
      state: 'running',
      format: importer.format,
      format_reason: reason,
      is_usage: importer.yieldsUsage ? 1 : 0,
    })
  })
  context.announce('imports.changed', { id: row })

  const store = async (tx: Transaction, batch: Extract<IngestBatch, { segments: unknown }>): Promise<void> => {
    await context.dictionary.store(tx, batch.added)
    await storeSegments(tx, into, part + 1, batch.segments)
  }
  let isWhole = true
  let lastBatch: Extract<IngestBatch, { segments: unknown }> | undefined
  let isBroken = false
  /** Batches on their way into the database. A stop ends the reading at once; what was read by then is still stored before it is kept. */
  const underWay = new Set<Promise<void>>()
  const onEmit = (batch: IngestBatch): Promise<void> => {
    const taking = take(batch).finally(() => underWay.delete(taking))
    underWay.add(taking)
    return taking
  }
  const take = async (batch: IngestBatch): Promise<void> => {
    onProgress({ bytes: batch.bytes, total: batch.total, lines: batch.lines })
    if (!('segments' in batch)) return
    const storing = database.transaction(async (tx) => {
      // Its names are numbered from where the batch before ended: without that one it must not be stored.
      if (isBroken) throw new Error('A part before this one could not be stored.')
      await store(tx, batch)
      await updateFile(tx, into, {
        progress: JSON.stringify({ part: part + 1, checkpoint: batch.checkpoint } satisfies Progress),
      })
    })
    await storing.catch((error) => {
      isBroken = true
      throw error
    })
    part++
    lastBatch = batch
    for (const { day } of batch.segments) days.push({ day })
    context.dictionary.added(batch.added)
    ahead?.more(options.zone ?? zoneOfText(batch.findings.zoneText ?? '') ?? options.machineZone ?? machineZone())
  }

  const ahead = base || importer.yieldsUsage ? undefined : createDeriveAhead(context, into)
  let result: IngestResult
  await context.prepareIngest(importer.yieldsUsage)
  try {
    result = await ingestWorker.call<IngestResult>('ingest', job, { onEmit, signal })
  } catch (error) {
    await Promise.allSettled(underWay)
    await ahead?.stop()
    // Names that the worker gave numbers to since the last batch are not stored: it starts again from what is.
    context.resetIngest()
    // Trouble with a disk may be over later: what is stored stays, and reading goes on from there.
    if (!base && (lastBatch || resumed) && !signal.aborted && isTroubleOfDisk(error)) throw explain(error, path, true)
    if (!isKeep(signal) || !lastBatch || fold) {
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
      hasPartialLine: false,
      heldPartialLine: false,
      added: emptyDictionary,
      warnings: ['It was stopped on the way; what had been read was kept. Import it again to go on from there.'],
      encoding: '',
      bytes: lastBatch.bytes,
    }
  }
  await ahead?.stop()
  const { findings, heldPartialLine, hasPartialLine, provisional } = result
  const newLines = findings.lines - (base?.lines ?? 0)
  const last = provisional.length > 0 ? part + 1 : part
  await database.transaction(async (tx) => {
    await context.dictionary.store(tx, result.added)
    if (findings.facts > 0) await rememberColumns(tx, content, options)
    await storeSegments(tx, into, part + 1, provisional)
    if (base && fold) await deleteParts(tx, into, fold.part + 1, base.committed_part)
    else if (base && base.provisional_part > 0)
      await deleteParts(tx, into, base.provisional_part, base.provisional_part)
    const newLines = findings.lines - (base?.lines ?? 0)
    const lastDay = await lastDayOf(tx, into)
    const told = [...result.warnings, ...remarksOn(findings, importer.title, lastDay, now())]
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
      findings: JSON.stringify({ ...findings, warnings: told, encoding: result.encoding, heldPartialLine }),
      lines: findings.lines,
      facts: findings.facts,
      rejected,
      daemons: JSON.stringify(findings.daemons),
    }
    const note = identified.kind === 'new' && identified.note ? ` ${identified.note}` : ''
    const partialNote = hasPartialLine
      ? ' Its last line has no line end yet; it is read again when the file grows.'
      : ''
    const warnings = told.length > 0 ? ` ${told.join(' ')}` : ''
    const all = `${findings.lines.toLocaleString('en-US')} lines read, ${findings.facts.toLocaleString('en-US')} of them ${importer.yieldsUsage ? 'used' : 'checkouts, check-ins and denials'}.${note}${partialNote}${warnings}`
    // An unfinished line that was counted may be taken back until it is whole.
    const added = Math.max(0, newLines)
    const outcome = base
      ? `${added === 1 ? '1 new line' : `${added.toLocaleString('en-US')} new lines`} at the end of ${base.name}, imported before.${partialNote}${warnings}`
      : all
    await updateFile(tx, into, { ...change, ...(base ? {} : { outcome, state: 'deriving' as const }) })
    if (base && newLines > 0) await updateFile(tx, into, { grown: base.grown + 1, grown_at: now() })
    if (base && fold)
      await updateFile(tx, into, {
        ...placeOf(path, base),
        outcome: all,
        ...nextFold(fold, { part, checkpoint: result.checkpoint }, [...days, ...provisional]),
      })
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
  return {
    row: into,
    state: 'finished',
    changed: true,
    kind: base ? 'grown' : 'new',
    lines: newLines,
    facts: findings.facts - (base?.facts ?? 0),
    heldPartialLine,
  }
}

/** Whether an unfinished last line was left for the next look at the file. */
const leftLine = ({ findings }: FileRow): boolean =>
  (JSON.parse(findings) as { readonly heldPartialLine?: boolean }).heldPartialLine === true

/** Progress of an import that was interrupted, if the row has any and the file is still what it was: it may have been rotated meanwhile. */
const resumable = async (
  context: ImportContext,
  row: number,
  path: string,
  content: InspectedContent,
): Promise<Progress | undefined> => {
  const file = await fileById(context.database, row)
  if (!file || file.progress === '' || file.committed_part > 0) return undefined
  const progress = JSON.parse(file.progress) as Progress
  const { chain } = progress.checkpoint
  if (chain.length > 0) {
    const entry = content.entry ? { entry: content.entry } : {}
    const { result } = await context.ingestWorker.call<ChainComparison>('verify', { path, chain, ...entry })
    if (result === 'identical' || result === 'grown') return progress
  }
  await discard(context, row, 0)
  return undefined
}

/** The disk of the file or of the database, not what the file holds. */
const isTroubleOfDisk = (error: unknown): boolean => {
  const { name, code } = error as Error & { code?: string }
  return sqliteCode(error) !== undefined || (name === 'ReadingError' && code !== undefined && diskCodes.has(code))
}
const diskCodes = new Set(['read-failed', 'not-found', 'not-permitted'])

/** Whether the admin asked to keep what had been read when stopping. */
export const keepReason = 'keep'
const isKeep = (signal: AbortSignal): boolean => signal.aborted && (signal.reason as Error)?.message === keepReason

/** Removes what an import that failed or was cancelled has stored; the parts from before stay. */
const discard = async ({ database }: ImportContext, into: number, keep: number): Promise<void> => {
  await database.transaction(async (tx) => {
    await deleteParts(tx, into, keep + 1)
    await discardDays(tx, into)
    await updateFile(tx, into, { progress: '' })
  })
}

const explain = (error: unknown, path: string, kept = false): Error => {
  const { name, message, code } = error as Error & { code?: string }
  if (name === 'undated') {
    return new ConsoleError(
      'refused',
      `No line of ${path} states a date, so it cannot be told when its checkouts were. Nothing was stored. Import it again with the date of its first line (--start-date).`,
    )
  }
  if (name === 'AbortError')
    return new ConsoleError('cancelled', `The import of ${path} was stopped. Nothing of it was kept.`)
  if (name === 'ReadingError')
    return new ConsoleError('refused', `${message}${kept ? '' : ' Nothing of it was stored.'}`, code)
  return error as Error
}
