import type { Reader, Transaction } from './connection.ts'

/** What is left of a source's days that were removed because of their age. Days since 1970 of its local days. */
export interface SourcePast {
  readonly source: number
  /** The first day that is kept. */
  readonly first_day: number
  /** From here on lines are kept although their days are not: a run of lines that two files share may reach over the edge. */
  readonly margin_day: number
}

/** Kinds of a day's columns that later days need: first mentions of features, and packages. */
const lastingKinds = ['known', 'component']
/** Days before the edge whose use is kept: a checkout shortly before midnight, on any clock, may decide a refusal shortly after. */
const daysOfUse = 2

export const allPasts = (reader: Reader): Promise<SourcePast[]> => reader.all<SourcePast>('SELECT * FROM source_past')

export const pastOf = (reader: Reader, source: number): Promise<SourcePast | undefined> =>
  reader.get<SourcePast>('SELECT * FROM source_past WHERE source = ?', [source])

/** From this moment on no report sees the days before. */
export const setPast = async (tx: Transaction, { source, first_day, margin_day }: SourcePast): Promise<void> => {
  await tx.run(
    `INSERT INTO source_past (source, first_day, margin_day) VALUES (?, ?, ?)
     ON CONFLICT (source) DO UPDATE SET first_day = excluded.first_day, margin_day = excluded.margin_day`,
    [source, first_day, margin_day],
  )
}

/** The state with which the first kept day begins; `undefined` where all days are kept. */
export const stateOfPast = async (reader: Reader, source: number): Promise<string | undefined> =>
  (
    await reader.get<{ state: string }>(
      `SELECT state FROM source_day WHERE source = ? AND day < (SELECT first_day FROM source_past WHERE source_past.source = ?)
       ORDER BY day DESC LIMIT 1`,
      [source, source],
    )
  )?.state

/** The last stored day before `day` behind which days can be cut off: its state is whole, and nothing waits to be derived. */
export const lastWholeDay = async (reader: Reader, source: number, before: number): Promise<number | undefined> =>
  (
    await reader.get<{ day: number }>(
      `SELECT day FROM source_day WHERE source = ? AND day < ? AND state <> '' AND fingerprint NOT LIKE 'outdated%'
       AND day >= COALESCE((SELECT first_day FROM source_past WHERE source_past.source = source_day.source), -1000000)
       ORDER BY day DESC LIMIT 1`,
      [source, before],
    )
  )?.day

/** The third last day with lines before `day`. */
export const marginDay = async (reader: Reader, source: number, day: number): Promise<number> =>
  (
    await reader.get<{ day: number | null }>(
      `SELECT MIN(day) AS day FROM (SELECT DISTINCT day FROM line_segment
       WHERE file IN (SELECT id FROM file WHERE source = ?) AND day < ? ORDER BY day DESC LIMIT 3)`,
      [source, day],
    )
  )?.day ?? day

export interface PastSize {
  readonly days: number
  readonly lines: number
  /** Of the packed columns. */
  readonly bytes: number
}

/** What goes of a source when its days begin with `first_day`. */
export const sizeOfPast = async (reader: Reader, past: SourcePast): Promise<PastSize> => {
  const kept = 'COALESCE((SELECT first_day FROM source_past WHERE source = ?1), -1000000)'
  const days = await reader.get<{ days: number; bytes: number | null }>(
    `SELECT COUNT(DISTINCT source_day.id) AS days, SUM(CASE WHEN kind NOT IN (${lastingKinds.map((kind) => `'${kind}'`)}) THEN length(data) END) AS bytes
     FROM source_day LEFT JOIN day_column ON source_day = source_day.id WHERE source = ?1 AND day < ?2 AND day >= ${kept}`,
    [past.source, past.first_day],
  )
  const files = 'file IN (SELECT id FROM file WHERE source = ?1)'
  const lines = await reader.get<{ lines: number | null }>(
    `SELECT SUM(facts + others) AS lines FROM line_segment WHERE ${files} AND day < ?2 AND day >= ${kept}`,
    [past.source, past.first_day],
  )
  const lineBytes = await reader.get<{ bytes: number | null }>(
    `SELECT SUM(length(data)) AS bytes FROM line_column JOIN line_segment ON segment = line_segment.id WHERE ${files} AND day < ?2`,
    [past.source, past.margin_day],
  )
  return {
    days: days?.days ?? 0,
    lines: lines?.lines ?? 0,
    bytes: (days?.bytes ?? 0) + (lineBytes?.bytes ?? 0),
  }
}

