import type { LicenceFileFacts, LicenceRecord, LicenceServerBlock } from '../facts/licence-record.ts'
import type { Reader, Transaction } from './connection.ts'

export interface StoredLicenceRecord extends LicenceRecord {
  readonly id: number
  readonly file: number
}

export interface StoredLicenceBlock extends LicenceServerBlock {
  readonly file: number
  readonly block: number
}

export interface TypedCapacityRow {
  readonly id: number
  readonly server: string
  readonly daemon: string
  readonly feature: string
  /** Wall seconds since 1970. */
  readonly at: number
  readonly licences: number
  readonly note: string
}

const none = -1

/** Stores what a licence file says; what an earlier reading of the same row said is replaced. */
export const replaceLicences = async (tx: Transaction, file: number, facts: LicenceFileFacts): Promise<void> => {
  await deleteLicences(tx, file)
  await tx.runMany(
    'INSERT INTO licence_block SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(?)',
    facts.blocks.map(({ hosts, daemons }, block) => [file, block, JSON.stringify(hosts), JSON.stringify(daemons)]),
  )
  await tx.runMany(
    `INSERT INTO licence_record (file, line, last_line, block, kind, daemon, feature, version, from_version, licences, from_day, until_day,
       issued_day, serial, node_locked, supersedes, components, is_suite, digest)
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10,
       value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, value->>17, value->>18 FROM jsonb_each(?)`,
    facts.records.map((r) => [
      file,
      r.line,
      r.lastLine,
      r.block,
      r.kind,
      r.daemon,
      r.feature,
      r.version,
      r.fromVersion,
      r.licences,
      r.from ?? none,
      r.until ?? none,
      r.issued ?? none,
      r.serial,
      r.isNodeLocked ? 1 : 0,
      JSON.stringify(r.supersedes),
      JSON.stringify(r.components),
      r.isSuite ? 1 : 0,
      r.digest,
    ]),
  )
}

export const deleteLicences = async (tx: Transaction, file: number): Promise<void> => {
  await tx.run('DELETE FROM licence_record WHERE file = ?', [file])
  await tx.run('DELETE FROM licence_block WHERE file = ?', [file])
}

interface RecordRow {
  readonly id: number
  readonly file: number
  readonly line: number
  readonly last_line: number
  readonly block: number
  readonly kind: LicenceRecord['kind']
  readonly daemon: string
  readonly feature: string
  readonly version: string
  readonly from_version: string
  readonly licences: number
  readonly from_day: number
  readonly until_day: number
  readonly issued_day: number
  readonly serial: string
  readonly node_locked: number
  readonly supersedes: string
  readonly components: string
  readonly is_suite: number
  readonly digest: string
}

const dayOf = (day: number): number | null => (day === none ? null : day)

/** Records of all licence files that count, in the order of their files and lines. */
export const allLicenceRecords = async (reader: Reader): Promise<StoredLicenceRecord[]> => {
  const rows = await reader.all<RecordRow>('SELECT * FROM licence_record ORDER BY file, line, id')
  return rows.map((row) => ({
    id: row.id,
    file: row.file,
    line: row.line,
    lastLine: row.last_line,
    block: row.block,
    kind: row.kind,
    daemon: row.daemon,
    feature: row.feature,
    version: row.version,
    fromVersion: row.from_version,
    licences: row.licences,
    from: dayOf(row.from_day),
    until: dayOf(row.until_day),
    issued: dayOf(row.issued_day),
    serial: row.serial,
    isNodeLocked: row.node_locked === 1,
    supersedes: JSON.parse(row.supersedes) as string[],
    components: JSON.parse(row.components) as LicenceRecord['components'],
    isSuite: row.is_suite === 1,
    digest: row.digest,
  }))
}

export const allLicenceBlocks = async (reader: Reader): Promise<StoredLicenceBlock[]> => {
  const rows = await reader.all<{ file: number; block: number; hosts: string; daemons: string }>(
    'SELECT file, block, hosts, daemons FROM licence_block ORDER BY file, block',
  )
  return rows.map(({ file, block, hosts, daemons }) => ({
    file,
    block,
    hosts: JSON.parse(hosts) as string[],
    daemons: JSON.parse(daemons) as string[],
  }))
}

export const allTypedCapacity = (reader: Reader): Promise<TypedCapacityRow[]> =>
  reader.all<TypedCapacityRow>('SELECT * FROM typed_capacity ORDER BY server, daemon, feature, at')

export const typedCapacityById = (reader: Reader, id: number): Promise<TypedCapacityRow | undefined> =>
  reader.get<TypedCapacityRow>('SELECT * FROM typed_capacity WHERE id = ?', [id])

export const insertTypedCapacity = async (tx: Transaction, row: Omit<TypedCapacityRow, 'id'>): Promise<number> =>
  (
    await tx.run('INSERT INTO typed_capacity (server, daemon, feature, at, licences, note) VALUES (?, ?, ?, ?, ?, ?)', [
      row.server,
      row.daemon,
      row.feature,
      row.at,
      row.licences,
      row.note,
    ])
  ).lastId

export const updateTypedCapacity = async (
  tx: Transaction,
  { id, at, licences, note }: Pick<TypedCapacityRow, 'id' | 'at' | 'licences' | 'note'>,
): Promise<void> => {
  await tx.run('UPDATE typed_capacity SET at = ?, licences = ?, note = ? WHERE id = ?', [at, licences, note, id])
}

/** What was typed in for a server whose name changes stays with it. Where the new name has a value for the same instant, that one counts. */
export const renameTypedServer = async (
  tx: Transaction,
  from: string,
  to: string,
  daemons: readonly string[],
): Promise<void> => {
  await tx.run(
    `UPDATE OR IGNORE typed_capacity SET server = ? WHERE lower(server) = lower(?)
     AND lower(daemon) IN (SELECT lower(value) FROM json_each(?))`,
    [to, from, JSON.stringify(daemons)],
  )
}

export const deleteTypedCapacity = async (tx: Transaction, id: number): Promise<void> => {
  await tx.run('DELETE FROM typed_capacity WHERE id = ?', [id])
}
