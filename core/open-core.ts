import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAgents } from './agents/create-agents.ts'
import type { GatewayOptions } from './agents/gateway/gateway.ts'
import { openInstallerCatalogue } from './agents/updates/installer-catalogue.ts'
import type { CoreContext, OfferedFiles } from './api/core-context.ts'
import { createApi } from './api/create-api.ts'
import { repeatRetention } from './api/retention-api.ts'
import type { HostCapabilities } from './contract/application.ts'
import type { Api } from './contract/contract.ts'
import { ConsoleError } from './contract/errors.ts'
import type { EventFrame } from './contract/frames.ts'
import { openDatabase } from './database/connection.ts'
import { checkLeftovers } from './database/crash-leftovers.ts'
import { anyOutdated, discardDays, filesDerivedAhead } from './database/day-table.ts'
import { type Migration, migrate, readMigrations } from './database/migrate.ts'
import { createQueue } from './database/queue.ts'
import { riskOfPlace } from './database/risky-folder.ts'
import { readSubjects } from './database/usage-table.ts'
import { createEventLog } from './events/event-log.ts'
import { logTask } from './events/log-task.ts'
import { loggedNotices } from './events/logged-notices.ts'
import { createNotices, type Notices } from './events/notices.ts'
import { isQuiet } from './events/quiet-hours.ts'
import { createTaskList } from './events/task-list.ts'
import { lockSocketPath } from './host/lock-socket-path.ts'
import { takeWriterLock } from './host/writer-lock.ts'
import { openDictionaryMirror } from './imports/dictionary-mirror.ts'
import type { ImportContext } from './imports/import-context.ts'
import { createImportQueue } from './imports/import-queue.ts'
import { openSettings } from './settings/settings.ts'
import { version } from './version.ts'
import { machineClock, type WatchClock } from './watch/watch-clock.ts'
import { createWatcher } from './watch/watcher.ts'
import { createScanPool } from './workers/scan-pool.ts'
import { startWorker, type WorkerClient } from './workers/worker-calls.ts'
import { type WorkerName, workerScript } from './workers/worker-scripts.ts'

export interface CoreOptions {
  readonly database: string
  readonly host: HostCapabilities
  /** Folder with the bundled sample log and the agents' installers. */
  readonly resources: string
  /** A packaged console takes no installers that were signed with a checkout's throw-away key. */
  readonly isPackaged?: boolean
  readonly workerUrl?: (name: WorkerName) => URL
  /** Calls that only the host can answer. */
  readonly hostCalls?: Partial<Api>
  readonly fileOffers?: OfferedFiles
  readonly migrations?: readonly Migration[]
  /** Looks at the watched paths by itself, for as long as it is open; a command that does one thing does not. */
  readonly watches?: boolean
  /** Agents may connect: by a local socket, its own unless told, and by the LAN where an admin turned it on, or at this port. */
  readonly agents?: Partial<Pick<GatewayOptions, 'socket' | 'lanPort' | 'limits'>> & { readonly now?: () => number }
  /** For tests: when the watching thinks it is. */
  readonly watchClock?: WatchClock
  log?(error: unknown, where: string): void
}

export interface Core {
  readonly api: Api
  /** Where commands of other processes reach this one. */
  readonly socket: string
  readonly lock: Extract<Awaited<ReturnType<typeof takeWriterLock>>, { lock: unknown }>['lock']
  onEvent(listener: (frame: EventFrame) => void): () => void
  /** Resolves when no import waits or runs. */
  idle(): Promise<void>
  hasRunningWork(): boolean
  exportFile(id: string): { readonly path: string; readonly fileName: string; readonly contentType: string } | undefined
  close(): Promise<void>
}

/** Says something about the database once: as a notice, and where the host logs. */
const warn = async (
  notices: Notices,
  log: NonNullable<CoreOptions['log']>,
  title: string,
  message: string | undefined,
): Promise<void> => {
  if (message === undefined) return
  log(message, title)
  if ((await notices.list()).some((notice) => notice.message === message)) return
  await notices.tell({ severity: 'warning', title, message })
}

const noOffers: OfferedFiles = { resolve: () => undefined, release: async () => undefined }

/**
 * Opens a database for writing and everything that works on it. One process at a time: another that holds the lock makes this throw
 * `busy`. Creates the file when it is missing.
 */
