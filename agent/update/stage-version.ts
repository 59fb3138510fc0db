import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { fileFault } from '../../core/agents/protocol/file-integrity.ts'
import type { UpdateArtifact } from '../../core/agents/protocol/release-trust.ts'
import { systemReason } from '../agent-problem.ts'
import { syncFolder } from '../replace-file.ts'
import { runProgram } from '../run-program.ts'
import { executableName, type Installation, isVersionName, programOf, readPointer } from './installation.ts'
import { fileProblem, UpdateProblem } from './update-problem.ts'

const stagingPrefix = '.staging-'

/** Bytes that an update leaves free: the spool of what is collected comes first. */
const reserve = 64 * 1_048_576

/** @throws UpdateProblem unless there is room for so many bytes more in each folder, and a reserve; several may lie on one disk */
export const checkRoom = async (
  wanted: readonly { readonly folder: string; readonly bytes: number }[],
): Promise<void> => {
  const needed = new Map<number, { folder: string; bytes: number }>()
  for (const { folder, bytes } of wanted) {
    const { dev } = await stat(folder)
    const before = needed.get(dev) ?? { folder, bytes: reserve }
    needed.set(dev, { ...before, bytes: before.bytes + bytes })
  }
  for (const { folder, bytes } of needed.values()) {
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    if (free < bytes)
      throw new UpdateProblem(
        `The disk of ${folder} has ${megabytes(free)} MB left, and the update needs ${megabytes(bytes)} MB. The version that runs stays.`,
      )
  }
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_048_576)

/** Whether a version lies there already as it was signed: it ran here before. */
export const isStaged = async (
  installation: Installation,
  version: string,
  { unpacked }: UpdateArtifact,
  signal: AbortSignal,
): Promise<boolean> => (await fileFault(programOf(installation, version), unpacked, signal)) === ''

/**
 * Unpacks a fetched file beside the versions, checks it, and lets it check itself; only then it becomes a version. What was there
 * stays as it is whatever happens. @throws UpdateProblem, AbortError
 */
export const stageVersion = async (
  installation: Installation,
  version: string,
  {
    path,
    artifact,
    data,
    signal,
  }: {
    readonly path: string
    readonly artifact: UpdateArtifact
    readonly data: string
    readonly signal: AbortSignal
  },
): Promise<void> => {
  const draft = join(installation.versions, `${stagingPrefix}${version}`)
  const program = join(draft, executableName)
  try {
    await removeDrafts(installation)
    await mkdir(draft)
    await chmod(draft, 0o755)
    await unpack(path, program, artifact.unpacked.bytes, signal)
    const fault = await fileFault(program, artifact.unpacked, signal)
    if (fault !== '') throw new UpdateProblem(`The unpacked program ${fault}.`)
    await chmod(program, 0o755)
    await selfCheck(program, version, data, signal)
    signal.throwIfAborted()
    await install(installation, version, draft)
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof UpdateProblem ? error : fileProblem(program, error)
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Never more than was signed, however far a packed file would unfold. */
const unpack = async (from: string, to: string, bytes: number, signal: AbortSignal): Promise<void> => {
  let size = 0
  const measured = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      size += piece.length
      if (size > bytes) throw new UpdateProblem(`The update unpacks to more than the ${bytes} bytes that were signed.`)
      yield piece
    }
  }
  try {
    await pipeline(
      createReadStream(from, { highWaterMark: 1 << 20 }),
      createGunzip({ chunkSize: 1 << 18 }),
      measured,
      createWriteStream(to, { flags: 'wx', mode: 0o700, flush: true }),
      { signal },
    )
  } catch (error) {
    if (systemReason(error).startsWith('Z_')) throw new UpdateProblem('The update could not be unpacked.')
    throw error
  }
}

/** The new program says that it runs here and understands what this one left. @throws UpdateProblem */
export const selfCheck = async (program: string, version: string, data: string, signal: AbortSignal): Promise<void> => {
  const { status, stdout, why } = await runProgram(program, ['--self-check', '--data', data], {
    timeout: 60_000,
    signal,
  })
  signal.throwIfAborted()
  if (status !== 0)
    throw new UpdateProblem(
      `Version ${version} does not run on this machine: ${why || `it ended with status ${status}`}`,
    )
  const told = stdout.trim()
  if (told !== version) throw new UpdateProblem(`The program calls itself ${told.slice(0, 60)}, and not ${version}.`)
}

const install = async (installation: Installation, version: string, draft: string): Promise<void> => {
  const folder = join(installation.versions, version)
  await syncFolder(draft)
  // Not the one that runs: that is never the version of an update. What lies there was found to be another one.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
  await renamed(draft, folder)
  await syncFolder(dirname(folder))
}

/** On Windows whoever looks for viruses holds on to a new program for a moment. */
const renamed = async (from: string, to: string): Promise<void> => {
  for (let tries = process.platform === 'win32' ? 20 : 1; ; tries--) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (tries <= 1) throw error
      await wait(500)
    }
  }
}

/** Of an attempt that was interrupted. */
export const removeDrafts = async ({ versions }: Installation): Promise<void> => {
  for (const name of await readdir(versions))
    if (name.startsWith(stagingPrefix)) await rm(join(versions, name), { recursive: true, force: true })
}

/** Removes versions that are neither run nor gone back to. What an installer put there, and this user may not remove, stays. */
export const removeOldVersions = async (installation: Installation, running: string): Promise<void> => {
  if ((await readPointer(installation.current)) !== running) return
  const kept = [
    running,
    await readPointer(installation.previous),
    // That of a package manager, which would miss it.
    await readPointer(join(installation.path, 'packaged')),
  ]
  for (const name of await readdir(installation.versions)) {
    if (kept.includes(name) || !isVersionName(name)) continue
    await rm(join(installation.versions, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
