import { openDatabase } from '../database/connection.ts'
import { readMigrations } from '../database/migrate.ts'
import { openDictionaryMirror } from '../imports/dictionary-mirror.ts'
import { openSettings } from '../settings/settings.ts'
import { createScanPool } from '../workers/scan-pool.ts'
import { workerScript } from '../workers/worker-scripts.ts'

/** A database open for reading only, as a reporting command needs it: also while a console writes it. */
export const openForReading = async (path: string) => {
  const database = await openDatabase(path, { readOnly: true, newestVersion: (await readMigrations()).length })
  const dictionary = await openDictionaryMirror(database)
  const settings = await openSettings(database)
  const scans = createScanPool(workerScript('scan'), 2, dictionary.content)
  // They compile while the report is planned.
  void scans.workers().catch(() => undefined)
  return {
    database,
    dictionary,
    settings,
    scans,
    close: async () => {
      await scans.close()
      await database.close()
    },
  }
}