export const openCore = async (options: CoreOptions): Promise<Core> => {
  const { database: path, host, resources, workerUrl = workerScript, hostCalls = {}, fileOffers = noOffers } = options
  const log = options.log ?? (() => undefined)
  const socket = await lockSocketPath(path)
  const attempt = await takeWriterLock(path, socket)
  if ('held' in attempt) {
    throw new ConsoleError(
      'busy',
      `Another Lictor (process ${attempt.held.pid}) has ${path} open for writing. Nothing was changed. Use that one, or close it first.`,
    )
  }
  const { lock } = attempt
  // It loads its modules while the database is opened here.
  const ingestWorker = startWorker(workerUrl('ingest'))
  try {
    const migrations = options.migrations ?? (await readMigrations())
    const leftovers = await checkLeftovers(path, lock.wasLeft)
    const database = await openDatabase(path, { create: true, newestVersion: migrations.length })
    await migrate(database, migrations)
    const settings = await openSettings(database)
    const listeners = new Set<(frame: EventFrame) => void>()
    const announce: CoreContext['announce'] = (name, data) => {
      for (const listener of listeners) listener({ event: name, data: data as EventFrame['data'] })
    }
    await database.transaction((tx) =>
      tx.run(
        `UPDATE file SET state = 'interrupted', finished_at = ?, outcome = 'The program ended while this was being imported. Resume it, or remove it.'
         WHERE state IN ('waiting', 'running') AND finished_at = 0`,
        [Date.now()],
      ),
    )
    const dictionary = await openDictionaryMirror(database)
    // Started with the first day to derive: a file that brings nothing new needs it not.
    const derivePool = createScanPool(workerUrl('derive'), 1, dictionary.content)
    const deriveWorker: WorkerClient = {
      call: async (name, params, options) =>
        ((await derivePool.workers())[0] as WorkerClient).call(name, params, options),
      close: derivePool.close,
    }
    const ingestKnows = { names: false, subjects: false }
    const teachIngest = async (withSubjects: boolean): Promise<void> => {
      if (!ingestKnows.names) await ingestWorker.call('loadDictionary', dictionary.content())
      ingestKnows.names = true
      if (withSubjects && !ingestKnows.subjects) await ingestWorker.call('loadSubjects', await readSubjects(database))
      ingestKnows.subjects ||= withSubjects
    }
    // One after the other: two that told it at once would make it forget what it numbered in between.
    const teaching = createQueue()
    const prepareIngest = (withSubjects = false): Promise<void> => teaching(() => teachIngest(withSubjects))
    const resetIngest = (): void => {
      ingestKnows.names = false
      ingestKnows.subjects = false
    }
    const scans = createScanPool(workerUrl('scan'), 2, dictionary.content)
    dictionary.follow((content) => {
      derivePool.added(content)
      scans.added(content)
    })
    await database.transaction(async (tx) => {
      for (const file of await filesDerivedAhead(tx)) await discardDays(tx, file)
    })
    const tasks = createTaskList(
      (id) => announce('tasks.changed', { id }),
      (task) => void logTask(events, task),
    )
    const tellOf = (id: number): void => announce('notices.changed', { id })
    const notices = createNotices(database, tellOf)
    const unasked = createNotices(database, tellOf, () => isQuiet(settings.current.quietHours, new Date()))
    const events = await createEventLog({
      database,
      notices: unasked,
      keptDays: () => settings.current.eventDays,
      announce: (id) => announce('events.changed', { id }),
      log,
    })
    const consoleNotices = loggedNotices(unasked, events, 'console')
    await warn(consoleNotices, log, 'The last changes are missing', leftovers)
    await warn(consoleNotices, log, 'The database lies in a risky place', await riskOfPlace(path))
    const importContext: ImportContext = {
      database,
      dictionary,
      ingestWorker,
      prepareIngest,
      withSubjects: (work) =>
        teaching(async () => {
          await teachIngest(true)
          return work()
        }),
      resetIngest,
      deriveWorker,
      derivation: () => ({
        queueSeconds: Math.round(settings.current.queueHours * 3600),
        denialBefore: settings.current.denialBefore,
        denialAfter: settings.current.denialAfter,
      }),
      announce,
      log: (message, detail) => log(detail, message),
    }
    const imports = createImportQueue(importContext, tasks)
    const watcher = await createWatcher({
      database,
      imports,
      notices: loggedNotices(unasked, events, 'import'),
      clock: options.watchClock ?? machineClock,
      announce,
      log: (message, detail) => log(detail, message),
    })
    const installers = openInstallerCatalogue({
      folder: join(resources, 'agent-installers'),
      refusesDevelopment: options.isPackaged ?? false,
      consoleVersion: version,
      now: options.agents?.now ?? Date.now,
      tell: (severity, message) => events.log({ severity, kind: 'update', message }),
    })
    const agents = await createAgents(
      { database, importContext, imports, events, installers, version, announce, log, now: options.agents?.now },
      {
        socket: options.agents?.socket ?? socket.replace(/(\.sock)?$/, '-a$1'),
        isListening: options.agents !== undefined,
        lanPort: options.agents?.lanPort,
        limits: options.agents?.limits,
      },
    )
    let exportsFolder: Promise<string> | undefined
    const context: CoreContext = {
      database,
      dictionary,
      imports,
      tasks,
      notices: loggedNotices(notices, events, 'import'),
      events,
      agents,
      installers,
      settings,
      scans,
      watcher,
      host,
      offeredFiles: fileOffers,
      resources,
      exportsFolder: () => {
        exportsFolder ??= mkdtemp(join(tmpdir(), 'lictor-exports-'))
        return exportsFolder
      },
      exports: new Map(),
      version,
      announce,
    }
    // A crash may have left days underived.
    const unfinished =
      (await database.get("SELECT 1 AS one FROM file WHERE state = 'deriving' LIMIT 1")) ??
      (await anyOutdated(database))
    if (unfinished) void imports.settle().catch((error) => log(error, 'settle'))
    if (options.watches) watcher.start()
    const endRetention = options.watches ? repeatRetention(context, options.watchClock ?? machineClock, log) : undefined
    const api = { ...createApi(context), ...hostCalls }
    await agents.listen()
    return {
      api,
      socket,
      lock,
      onEvent: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      idle: () => imports.idle(),
      hasRunningWork: () => imports.busy,
      exportFile: (id) => context.exports.get(id),
      close: async () => {
        endRetention?.()
        await agents.close()
        await watcher.close()
        await events.close()
        await Promise.all([ingestWorker, deriveWorker, scans].map((worker) => worker.close()))
        await database.close()
        if (exportsFolder) await rm(await exportsFolder, { recursive: true, force: true })
        await lock.release()
      },
    }
  } catch (error) {
    await ingestWorker.close()
    await lock.release()
    throw error
  }
}
