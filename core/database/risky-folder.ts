import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** File systems of other machines, by the number that Linux gives them (statfs(2)). */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
])

const synchronised =
  /[\\/](OneDrive(?: - [^\\/]+)?|Dropbox|Google Drive|GoogleDrive|My Drive|iCloud Drive|iCloudDrive|com~apple~CloudDocs|Nextcloud|ownCloud|Box Sync)(?=[\\/]|$)/i

/** What the path alone says: a folder that a program copies to other machines, or one of another machine. */
export const riskOfPath = (path: string): string | undefined => {
  const service = synchronised.exec(path)?.[1]
  if (service) return `in a folder that ${service} copies to other machines`
  return /^(\\\\|\/\/)(?![?.][\\/])[^\\/]/.test(path) ? 'on another machine' : undefined
}

/**
 * Why the place of a database is a danger to it, as a message for the admin; undefined for a disk of this machine. On such places locks
 * and the order of writes do not hold (sqlite.org/howtocorrupt.html, 2).
 */
export const riskOfPlace = async (
  database: string,
  typeOf: (folder: string) => Promise<number> = async (folder) => (await statfs(folder)).type,
): Promise<string | undefined> => {
  const path = resolve(database)
  const network =
    process.platform === 'linux' ? networkTypes.get(await typeOf(dirname(path)).catch(() => 0)) : undefined
  const where = riskOfPath(database) ?? riskOfPath(path) ?? (network ? `on another machine (${network})` : undefined)
  return where === undefined
    ? undefined
    : `The database ${path} lies ${where}. It works there, but may be damaged when the connection breaks or two machines write it. Move it to a folder on a disk of this machine and open it there.`
}
