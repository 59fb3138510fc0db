import type { PackedColumn } from '../segments/column.ts'
import type { PackedSet } from '../segments/column-set.ts'
import { asPackedColumn, type ColumnRow, insertColumns } from './column-rows.ts'
import type { Reader, Transaction } from './connection.ts'

export interface SourceDay {
  readonly id: number
  readonly source: number
  readonly day: number
  /** UTC seconds of the local midnight. */
  readonly start: number
  /** Seconds. */
  readonly length: number
  readonly fingerprint: string
  readonly verdictFingerprint: string
  readonly denials: number
  readonly edgeDenials: number
}

const head =
  'id, source, day, start, length, fingerprint, verdict_fingerprint AS verdictFingerprint, denials, edge_denials AS edgeDenials'

/** Days removed because of their age leave a row with what later days need. */
const isKept =
  'day >= COALESCE((SELECT first_day FROM source_past WHERE source_past.source = source_day.source), -1000000)'

/** The stored days of a source; `withPast` as in `daysWithin`. */
export const sourceDays = (reader: Reader, source: number, { withPast = false } = {}): Promise<SourceDay[]> =>
  reader.all<SourceDay>(
    `SELECT ${head} FROM source_day WHERE source = ? ${withPast ? '' : `AND ${isKept}`} ORDER BY day`,
    [source],
  )

/** In place of the first half of a fingerprint: what the day is derived from has changed since. */
const outdated = 'outdated'

export const isOutdated = ({ fingerprint }: Pick<SourceDay, 'fingerprint'>): boolean => fingerprint.startsWith(outdated)

export const anyOutdated = (reader: Reader): Promise<unknown> =>
  reader.get("SELECT 1 AS one FROM source_day WHERE fingerprint LIKE 'outdated%' LIMIT 1")

export const markDays = async (tx: Transaction, source: number, days: readonly number[]): Promise<void> => {
  await tx.run(
    `UPDATE source_day SET fingerprint = '${outdated}' || substr(fingerprint, instr(fingerprint, '/'))
     WHERE source = ? AND day IN (SELECT value FROM json_each(?)) AND instr(fingerprint, '/') > 0`,
    [source, JSON.stringify(days)],
  )
}

/** Days of all sources that touch `[from, to)`, UTC seconds; `withPast`: with what is left of those that were removed because of their age. */
export const daysWithin = (reader: Reader, from: number, to: number, { withPast = false } = {}): Promise<SourceDay[]> =>
  reader.all<SourceDay>(
    `SELECT ${head} FROM source_day WHERE source > 0 AND start < ? AND start + length > ? ${withPast ? '' : `AND ${isKept}`}
     ORDER BY source, day`,
    [to, from],
  )

export const stateAfter = async (reader: Reader, source: number, day: number): Promise<string | undefined> =>
  (await reader.get<{ state: string }>('SELECT state FROM source_day WHERE source = ? AND day = ?', [source, day]))
    ?.state

export interface DerivedDay {
  readonly day: number
  readonly start: number
  readonly length: number
  readonly fingerprint: string
  readonly state: string
  readonly denials: number
  readonly edgeDenials: boolean
  /** By kind: `use`, `queue`, `level` … */
  readonly columns: { readonly [kind: string]: PackedSet }
}

/** Replaces whole days of one source. */
export const replaceDays = async (tx: Transaction, source: number, days: readonly DerivedDay[]): Promise<void> => {
  if (days.length === 0) return
  await deleteDays(
    tx,
    source,
    days.map(({ day }) => day),
  )
  const first = ((await tx.get<{ id: number | null }>('SELECT MAX(id) AS id FROM source_day'))?.id ?? 0) + 1
  await tx.runMany(
    `INSERT INTO source_day SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, '', value->>7, value->>8
       FROM jsonb_each(?)`,
    days.map((d, i) => [
      first + i,
      source,
      d.day,
      d.start,
      d.length,
      d.fingerprint,
      d.state,
      d.denials,
      d.edgeDenials ? 1 : 0,
    ]),
  )
  await insertColumns(
    tx,
    'day_column',
    days.flatMap((d, i) => Object.entries(d.columns).map(([kind, columns]) => ({ owner: first + i, kind, columns }))),
  )
}

