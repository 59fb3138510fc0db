import { type Settings, settings } from '../contract/application.ts'
import { defaultSettings } from '../contract/default-settings.ts'
import type { Database } from '../database/connection.ts'

export interface SettingsStore {
  readonly current: Settings
  change(change: Partial<Settings>): Promise<Settings>
}

/** Settings kept in the database, one JSON value a row; a value that no longer fits is ignored and the default stands. */
export const openSettings = async (database: Database): Promise<SettingsStore> => {
  let current = defaultSettings
  for (const { name, value } of await database.all<{ name: string; value: string }>(
    'SELECT name, value FROM setting',
  )) {
    if (!Object.hasOwn(defaultSettings, name)) continue
    const parsed = settings.partial().safeParse({ [name]: JSON.parse(value) })
    if (parsed.success) current = { ...current, ...parsed.data }
  }
  return {
    get current() {
      return current
    },
    async change(change) {
      await database.transaction(async (tx) => {
        for (const [name, value] of Object.entries(change)) {
          await tx.run(
            'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
            [name, JSON.stringify(value)],
          )
        }
      })
      current = { ...current, ...change }
      return current
    },
  }
}