/** Stored days of a source before its first kept one that still hold what is not needed of them. */
export const daysToEmpty = async (reader: Reader, { source, first_day }: SourcePast): Promise<number[]> =>
  (
    await reader.all<{ id: number }>(
      `SELECT DISTINCT source_day.id AS id FROM source_day JOIN day_column ON source_day = source_day.id
       WHERE source = ? AND (day < ? AND kind NOT IN (${[...lastingKinds, 'use'].map((kind) => `'${kind}'`)}) OR day < ? AND kind = 'use')`,
      [source, first_day, first_day - daysOfUse],
    )
  ).map(({ id }) => id)

/** Leaves of these days what later days need, and of the last one its state. */
export const emptyDays = async (
  tx: Transaction,
  { source, first_day }: SourcePast,
  ids: readonly number[],
): Promise<void> => {
  const json = JSON.stringify(ids)
  await tx.run(
    `DELETE FROM day_column WHERE source_day IN (SELECT value FROM json_each(?)) AND kind NOT IN (${lastingKinds.map((kind) => `'${kind}'`)})
     AND (kind <> 'use' OR source_day IN (SELECT id FROM source_day WHERE source = ? AND day < ?))`,
    [json, source, first_day - daysOfUse],
  )
  await tx.run(
    `UPDATE source_day SET state = '' WHERE id IN (SELECT value FROM json_each(?))
     AND day < (SELECT MAX(day) FROM source_day WHERE source = ? AND day < ?)`,
    [json, source, first_day],
  )
}

/** Segments whose lines no kept day needs and that still hold them; of late files too. */
export const segmentsToEmpty = async (reader: Reader, { source, margin_day }: SourcePast): Promise<number[]> =>
  (
    await reader.all<{ id: number }>(
      `SELECT id FROM line_segment WHERE file IN (SELECT id FROM file WHERE source = ?) AND day < ?
       AND id NOT IN (SELECT segment FROM bare_segment)`,
      [source, margin_day],
    )
  ).map(({ id }) => id)

/** Removes the lines; which lines of which file stood there is still known. */
export const emptySegments = async (tx: Transaction, ids: readonly number[]): Promise<void> => {
  const json = JSON.stringify(ids)
  await tx.run('DELETE FROM line_column WHERE segment IN (SELECT value FROM json_each(?))', [json])
  await tx.run('INSERT OR IGNORE INTO bare_segment SELECT value FROM json_each(?)', [json])
}

/**
 * Files bring their removed days along when they join another stream: a source with empty segments keeps no day before the first one
 * behind them, nor before that of a source whose files have all left it.
 */
export const inheritPasts = async (tx: Transaction): Promise<void> => {
  await tx.run(
    `INSERT INTO source_past (source, first_day, margin_day)
     SELECT source, MAX(first), MAX(first) FROM (
       SELECT file.source AS source, MAX(MAX(line_segment.day) + 1, COALESCE((SELECT MAX(first_day) FROM source_past
         WHERE source_past.source NOT IN (SELECT source FROM file)), 0)) AS first
       FROM bare_segment JOIN line_segment ON line_segment.id = segment JOIN file ON file.id = line_segment.file AND file.source > 0
       GROUP BY file.source)
     WHERE true GROUP BY source
     ON CONFLICT (source) DO UPDATE SET first_day = excluded.first_day, margin_day = excluded.margin_day
       WHERE excluded.first_day > source_past.first_day`,
  )
}

/** Line ranges of a file that are empty now. */
export const bareRanges = async (reader: Reader, file: number): Promise<(readonly [first: number, last: number])[]> =>
  (
    await reader.all<{ first: number; last: number }>(
      'SELECT first_line AS first, last_line AS last FROM line_segment WHERE file = ? AND id IN (SELECT segment FROM bare_segment)',
      [file],
    )
  ).map(({ first, last }) => [first, last] as const)

/** Which of these files, or of all, have lines on days that were removed, and the first day that is kept of each. */
export const filesOfPast = async (reader: Reader, files?: readonly number[]): Promise<Map<number, number>> =>
  new Map(
    (
      await reader.all<{ file: number; firstDay: number }>(
        `SELECT DISTINCT file.id AS file, first_day AS firstDay FROM source_past JOIN file ON file.source = source_past.source
         JOIN line_segment ON line_segment.file = file.id AND day < first_day
         WHERE ?1 IS NULL OR file.id IN (SELECT value FROM json_each(?1))`,
        [files ? JSON.stringify(files) : null],
      )
    ).map(({ file, firstDay }) => [file, firstDay]),
  )

/** Gives free pages at the end back to the disk, as many as told. @returns how many are still free */
export const giveBackPages = async (tx: Transaction, pages: number): Promise<number> => {
  await tx.all(`PRAGMA incremental_vacuum(${Math.floor(pages)})`)
  return (await tx.get<{ n: number }>('SELECT freelist_count AS n FROM pragma_freelist_count'))?.n ?? 0
}
