import type { Reader, Transaction } from './connection.ts'

/** Saved views are preferences whose name begins so; each value is the view as JSON. */
const prefix = 'saved-view.'

export const storedViews = async (reader: Reader): Promise<{ readonly id: string; readonly text: string }[]> => {
  const rows = await reader.all<{ name: string; value: string }>(
    "SELECT name, value FROM preference WHERE name LIKE 'saved-view.%' ORDER BY name",
  )
  return rows.map(({ name, value }) => ({ id: name.slice(prefix.length), text: value }))
}

export const writeView = async (tx: Transaction, id: string, text: string): Promise<void> => {
  await tx.run(
    'INSERT INTO preference (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [`${prefix}${id}`, text],
  )
}

export const removeView = async (tx: Transaction, id: string): Promise<void> => {
  await tx.run('DELETE FROM preference WHERE name = ?', [`${prefix}${id}`])
}
