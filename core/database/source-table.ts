import type { Reader, Transaction } from './connection.ts'

export interface SourceRow {
  readonly id: number
  readonly server: string
  readonly zone: string
  readonly zone_origin: string
  /** Of what all files of one format say of one server; empty: a licence log's stream. */
  readonly format: string
}

export const allSources = (reader: Reader): Promise<SourceRow[]> =>
  reader.all<SourceRow>('SELECT * FROM source ORDER BY id')

/** Streams of licence logs. */
export const logSources = (reader: Reader): Promise<SourceRow[]> =>
  reader.all<SourceRow>("SELECT * FROM source WHERE format = '' ORDER BY id")

export const insertSource = async (
  tx: Transaction,
  { server, zone, zone_origin, format }: Omit<SourceRow, 'id'>,
): Promise<number> =>
  (
    await tx.run('INSERT INTO source (server, zone, zone_origin, format) VALUES (?, ?, ?, ?)', [
      server,
      zone,
      zone_origin,
      format,
    ])
  ).lastId

export const updateZone = async (tx: Transaction, id: number, zone: string, origin: string): Promise<void> => {
  await tx.run('UPDATE source SET zone = ?, zone_origin = ? WHERE id = ?', [zone, origin, id])
}

/** Removes a source whose last file is gone, with everything derived from it. */
export const deleteSource = async (tx: Transaction, id: number): Promise<void> => {
  await tx.run('DELETE FROM day_column WHERE source_day IN (SELECT id FROM source_day WHERE source = ?)', [id])
  await tx.run('DELETE FROM source_day WHERE source = ?', [id])
  await tx.run('DELETE FROM source_past WHERE source = ?', [id])
  await tx.run('DELETE FROM source WHERE id = ?', [id])
}
