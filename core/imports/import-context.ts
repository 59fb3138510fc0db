import type { EventName, Events } from '../contract/contract.ts'
import type { Database } from '../database/connection.ts'
import type { WorkerClient } from '../workers/worker-calls.ts'
import type { DictionaryMirror } from './dictionary-mirror.ts'

/** What the steps of an import share. */
export interface ImportContext {
  readonly database: Database
  readonly dictionary: DictionaryMirror
  readonly ingestWorker: WorkerClient
  /** Tells the ingest worker the dictionary, once; for usage rows, that of their subjects too. */
  prepareIngest(withSubjects?: boolean): Promise<void>
  /** While this runs the ingest worker knows the subjects of usage rows, and nobody tells it others. */
  withSubjects<T>(work: () => Promise<T>): Promise<T>
  /** The ingest worker handed out numbers that were not stored: it is told the dictionary anew before it reads again. */
  resetIngest(): void
  readonly deriveWorker: WorkerClient
  /** Settings that change what is derived. */
  derivation(): { readonly queueSeconds: number; readonly denialBefore: number; readonly denialAfter: number }
  announce<Name extends EventName>(name: Name, data: Events[Name]): void
  log(message: string, detail?: unknown): void
}
