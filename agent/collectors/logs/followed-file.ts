import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'

/** Where the reading of a log stands. `identity` and `head` tell the file from the one that has its name after a rotation. */
export const followedFile = z.strictObject({
  path: z.string(),
  /** Name of its bytes towards the console: another one for each file that had the path. */
  stream: z.string(),
  identity: z.string(),
  head: z.string(),
  headBytes: z.number().int().min(0),
  /** Up to here its bytes are recorded. */
  offset: z.number().int().min(0),
})
export type FollowedFile = z.infer<typeof followedFile>

const mostHead = 1024

/** An open file, with what tells it from others. */
export interface OpenedFile {
  readonly file: FileHandle
  readonly identity: string
  readonly size: number
}

/** @throws what the system says, and an Error for what is no regular file */
export const openRegularFile = async (path: string): Promise<OpenedFile> => {
  const file = await open(path, 'r')
  try {
    const facts = await file.stat({ bigint: true })
    if (!facts.isFile()) throw new Error('It is not a regular file.')
    return { file, identity: `${facts.dev}-${facts.ino}`, size: Number(facts.size) }
  } catch (error) {
    await file.close()
    throw error
  }
}

export const bytesAt = async (file: FileHandle, offset: number, most: number): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafe(most)
  let length = 0
  while (length < most) {
    const { bytesRead } = await file.read(bytes, length, most - length, offset + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return bytes.subarray(0, length)
}

const digestOf = async (file: FileHandle, length: number): Promise<string> =>
  createHash('sha256')
    .update(await bytesAt(file, 0, length))
    .digest('hex')

/** A file that is seen for the first time is read from its beginning. */
export const beginFollowing = async (path: string, { file, identity, size }: OpenedFile): Promise<FollowedFile> => {
  const headBytes = Math.min(size, mostHead)
  return { path, stream: randomUUID(), identity, head: await digestOf(file, headBytes), headBytes, offset: 0 }
}

/** The file at the path is the one that was followed: the same on the disk, not cut, with the same beginning. */
export const isSameFile = async (followed: FollowedFile, { file, identity, size }: OpenedFile): Promise<boolean> =>
  identity === followed.identity &&
  size >= followed.offset &&
  (await digestOf(file, followed.headBytes)) === followed.head

/** The beginning of a small file says more once it has grown. */
export const withLongerHead = async (followed: FollowedFile, { file, size }: OpenedFile): Promise<FollowedFile> => {
  const headBytes = Math.min(size, mostHead)
  return headBytes <= followed.headBytes ? followed : { ...followed, headBytes, head: await digestOf(file, headBytes) }
}

/**
 * Where the followed file went when another took its path: renamed beside it, or copied and then cut. Its end may not have been read yet.
 * `undefined`: it is gone (removed, packed).
 */
export const findRotated = async (followed: FollowedFile): Promise<OpenedFile | undefined> => {
  const folder = dirname(followed.path)
  const name = basename(followed.path)
  // Rotated files keep the beginning of the name, up to its extension: debug.log.1, debug-20260302.log.
  const stem = name.replace(/\.[^.]*$/, '')
  const beside = await readdir(folder).catch(() => [])
  for (const entry of beside.filter((other) => other !== name && other.startsWith(stem)).slice(0, 1000)) {
    const opened = await openRegularFile(join(folder, entry)).catch(() => undefined)
    if (!opened) continue
    const isIt = opened.identity === followed.identity || followed.headBytes > 0
    if (isIt && opened.size >= followed.offset && (await digestOf(opened.file, followed.headBytes)) === followed.head)
      return opened
    await opened.file.close()
  }
  return undefined
}
