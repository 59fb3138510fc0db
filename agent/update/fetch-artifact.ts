import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ConsoleRefusal, ConsoleUnreachable } from '../connection/console-refusal.ts'
import type { KnownConsole } from '../connection/known-console.ts'
import { fileProblem, UpdateProblem } from './update-problem.ts'

export interface Fetching {
  /** Where files that are not whole yet lie. */
  readonly folder: string
  readonly artifact: { readonly sha256: string; readonly bytes: number }
  /** Bytes a second. */
  readonly rate: number
  readonly signal: AbortSignal
  /** A connection to the console, which has shown who it is, and what to say who asks. Closed here. @throws ConsoleRefusal, ConsoleUnreachable */
  connect(): Promise<KnownConsole>
  /** Bytes that are there. */
  onProgress(bytes: number): void
  /** Milliseconds before it goes on after so many breaks without a byte in between. */
  pause(breaks: number, retryAfter: number | undefined): number
}

/** A console that is away for long is heard of at the interval; until then what is there waits on the disk. */
const mostBreaks = 20

/**
 * Fetches a file, going on where it was left, in this process or an earlier one. Whether it is the right one is asked afterwards. Files of
 * other updates are removed. @returns its path @throws UpdateProblem, AbortError
 */
export const fetchArtifact = async (fetching: Fetching): Promise<string> => {
  const { folder, artifact, signal } = fetching
  const path = join(folder, `${artifact.sha256}.part`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder)) if (join(folder, name) !== path) await rm(join(folder, name))
  } catch (error) {
    throw fileProblem(folder, error)
  }
  let breaks = 0
  for (;;) {
    signal.throwIfAborted()
    const before = await sizeOf(path)
    fetching.onProgress(Math.min(before, artifact.bytes))
    if (before === artifact.bytes) return path
    // Longer than it should be: of something else.
    if (before > artifact.bytes) await rm(path)
    let retryAfter: number | undefined
    try {
      await fetchRest(fetching, path, before > artifact.bytes ? 0 : before)
      continue
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ConsoleRefusal && error.code !== 'busy' && error.code !== 'internal')
        throw new UpdateProblem(`The console does not hand out the update: ${error.message}`)
      if (!(error instanceof ConsoleRefusal || error instanceof ConsoleUnreachable)) throw error
      if (error instanceof ConsoleRefusal) retryAfter = error.retryAfter
      breaks = (await sizeOf(path)) > before ? 0 : breaks + 1
      if (breaks >= mostBreaks) throw new UpdateProblem(`The download came to a stand: ${error.message}`)
    }
    await wait(fetching.pause(breaks, retryAfter), undefined, { signal })
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

/** A connection that comes too late is closed. */
const unlessAborted = async (connecting: Promise<KnownConsole>, signal: AbortSignal): Promise<KnownConsole> => {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    signal.throwIfAborted()
    return await Promise.race([connecting, aborted.promise])
  } catch (error) {
    void connecting.then(
      ({ connection }) => connection.close(),
      () => undefined,
    )
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

const fetchRest = async (fetching: Fetching, path: string, from: number): Promise<void> => {
  const { artifact, signal, rate, onProgress } = fetching
  const { connection, headers } = await unlessAborted(fetching.connect(), signal)
  const leaveOff = () => connection.close()
  signal.addEventListener('abort', leaveOff)
  try {
    const answer = await connection.fetch({
      method: 'GET',
      path: `/v1/artifacts/${artifact.sha256}`,
      headers: { ...headers, ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
    })
    const isRest = answer.status === 206 && answer.headers['content-range']?.startsWith(`bytes ${from}-`) === true
    if (from > 0 && !isRest && answer.status !== 200)
      throw new ConsoleUnreachable('The console answered with another part of the update than was asked for.')
    // Whoever cannot give the rest gives all of it.
    const start = isRest ? from : 0
    const file = await open(path, start > 0 ? 'a' : 'w', 0o600).catch((error: unknown) => {
      throw fileProblem(path, error)
    })
    try {
      let size = start
      const startedAt = performance.now()
      for await (const bytes of answer.bytes) {
        if (size + bytes.length > artifact.bytes)
          throw new UpdateProblem(`The console sent more than the ${artifact.bytes} bytes that were signed.`)
        await file.appendFile(bytes).catch((error: unknown) => {
          throw fileProblem(path, error)
        })
        size += bytes.length
        onProgress(size)
        const ahead = ((size - start) / rate) * 1000 - (performance.now() - startedAt)
        if (ahead > 5) await wait(ahead, undefined, { signal })
      }
      await file.sync()
      if (size < artifact.bytes) throw new ConsoleUnreachable('The console ended the download early.')
    } finally {
      await file.close()
    }
  } finally {
    signal.removeEventListener('abort', leaveOff)
    connection.close()
  }
}
