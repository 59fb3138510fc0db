import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, INTEGER } from '@duckdb/node-api'
import type { PlainRows } from './stored-columns.ts'

/** DuckDB in memory, with its default threads. */
export const openDuckdb = async (): Promise<DuckDBConnection> => (await DuckDBInstance.create(':memory:')).connect()

export interface TableFiller {
  append(rows: PlainRows): void
  close(): void
}

const rowsPerChunk = 2048

/** Makes a table of INTEGER columns and fills it from typed arrays. */
export const createTable = async (
  connection: DuckDBConnection,
  table: string,
  columns: readonly string[],
): Promise<TableFiller> => {
  await connection.run(`CREATE TABLE ${table} (${columns.map((name) => `${name} INTEGER NOT NULL`).join(', ')})`)
  const appender = await connection.createAppender(table)
  return {
    append(rows) {
      const values = columns.map((name) => rows[name] as Int32Array)
      const total = (values[0] as Int32Array).length
      for (let from = 0; from < total; from += rowsPerChunk) {
        const count = Math.min(rowsPerChunk, total - from)
        const chunk = DuckDBDataChunk.create(
          columns.map(() => INTEGER),
          count,
        )
        for (const [at, column] of values.entries()) {
          const vector = chunk.getColumnVector(at)
          for (let i = 0; i < count; i++) vector.setItem(i, column[from + i] as number)
          vector.flush()
        }
        appender.appendDataChunk(chunk)
      }
    },
    close() {
      appender.closeSync()
    },
  }
}

/** Runs a query to its last row. @returns milliseconds and the rows, columns in order */
export const timedQuery = async (connection: DuckDBConnection, sql: string) => {
  const began = performance.now()
  const reader = await connection.runAndReadAll(sql)
  const milliseconds = performance.now() - began
  return { milliseconds, rows: reader.getRows().map((row) => row.map(Number)) }
}
