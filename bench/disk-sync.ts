import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface DiskSyncs {
  /** Milliseconds that one took. */
  readonly p99: number
  readonly worst: number
}

const every = 200
const pageBytes = 16_384

/** What the disk of this folder does meanwhile: one page, written and synchronised, five times a second. Whoever commits there waits for the like. */
export const watchDisk = (folder: string) => {
  const stopped = new AbortController()
  const took: number[] = []
  const watching = (async () => {
    const path = join(folder, 'disk-sync')
    const file = await open(path, 'w')
    try {
      while (!stopped.signal.aborted) {
        await file.write(Buffer.alloc(pageBytes, took.length), 0, pageBytes, 0)
        const began = performance.now()
        await file.sync()
        took.push(performance.now() - began)
        await pause(every, undefined, { signal: stopped.signal }).catch(() => undefined)
      }
    } finally {
      await file.close()
      await rm(path)
    }
  })()
  return {
    async stop(): Promise<DiskSyncs> {
      stopped.abort()
      await watching
      took.sort((a, b) => a - b)
      return { p99: took[Math.floor(took.length * 0.99)] ?? 0, worst: took.at(-1) ?? 0 }
    },
  }
}
