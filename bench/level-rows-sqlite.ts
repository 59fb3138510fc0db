import sqlite3 from 'sqlite3'
import { groupLevelRows, summaryOf } from './level-rows-duckdb.ts'
import { eachDay } from './stored-columns.ts'

let driver: sqlite3.Database

const run = (sql: string, values: readonly unknown[] = []): Promise<void> =>
  new Promise((resolve, reject) => {
    driver.run(sql, values, (error) => (error ? reject(error) : resolve()))
  })

const all = <Row>(sql: string): Promise<Row[]> =>
  new Promise((resolve, reject) => {
    driver.all<Row>(sql, (error, rows) => (error ? reject(error) : resolve(rows)))
  })

/** The same records as rows of a SQLite table, with room in the page cache for all of them. */
export const load = async ({
  database,
  table,
}: {
  readonly database: string
  readonly table: string
}): Promise<void> => {
  await new Promise<void>((resolve, reject) => {
    driver = new sqlite3.Database(table, (error) => (error ? reject(error) : resolve()))
  })
  await run('PRAGMA page_size = 16384')
  await run('PRAGMA journal_mode = OFF')
  await run('PRAGMA synchronous = OFF')
  await run('PRAGMA cache_size = -600000')
  await run(
    'CREATE TABLE level (day INTEGER NOT NULL, hour INTEGER NOT NULL, series INTEGER NOT NULL, level INTEGER NOT NULL, seconds INTEGER NOT NULL) STRICT',
  )
  await run('BEGIN')
  await eachDay(
    database,
    'level',
    ['hour', 'series', 'level', 'seconds'],
    async ({ day, hour, series, level, seconds }) => {
      for (let from = 0; from < (day?.length ?? 0); from += 2000) {
        const rows = Array.from(day?.subarray(from, from + 2000) ?? [], (of, i) => [
          of,
          hour?.[from + i],
          series?.[from + i],
          level?.[from + i],
          seconds?.[from + i],
        ])
        await run('INSERT INTO level SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM jsonb_each(?)', [
          JSON.stringify(rows),
        ])
      }
    },
  )
  await run('COMMIT')
}

export const group = async ({ shape }: { readonly shape: string }) => {
  const began = performance.now()
  const rows = await all<Record<string, number>>(groupLevelRows(shape === 'feature' ? 'series' : 'day, series'))
  const milliseconds = performance.now() - began
  return summaryOf(
    milliseconds,
    rows.map((row) => Object.values(row)),
  )
}
