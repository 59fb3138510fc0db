import { type ModuleRecord, runKey } from '../../core/agents/protocol/records.ts'
import type { Collector, CollectorContext, SeenProcess } from '../collector.ts'
import type { System } from './match-application.ts'
import type { StatedModule } from './process-source.ts'
import type { MachineWatch } from './process-watch.ts'
import { applicationNames, runOf } from './run-of-process.ts'
import { createRunRecorder } from './run-recorder.ts'

const inventoryEvery = 3_600_000
/** Characters of all keys: an inventory must fit a record. */
const mostKeys = 200_000

/** What the system brings along is loaded by everything and says nothing about a program. */
const systemLibraries: Readonly<Record<System, RegExp>> = {
  linux: /^\/(usr\/)?lib(32|64|x32)?\/([\w-]+-linux-[\w]+\/)?(gconv\/|nss\/)?[^/]+$/,
  windows: /^[a-z]:\\windows\\/i,
  macos: /^\/(System|usr\/lib|Library\/Apple)\//,
}

/** A process of a custom application, and the open records of its libraries by path. */
interface Loaded {
  readonly process: SeenProcess
  readonly modules: Map<string, ModuleRecord>
}

/** Tells the libraries that processes of custom applications have loaded: since when they were seen, and when they were gone or their process was over. */
export const createModules = (context: CollectorContext, watch: MachineWatch): Collector => {
  const recorder = createRunRecorder(context, 'modules', 'module')
  const open = new Map<number, Loaded>()
  let names: ReadonlyMap<number, string> = new Map()
  let everySeconds = 0
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let lookedAt = 0
  let inventoryAt = 0
  let keysLength = 0

  const tell = (record: ModuleRecord): void => recorder.tell(record)
  const close = (loaded: Loaded, path: string, end: number): void => {
    const record = loaded.modules.get(path)
    if (!record) return
    loaded.modules.delete(path)
    keysLength -= runKey(record).length
    const { record: kind, start, ...rest } = record
    tell({ record: kind, start, end: Math.max(start, end), ...rest })
  }
  const closeAll = (loaded: Loaded, end: number): void => {
    for (const path of [...loaded.modules.keys()]) close(loaded, path, end)
    open.delete(loaded.process.pid)
  }

  /** Libraries of a program are loaded when it begins, so they count from there if the process began since the look before. */
  const compare = (process: SeenProcess, stated: readonly StatedModule[], now: number): void => {
    const before = open.get(process.pid)
    const loaded = before ?? { process, modules: new Map<string, ModuleRecord>() }
    open.set(process.pid, loaded)
    const paths = new Set(stated.map(({ path }) => path))
    for (const path of [...loaded.modules.keys()]) if (!paths.has(path)) close(loaded, path, lookedAt)
    const isNew = !before && process.start >= (lookedAt || now - everySeconds * 1000)
    for (const { path, version } of stated) {
      if (loaded.modules.has(path) || systemLibraries[context.machine.system].test(path) || path.length > 4000) continue
      const run = runOf(process, context.machine, names, { start: isNew ? process.start : now })
      const { version: _, ...rest } = run
      const record: ModuleRecord = {
        record: 'module',
        ...rest,
        ...(version === '' ? {} : { version: version.slice(0, 1000) }),
        module: path,
      }
      if (keysLength + runKey(record).length > mostKeys) continue
      keysLength += runKey(record).length
      loaded.modules.set(path, record)
      tell(record)
    }
  }

  const tellInventory = (): void => {
    recorder.tellInventory([...open.values()].flatMap(({ modules }) => [...modules.values()].map(runKey)))
    inventoryAt = context.now()
  }

  const look = async (): Promise<void> => {
    try {
      for (const process of watch.current.values()) {
        if (everySeconds === 0) return
        if (process.applications.length === 0) continue
        const before = open.get(process.pid)
        if (before && before.process.start !== process.start) closeAll(before, lookedAt)
        const stated = await watch.modules(process.pid)
        if (stated) compare(process, stated, context.now())
      }
      lookedAt = context.now()
      if (lookedAt - inventoryAt >= inventoryEvery) tellInventory()
      context.trouble(
        'collector-failing',
        'modules',
        keysLength > mostKeys * 0.95
          ? 'More libraries are loaded at once than can be told; some are left out.'
          : undefined,
      )
    } catch (error) {
      context.trouble('collector-failing', 'modules', error instanceof Error ? error.message : String(error))
    }
    await recorder.flush()
  }
  const lookOnce = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  watch.onLook(({ changed, ended }) => {
    if (everySeconds === 0) return
    for (const process of ended) {
      const loaded = open.get(process.pid)
      if (loaded?.process.start === process.start) closeAll(loaded, process.end)
    }
    // No session of an application any more: nobody looks at its libraries from now on.
    for (const process of changed) {
      const loaded = open.get(process.pid)
      if (loaded && process.applications.length === 0) closeAll(loaded, context.now())
    }
    void recorder.flush()
  })

  const stop = async (): Promise<void> => {
    everySeconds = 0
    clearInterval(timer)
    await looking
  }

  return {
    name: 'modules',
    async configure({ collectors: { modules }, applications }) {
      names = applicationNames(applications)
      const seconds = modules.enabled ? modules.everySeconds : 0
      if (seconds === everySeconds) return
      const wasOn = everySeconds > 0
      await stop()
      if (seconds > 0) {
        everySeconds = seconds
        timer = setInterval(lookOnce, seconds * 1000)
        await lookOnce()
      } else if (wasOn) {
        open.clear()
        keysLength = 0
        recorder.tellInventory([])
        await recorder.flush()
      }
    },
    async settle() {
      if (everySeconds > 0) await lookOnce()
    },
    async close() {
      await stop()
      await recorder.flush()
    },
  }
}