export const deleteDays = async (tx: Transaction, source: number, days: readonly number[]): Promise<void> => {
  const json = JSON.stringify(days)
  const chosen = 'SELECT id FROM source_day WHERE source = ? AND day IN (SELECT value FROM json_each(?))'
  await tx.run(`DELETE FROM day_column WHERE source_day IN (${chosen})`, [source, json])
  await tx.run(`DELETE FROM source_day WHERE id IN (${chosen})`, [source, json])
}

/** Named columns of one kind, by source day. */
export const dayColumns = async (
  reader: Reader,
  sourceDayIds: readonly number[],
  kind: string,
  names: readonly string[],
): Promise<Map<number, { [name: string]: PackedColumn }>> => {
  const rows = await reader.all<ColumnRow & { sourceDay: number }>(
    `SELECT source_day AS sourceDay, kind, name, rows, minimum, maximum, width, data FROM day_column
     WHERE source_day IN (SELECT value FROM json_each(?)) AND kind = ? AND name IN (${names.map(() => '?').join(',')})`,
    [JSON.stringify(sourceDayIds), kind, ...names],
  )
  const found = new Map<number, { [name: string]: PackedColumn }>()
  for (const row of rows) {
    const columns = found.get(row.sourceDay) ?? {}
    found.set(row.sourceDay, columns)
    columns[row.name] = asPackedColumn(row)
  }
  return found
}

/** Instants of the first and the last thing that happened on the days; undefined where nothing did. */
export const spanOfUse = async (
  reader: Reader,
  sourceDayIds: readonly number[],
): Promise<{ readonly first: number; readonly last: number } | undefined> => {
  const span = await reader.get<{ first: number | null; last: number | null }>(
    `SELECT MIN(start + minimum) AS first, MAX(start + maximum) AS last FROM day_column JOIN source_day ON source_day = source_day.id
     WHERE source_day IN (SELECT value FROM json_each(?)) AND kind = 'use' AND name = 'time'`,
    [JSON.stringify(sourceDayIds)],
  )
  return span && span.first !== null && span.last !== null ? { first: span.first, last: span.last } : undefined
}

export const replaceVerdicts = async (
  tx: Transaction,
  verdicts: readonly { readonly sourceDay: number; readonly fingerprint: string; readonly columns: PackedSet }[],
): Promise<void> => {
  for (const { sourceDay, fingerprint } of verdicts) {
    await tx.run("DELETE FROM day_column WHERE source_day = ? AND kind = 'verdict'", [sourceDay])
    await tx.run('UPDATE source_day SET verdict_fingerprint = ? WHERE id = ?', [fingerprint, sourceDay])
  }
  await insertColumns(
    tx,
    'day_column',
    verdicts.map(({ sourceDay, columns }) => ({ owner: sourceDay, kind: 'verdict', columns })),
  )
}

/** Numbers of the files that have days derived ahead of the end of their import. */
export const filesDerivedAhead = async (reader: Reader): Promise<number[]> =>
  (await reader.all<{ file: number }>('SELECT DISTINCT -source AS file FROM source_day WHERE source < 0')).map(
    ({ file }) => file,
  )

/** Takes over days derived ahead as those of a source that has none. */
export const adoptDays = async (tx: Transaction, file: number, source: number): Promise<void> => {
  await tx.run('UPDATE source_day SET source = ? WHERE source = ?', [source, -file])
}

export const discardDays = async (tx: Transaction, file: number): Promise<void> => {
  await tx.run('DELETE FROM day_column WHERE source_day IN (SELECT id FROM source_day WHERE source = ?)', [-file])
  await tx.run('DELETE FROM source_day WHERE source = ?', [-file])
}
