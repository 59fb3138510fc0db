import type { Reader, Transaction } from './connection.ts'

/** Settings of every scope, as JSON. */
export const allScopes = (reader: Reader): Promise<{ scope: string; settings: string }[]> =>
  reader.all<{ scope: string; settings: string }>('SELECT scope, settings FROM agent_configuration')

/** An empty object removes the scope. */
export const storeScope = async (tx: Transaction, scope: string, settings: object): Promise<void> => {
  if (Object.keys(settings).length === 0) {
    await tx.run('DELETE FROM agent_configuration WHERE scope = ?', [scope])
    return
  }
  await tx.run(
    'INSERT INTO agent_configuration (scope, settings) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET settings = excluded.settings',
    [scope, JSON.stringify(settings)],
  )
}
