import type { Reader, Transaction } from './connection.ts'

/** What somebody said of the columns of a table. */
export interface StoredColumns {
  readonly format: string
  /** Name in the header for each documented column of the format. */
  readonly columns: { readonly [column: string]: string }
}

/** @param header the names in it as one text */
export const columnsByHeader = async (reader: Reader, header: string): Promise<StoredColumns | undefined> => {
  const row = await reader.get<{ format: string; columns: string }>(
    'SELECT format, columns FROM column_mapping WHERE header = ?',
    [header],
  )
  return row && { format: row.format, columns: JSON.parse(row.columns) as StoredColumns['columns'] }
}

export const storeColumns = async (tx: Transaction, header: string, stored: StoredColumns): Promise<void> => {
  await tx.run(
    'INSERT INTO column_mapping (header, format, columns) VALUES (?, ?, ?) ON CONFLICT (header) DO UPDATE SET format = excluded.format, columns = excluded.columns',
    [header, stored.format, JSON.stringify(stored.columns)],
  )
}
