import type { DictionaryContent } from '../facts/dictionary.ts'
import { startWorker, type WorkerClient } from './worker-calls.ts'

/** The workers that scan for reports: started with the first report, told the dictionary before anything else. */
export interface ScanPool {
  workers(): Promise<readonly WorkerClient[]>
  /** What the dictionary gained; a pool that has not started yet asks for the whole when it does. */
  added(content: DictionaryContent): void
  close(): Promise<void>
}

export const createScanPool = (script: URL, size: number, dictionary: () => DictionaryContent): ScanPool => {
  let started: WorkerClient[] | undefined
  let ready: Promise<unknown> | undefined
  let failure: unknown

  const tell = (content: DictionaryContent): Promise<unknown> =>
    Promise.all((started ?? []).map((worker) => worker.call('addDictionary', content))).catch((error) => {
      failure = error
    })

  return {
    async workers() {
      if (!started) {
        started = Array.from({ length: size }, () => startWorker(script))
        ready = tell(dictionary())
      }
      await ready
      if (failure) throw failure
      return started
    },
    added(content) {
      if (started) ready = Promise.all([ready, tell(content)])
    },
    async close() {
      const workers = started ?? []
      started = []
      await ready
      await Promise.all(workers.map((worker) => worker.close()))
    },
  }
}
