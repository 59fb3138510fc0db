import type { Reader, Transaction } from '../../database/connection.ts'
import { type FileRow, fileById, fileByIdentity, insertFile, updateFile } from '../../database/file-table.ts'
import { allSources, insertSource } from '../../database/source-table.ts'
import { deleteUsage, insertUsage } from '../../database/usage-table.ts'
import { newFileRow } from '../../imports/new-file-row.ts'
import { machineZone } from '../../imports/zone-names.ts'
import { type FoldedRuns, type GrowingSpans, type RunKind, runKinds, type Span } from '../folding/fold-job.ts'

/** Server that the sources of agents are filed under. */
export const agentsServer = 'Agents'

const formats: { readonly [K in RunKind]: readonly [format: string, name: string] } = {
  process: ['process-records', 'Processes from agents'],
  module: ['module-records', 'Modules from agents'],
  address: ['url-records', 'Addresses from agents'],
}

/** In place of the stat of a file: what all agents send of one kind is one stored file. */
const identityOf = (kind: RunKind): string => `agents:${formats[kind][0]}`

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

const makeRunFile = async (tx: Transaction, kind: RunKind): Promise<FileRow> => {
  const [format, name] = formats[kind]
  const known = (await allSources(tx)).find((one) => one.format === format && one.server === agentsServer)
  const source =
    known?.id ??
    (await insertSource(tx, { server: agentsServer, format, zone: machineZone(), zone_origin: 'of this machine' }))
  const id = await insertFile(tx, {
    ...newFileRow('', name, {}, 'finished'),
    folder: '',
    source,
    server: agentsServer,
    server_given: 1,
    identity: identityOf(kind),
    checkpoint: '[]',
    committed_part: 1,
    format,
    format_reason: 'It is what agents send.',
    finished_at: Date.now(),
  })
  await updateFile(tx, id, { is_usage: 1 })
  return (await fileById(tx, id)) as FileRow
}

/** Adds what is over, and puts what goes on in the place of what went on before. @returns the file's row */
export const storeRuns = async (tx: Transaction, kind: RunKind, runs: FoldedRuns): Promise<number> => {
  const file = (await readRunFiles(tx))[kind] ?? (await makeRunFile(tx, kind))
  const { id, committed_part: before, provisional_part: provisional } = file
  if (provisional > 0) await deleteUsage(tx, id, provisional, provisional)
  if (runs.ended.length > 0) await insertUsage(tx, id, before + 1, runs.ended)
  if (runs.open.length > 0) await insertUsage(tx, id, before + 2, runs.open)
  const lines = file.lines + runs.lines
  await updateFile(tx, id, {
    committed_part: before + 2,
    provisional_part: runs.open.length > 0 ? before + 2 : 0,
    checkpoint: JSON.stringify(runs.growing),
    lines,
    facts: file.facts + runs.lines,
    outcome: `${lines.toLocaleString('en-US')} records of agents, as they come.`,
  })
  return id
}
