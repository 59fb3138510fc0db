import { ConsoleError } from '../../contract/errors.ts'
import { type UpdateSettings, updateSettings } from '../../contract/updates.ts'
import { allScopes, storeScope } from '../../database/agent-configuration-table.ts'
import type { Database } from '../../database/connection.ts'

export const usualUpdateSettings: UpdateSettings = {
  automatic: false,
  window: null,
  waves: [5, 25, 100],
  stopAfterFailures: 2,
  stopAfterPercent: 10,
  attempts: 3,
  offerIntervals: 3,
  downloadStallSeconds: 120,
  installSeconds: 120,
  restartSeconds: 120,
  soakSeconds: 60,
  totalRate: 20_000_000,
  agentRate: 5_000_000,
}

const scope = 'updates'

/** Kept in the table of configurations as scope `updates`; what no longer fits is left out and the usual value stands. */
export const readUpdateSettings = async (database: Database): Promise<UpdateSettings> => {
  const stored = (await allScopes(database)).find((one) => one.scope === scope)
  let settings = usualUpdateSettings
  for (const [name, value] of Object.entries(JSON.parse(stored?.settings ?? '{}'))) {
    const parsed = updateSettings.partial().safeParse({ [name]: value })
    if (parsed.success) settings = { ...settings, ...parsed.data }
  }
  return settings
}

/** @throws ConsoleError `invalid` */
export const storeUpdateSettings = async (
  database: Database,
  before: UpdateSettings,
  change: Partial<UpdateSettings>,
): Promise<UpdateSettings> => {
  const settings = { ...before, ...change }
  const { waves, window } = settings
  if (waves.some((share, index) => index > 0 && share <= (waves[index - 1] ?? 0)) || waves.at(-1) !== 100)
    throw new ConsoleError(
      'invalid',
      'The shares of the waves have to grow, and the last one is 100. Nothing was changed.',
    )
  if (window && window.from === window.to)
    throw new ConsoleError(
      'invalid',
      'The window for updates has to end at another time than it begins. Nothing was changed.',
    )
  await database.transaction((tx) => storeScope(tx, scope, settings))
  return settings
}
