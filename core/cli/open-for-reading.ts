import { openDatabase } from '../database/connection.ts'
import { readMigrations } from '../database/migrate.ts'
import { openDictionaryMirror } from '../imports/dictionary-mirror.ts'
import { openSettings } from '../settings/settings.ts'
import { startWorker } from '../workers/worker-calls.ts'
import { workerScript } from '../workers/worker-scripts.ts'

/** A database open for reading only, as a reporting command needs it: also while a console writes it. */
export const openForReading = async (path: string) => {
  const database = await openDatabase(path, { readOnly: true, newestVersion: (await readMigrations()).length })
  const dictionary = await openDictionaryMirror(database)
  const settings = await openSettings(database)
  const scanWorkers = [startWorker(workerScript('scan')), startWorker(workerScript('scan'))]
  dictionary.follow((content) => {
    for (const worker of scanWorkers) void worker.call('addDictionary', content)
  })
  return {
    database,
    dictionary,
    settings,
    scanWorkers,
    close: async () => {
      await Promise.all(scanWorkers.map((worker) => worker.close()))
      await database.close()
    },
  }
}
