import type { DuckDBConnection } from '@duckdb/node-api'
import { openDatabase } from '../core/database/connection.ts'
import { readMigrations } from '../core/database/migrate.ts'
import { createTable, openDuckdb, timedQuery } from './duckdb-tables.ts'
import { eachDay, type PlainRows } from './stored-columns.ts'

let connection: DuckDBConnection

/** Makes the hourly records of types 84 (by user) and 50 (by user and host), one row each, with their elapsed seconds. */
export const load = async ({ database }: { readonly database: string }): Promise<void> => {
  connection = await openDuckdb()
  const holders = await holderRows(database)
  const holderTable = await createTable(connection, 'holder', ['id', 'feature', 'user_', 'host'])
  holderTable.append(holders)
  holderTable.close()
  const piece = await createTable(connection, 'piece', ['hour', 'holder', 'seconds'])
  await eachDay(database, 'use', ['time', 'holder', 'change'], (rows, start) => piece.append(hoursHeld(rows, start)))
  piece.close()
  await connection.run(
    'CREATE TABLE user_hour AS SELECT hour, feature, user_, SUM(seconds)::INTEGER AS elapsed FROM piece JOIN holder ON holder = id GROUP BY ALL',
  )
  await connection.run(
    'CREATE TABLE host_hour AS SELECT hour, feature, user_, host, SUM(seconds)::INTEGER AS elapsed FROM piece JOIN holder ON holder = id GROUP BY ALL',
  )
  await connection.run('DROP TABLE piece')
}

const holderRows = async (path: string): Promise<PlainRows> => {
  const database = await openDatabase(path, { readOnly: true, newestVersion: (await readMigrations()).length })
  try {
    const rows = await database.all<{ id: number; feature: number; user: number; host: number }>(
      'SELECT id, feature, user, host FROM holder',
    )
    const column = (name: 'id' | 'feature' | 'user' | 'host') => Int32Array.from(rows, (row) => row[name])
    return { id: column('id'), feature: column('feature'), user_: column('user'), host: column('host') }
  } finally {
    await database.close()
  }
}

/** A day's changes, in time order, as licence seconds of each holder in each hour. */
const hoursHeld = ({ time, holder, change }: PlainRows, start: number): PlainRows => {
  const held = new Map<number, { licences: number; since: number }>()
  const hours: number[] = []
  const holders: number[] = []
  const seconds: number[] = []
  const tell = (id: number, from: number, to: number, licences: number) => {
    for (let at = from; at < to; ) {
      const hour = Math.floor(at / 3600)
      const end = Math.min(to, (hour + 1) * 3600)
      hours.push(start / 3600 + hour)
      holders.push(id)
      seconds.push((end - at) * licences)
      at = end
    }
  }
  for (let i = 0; i < (time as Int32Array).length; i++) {
    const id = holder?.[i] as number
    const at = time?.[i] as number
    const delta = change?.[i] as number
    if (delta === 0) continue
    const now = held.get(id)
    if (!now) held.set(id, { licences: delta, since: at })
    else {
      if (now.licences > 0) tell(id, now.since, at, now.licences)
      now.licences += delta
      now.since = at
    }
  }
  for (const [id, { licences, since }] of held) if (licences > 0) tell(id, since, 86400, licences)
  return { hour: Int32Array.from(hours), holder: Int32Array.from(holders), seconds: Int32Array.from(seconds) }
}

export const group = async ({ key }: { readonly key: 'user' | 'host' }) => {
  const [table, column] = key === 'user' ? ['user_hour', 'user_'] : ['host_hour', 'host']
  const { milliseconds, rows } = await timedQuery(
    connection,
    `SELECT ${column}, SUM(elapsed), COUNT(*) FROM ${table} GROUP BY ${column}`,
  )
  return {
    milliseconds,
    rows: rows.length,
    records: rows.reduce((sum, [, , count]) => sum + (count as number), 0),
    elapsed: rows.reduce((sum, [, elapsed]) => sum + (elapsed as number), 0),
  }
}
