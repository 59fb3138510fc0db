import type { Reader, Transaction } from '../../database/connection.ts'
import { type FileRow, fileById, fileByIdentity, insertFile, updateFile } from '../../database/file-table.ts'
import { allSources, insertSource } from '../../database/source-table.ts'
import { deleteUsage, insertUsage } from '../../database/usage-table.ts'
import type { UsageSegment } from '../../facts/usage-fact.ts'
import { newFileRow } from '../../imports/new-file-row.ts'
import { machineZone } from '../../imports/zone-names.ts'
import { type FoldedRuns, type GrowingSpans, type RunKind, runKinds, type Span } from '../folding/fold-job.ts'

/** Server that the sources of agents are filed under. */
export const agentsServer = 'Agents'

interface RunFormat {
  readonly format: string
  readonly name: string
  readonly openName: string
}
const formats: { readonly [K in RunKind]: RunFormat } = {
  process: {
    format: 'process-records',
    name: 'Processes from agents',
    openName: 'Processes that still run, from agents',
  },
  module: {
    format: 'module-records',
    name: 'Modules from agents',
    openName: 'Modules that are still loaded, from agents',
  },
  address: {
    format: 'url-records',
    name: 'Addresses from agents',
    openName: 'Addresses that are still shown, from agents',
  },
}

/**
 * In place of the stat of a file: what all agents send of one kind is one stored file, and what goes on another. Where a run is over and
 * still stands among what goes on, reports count it once, as they do with files that overlap; so the second may be written less often.
 */
const identityOf = (kind: RunKind, isOpen = false): string => `agents:${formats[kind].format}${isOpen ? ':open' : ''}`

/** It only completes the file of what is over, and is nothing that an admin imported. */
export const isOfOpenRuns = ({ identity }: Pick<FileRow, 'identity'>): boolean => /^agents:.*:open$/.test(identity)

export type RunFiles = { readonly [K in RunKind]?: FileRow }

export const readRunFiles = async (reader: Reader): Promise<RunFiles> => {
  const files: { [K in RunKind]?: FileRow } = {}
  for (const kind of runKinds) {
    const row = await fileByIdentity(reader, identityOf(kind))
    if (row) files[kind] = row
  }
  return files
}

export const growingSpans = (files: RunFiles): GrowingSpans =>
  Object.fromEntries(Object.entries(files).map(([kind, { checkpoint }]) => [kind, JSON.parse(checkpoint) as Span[]]))

const makeRunFile = async (tx: Transaction, kind: RunKind, isOpen = false): Promise<FileRow> => {
  const { format, name, openName } = formats[kind]
  const known = (await allSources(tx)).find((one) => one.format === format && one.server === agentsServer)
  const source =
    known?.id ??
    (await insertSource(tx, { server: agentsServer, format, zone: machineZone(), zone_origin: 'of this machine' }))
  const id = await insertFile(tx, {
    ...newFileRow('', isOpen ? openName : name, {}, 'finished'),
    folder: '',
    source,
    server: agentsServer,
    server_given: 1,
    identity: identityOf(kind, isOpen),
    checkpoint: '[]',
    committed_part: 1,
    format,
    format_reason: 'It is what agents send.',
    outcome: 'What goes on, as far as agents have seen it.',
    finished_at: Date.now(),
  })
  await updateFile(tx, id, { is_usage: 1 })
  return (await fileById(tx, id)) as FileRow
}

/** Adds what is over. @returns the file's row */
export const storeRuns = async (tx: Transaction, kind: RunKind, runs: FoldedRuns): Promise<number> => {
  const file = (await readRunFiles(tx))[kind] ?? (await makeRunFile(tx, kind))
  const part = file.committed_part + (runs.ended.length > 0 ? 1 : 0)
  if (runs.ended.length > 0) await insertUsage(tx, file.id, part, runs.ended)
  const lines = file.lines + runs.lines
  await updateFile(tx, file.id, {
    committed_part: part,
    checkpoint: JSON.stringify(runs.growing),
    lines,
    facts: file.facts + runs.lines,
    outcome: `${lines.toLocaleString('en-US')} records of agents, as they come.`,
  })
  return file.id
}

/** Puts what goes on in the place of what went on before. */
export const storeOpenRuns = async (
  tx: Transaction,
  kind: RunKind,
  segments: readonly UsageSegment[],
): Promise<void> => {
  const known = await fileByIdentity(tx, identityOf(kind, true))
  if (!known && segments.length === 0) return
  const { id } = known ?? (await makeRunFile(tx, kind, true))
  await deleteUsage(tx, id, 0)
  if (segments.length > 0) await insertUsage(tx, id, 1, segments)
}
