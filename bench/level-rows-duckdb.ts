import type { DuckDBConnection } from '@duckdb/node-api'
import { createTable, openDuckdb, timedQuery } from './duckdb-tables.ts'
import { eachDay } from './stored-columns.ts'

let connection: DuckDBConnection

/** The level records of a database as rows in memory. */
export const load = async ({ database }: { readonly database: string }): Promise<void> => {
  connection = await openDuckdb()
  const table = await createTable(connection, 'level', ['day', 'hour', 'series', 'level', 'seconds'])
  await eachDay(database, 'level', ['hour', 'series', 'level', 'seconds'], (rows) => table.append(rows))
  table.close()
}

export const group = async ({ shape }: { readonly shape: string }) => {
  const keys = shape === 'feature' ? 'series' : 'day, series'
  const { milliseconds, rows } = await timedQuery(connection, groupLevelRows(keys))
  return summaryOf(milliseconds, rows)
}

/** The measures of type 51 that a query over its records can compute. */
export const groupLevelRows = (keys: string): string =>
  `SELECT COUNT(*), SUM(seconds), SUM(seconds * level), MAX(level), MIN(level), ${keys} FROM level GROUP BY ${keys}`

export const summaryOf = (milliseconds: number, rows: readonly (readonly number[])[]) => ({
  milliseconds,
  rows: rows.length,
  records: rows.reduce((sum, [count]) => sum + (count as number), 0),
  elapsed: rows.reduce((sum, [, , elapsed]) => sum + (elapsed as number), 0),
})
