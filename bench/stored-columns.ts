import { openDatabase, type Reader } from '../core/database/connection.ts'
import { dayColumns, sourceDays } from '../core/database/day-table.ts'
import { readMigrations } from '../core/database/migrate.ts'
import { allSources } from '../core/database/source-table.ts'
import { type PackedColumn, unpackColumn } from '../core/segments/column.ts'

/** Columns of equal length, whole numbers. */
export interface PlainRows {
  readonly [name: string]: Int32Array
}

/** The columns of one kind of all stored days, a few days at a time, with the day's number beside each row. */
export const eachDay = async (
  path: string,
  kind: string,
  names: readonly string[],
  visit: (rows: PlainRows, start: number) => Promise<void> | void,
): Promise<void> => {
  const database = await openDatabase(path, { readOnly: true, newestVersion: (await readMigrations()).length })
  try {
    for (const { id: source } of await allSources(database)) await eachDayOf(database, source, kind, names, visit)
  } finally {
    await database.close()
  }
}

const eachDayOf = async (
  reader: Reader,
  source: number,
  kind: string,
  names: readonly string[],
  visit: (rows: PlainRows, start: number) => Promise<void> | void,
): Promise<void> => {
  for (const { id, day, start } of await sourceDays(reader, source)) {
    const packed = (await dayColumns(reader, [id], kind, names)).get(id)
    if (!packed) continue
    const rows = Object.fromEntries(names.map((name) => [name, unpackColumn(packed[name] as PackedColumn)]))
    const count = rows[names[0] as string]?.length ?? 0
    await visit({ ...rows, day: new Int32Array(count).fill(day) }, start)
  }
}
