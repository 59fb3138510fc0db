import type { Agents } from '../agents/agents-context.ts'
import type { InstallerCatalogue } from '../agents/updates/installer-catalogue.ts'
import type { HostCapabilities } from '../contract/application.ts'
import type { EventName, Events } from '../contract/contract.ts'
import type { Database } from '../database/connection.ts'
import type { EventLog } from '../events/event-log-context.ts'
import type { Notices } from '../events/notices.ts'
import type { TaskList } from '../events/task-list.ts'
import type { DictionaryMirror } from '../imports/dictionary-mirror.ts'
import type { ImportQueue } from '../imports/import-queue.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { Watcher } from '../watch/watcher.ts'
import type { ScanPool } from '../workers/scan-pool.ts'

/** Files that a page offered, under ids that say nothing of where they lie. */
export interface OfferedFiles {
  resolve(fileId: string): { readonly path: string; readonly name: string; readonly temporary: boolean } | undefined
  release(fileId: string): Promise<void>
}

/** What the calls of the contract share. */
export interface CoreContext {
  readonly database: Database
  readonly dictionary: DictionaryMirror
  readonly imports: ImportQueue
  readonly tasks: TaskList
  /** What is told here is logged as an import. */
  readonly notices: Notices
  readonly events: EventLog
  readonly agents: Agents
  readonly installers: InstallerCatalogue
  readonly settings: SettingsStore
  readonly scans: ScanPool
  readonly watcher: Watcher
  readonly host: HostCapabilities
  readonly offeredFiles: OfferedFiles
  /** Folder with the bundled sample log and the agents' installers. */
  readonly resources: string
  /** Folder for exports, removed when the core closes. */
  readonly exportsFolder: () => Promise<string>
  readonly exports: Map<string, { readonly path: string; readonly fileName: string; readonly contentType: string }>
  readonly version: string
  announce<Name extends EventName>(name: Name, data: Events[Name]): void
}
