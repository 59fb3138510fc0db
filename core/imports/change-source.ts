import { renameTypedServer } from '../database/capacity-table.ts'
import type { Reader, Transaction } from '../database/connection.ts'
import { deleteFile } from '../database/delete-file.ts'
import { type FileRow, updateFile } from '../database/file-table.ts'
import { moveRename } from '../database/rename-table.ts'
import { allSources, deleteSource, updateZone } from '../database/source-table.ts'
import type { ImportOptions } from './import-options.ts'
import { agentsZone, machineZone, zoneOfText } from './zone-names.ts'

/** Every import that belongs to a source, also those that brought no lines. */
export const filesOfSource = (reader: Reader, source: number): Promise<FileRow[]> =>
  reader.all<FileRow>('SELECT * FROM file WHERE source = ? ORDER BY started_at, id', [source])

/** The zone that a log's banner states, where it states one that is known. */
export const zoneInLog = ({ findings }: Pick<FileRow, 'findings'>): string | undefined => {
  const { zoneText } = JSON.parse(findings || '{}') as { readonly zoneText?: string }
  return zoneText === undefined ? undefined : zoneOfText(zoneText)
}

/** The zone of a source as given by hand. Files that had one given take it over: else the next import would bring theirs back. */
export const giveZone = async (tx: Transaction, source: number, zone: string): Promise<void> => {
  await updateZone(tx, source, zone, 'given')
  await tx.run("UPDATE file SET zone = ? WHERE source = ? AND zone_origin = 'given'", [zone, source])
}

/** Forgets what was given: the zone is that of the latest file that states one, else of the agent that sent it, else of this machine. @returns the zone */
export const followLogZone = async (tx: Transaction, source: number): Promise<string> => {
  let found: ZoneFound = { zone: machineZone(), zone_origin: 'of this machine' }
  for (const file of await filesOfSource(tx, source)) {
    const known = zoneKnown(file)
    if (known.zone !== '' && (known.zone_origin === 'from the log' || found.zone_origin !== 'from the log'))
      found = known
    if (file.zone_origin === 'given') await updateFile(tx, file.id, known)
  }
  await updateZone(tx, source, found.zone, found.zone_origin)
  return found.zone
}

type ZoneFound = Pick<FileRow, 'zone' | 'zone_origin'>

/** What is known of a file's zone when nobody gives one. */
const zoneKnown = (file: FileRow): ZoneFound => {
  const zone = zoneInLog(file)
  if (zone !== undefined) return { zone, zone_origin: 'from the log' }
  const { machineZone } = JSON.parse(file.options || '{}') as ImportOptions
  return machineZone === undefined ? { zone: '', zone_origin: '' } : { zone: machineZone, zone_origin: agentsZone }
}

/** Names the server of all files of a source; shown names and capacity typed in for its vendor licences go along. */
export const giveServer = async (tx: Transaction, source: number, server: string): Promise<void> => {
  const before = (await allSources(tx)).find(({ id }) => id === source)?.server ?? server
  const daemons = (await filesOfSource(tx, source)).flatMap((file) => JSON.parse(file.daemons) as string[])
  await renameTypedServer(tx, before, server, [...new Set(daemons)])
  for (const daemon of new Set(daemons)) await moveRename(tx, `${before};${daemon}`, `${server};${daemon}`)
  await tx.run('UPDATE file SET server = ?, server_given = 1 WHERE source = ?', [server, source])
}

/** Removes a source with its files' lines and all derived days, as one: nothing of it is left if the program ends before the rest is settled. */
export const removeSource = async (
  tx: Transaction,
  source: number,
  onProgress: (done: number, total: number) => void,
): Promise<void> => {
  const files = await filesOfSource(tx, source)
  for (const [i, { id }] of files.entries()) {
    onProgress(i, files.length)
    await deleteFile(tx, id)
  }
  await deleteSource(tx, source)
}
