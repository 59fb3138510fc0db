import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where programs of this platform keep a user's data. Not the roaming folder of Windows: the database is large. */
export const dataFolder = (
  platform: NodeJS.Platform = process.platform,
  environment: { readonly [name: string]: string | undefined } = process.env,
): string => {
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Lictor')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Lictor')
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'lictor')
}
