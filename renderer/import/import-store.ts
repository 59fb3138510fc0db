import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import type { ImportRecord, OfferedFile } from '../../core/contract/imports.ts'
import type { Task } from '../../core/contract/tasks.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import type { HostTransport } from '../transport/host-transport.ts'
import { type ImportOptions, noOptions, optionsForCall } from './import-options.ts'

/** A file on its way from the page to the core, before there is an import of it. Sizes are bytes. */
export interface Handover {
  readonly key: number
  readonly name: string
  readonly size: number
  readonly sent: number
  readonly state: 'waiting' | 'sending' | 'failed'
  readonly error?: string
}

export interface ImportState {
  /** Latest first; `undefined` until they were listed once. */
  readonly records?: readonly ImportRecord[]
  readonly error?: unknown
  readonly tasks: readonly Task[]
  readonly handovers: readonly Handover[]
  readonly options: ImportOptions
  readonly watch: () => () => void
  readonly reload: () => void
  readonly setOptions: (change: Partial<ImportOptions>) => void
  /** Hands files over one after the other and starts their imports with the options as they are now. */
  readonly importFiles: (files: readonly File[]) => Promise<void>
  /** Starts imports of files that the core can open itself. Throws what the core says. */
  readonly importOffered: (files: readonly OfferedFile[]) => Promise<readonly ImportRecord[]>
  readonly importSample: () => Promise<readonly ImportRecord[]>
  readonly stopHandover: (key: number) => void
  readonly cancel: (id: number, keep: boolean) => Promise<void>
  readonly resume: (id: number) => Promise<void>
  readonly setServer: (id: number, server: string) => Promise<void>
  readonly remove: (id: number) => Promise<void>
}

/** Files handed over quickly are started together. */
const gatherFor = 300

export const createImportStore = (api: Client, offerFile: HostTransport['offerFile']) =>
  createStore<ImportState>((set, get) => {
    const stops = new Map<number, AbortController>()
    let nextKey = 1

    const loadRecords = oneAtATime(async () => {
      try {
        const records = await api.call('imports.list', {})
        set({ records: [...records].sort((a, b) => b.id - a.id), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 200)
    const loadTasks = oneAtATime(async () => {
      const tasks = await api.call('tasks.list', {}).catch(() => undefined)
      if (tasks) set({ tasks: tasks.filter(({ importId }) => importId !== undefined) })
    }, 200)

    const put = (key: number, change: Partial<Handover>) =>
      set(({ handovers }) => ({
        handovers: handovers.map((each) => (each.key === key ? { ...each, ...change } : each)),
      }))
    const drop = (keys: readonly number[]) =>
      set(({ handovers }) => ({ handovers: handovers.filter(({ key }) => !keys.includes(key)) }))

    const start = async (files: readonly OfferedFile[], options: ImportOptions) => {
      const records = await api.call('imports.start', { files: [...files], ...optionsForCall(options) })
      void loadRecords()
      return records
    }

    return {
      tasks: [],
      handovers: [],
      options: noOptions,
      watch: () => {
        void loadRecords()
        void loadTasks()
        const ends = [
          api.on('imports.changed', () => void loadRecords()),
          api.on('tasks.changed', () => void loadTasks()),
        ]
        return () => {
          for (const end of ends) end()
        }
      },
      reload: () => void loadRecords(),
      setOptions: (change) => set(({ options }) => ({ options: { ...options, ...change } })),

      importFiles: async (files) => {
        const { options } = get()
        const queue = files.map((file) => ({ file, key: nextKey++ }))
        for (const { key } of queue) stops.set(key, new AbortController())
        const added = queue.map(
          ({ file, key }): Handover => ({ key, name: file.name, size: file.size, sent: 0, state: 'waiting' }),
        )
        set(({ handovers }) => ({ handovers: [...handovers, ...added] }))

        let gathered: { readonly key: number; readonly fileId: string }[] = []
        let gatheredSince = Date.now()
        const flush = async () => {
          const now = gathered
          gathered = []
          gatheredSince = Date.now()
          if (now.length === 0) return
          try {
            await start(
              now.map(({ fileId }) => ({ fileId })),
              options,
            )
            drop(now.map(({ key }) => key))
          } catch (error) {
            for (const { key } of now) put(key, { state: 'failed', error: (error as Error).message })
          }
        }
        for (const { file, key } of queue) {
          const stop = stops.get(key)
          if (!stop || stop.signal.aborted) continue
          put(key, { state: 'sending' })
          try {
            const { fileId } = await offerFile(file, (sent) => put(key, { sent }), stop.signal)
            put(key, { sent: file.size })
            gathered.push({ key, fileId })
          } catch (error) {
            if (error instanceof ConsoleError && error.code === 'cancelled') drop([key])
            else put(key, { state: 'failed', error: (error as Error).message })
          }
          stops.delete(key)
          if (Date.now() - gatheredSince > gatherFor || gathered.length >= 500) await flush()
        }
        await flush()
      },
      importOffered: (files) => start(files, get().options),
      importSample: async () => {
        const records = await api.call('imports.sample', {})
        void loadRecords()
        return records
      },
      stopHandover: (key) => {
        stops.get(key)?.abort()
        stops.delete(key)
        drop([key])
      },
      cancel: async (id, keep) => {
        await api.call('imports.cancel', { id, keep })
        void loadRecords()
      },
      resume: async (id) => {
        await api.call('imports.resume', { id })
        void loadRecords()
      },
      setServer: async (id, server) => {
        await api.call('imports.setServer', { id, server })
        void loadRecords()
      },
      remove: async (id) => {
        await api.call('imports.remove', { id })
        void loadRecords()
      },
    }
  })

export type ImportStore = ReturnType<typeof createImportStore>
