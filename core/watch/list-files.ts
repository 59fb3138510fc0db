import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file as the system describes it; nothing of it is read. */
export interface SeenFile {
  readonly path: string
  /** Device and inode: the same file under another name. */
  readonly node: string
  /** Bytes. */
  readonly size: number
  /** Nanoseconds, as text. */
  readonly modified: string
}

export interface Listing {
  readonly files: readonly SeenFile[]
  /** More matched than a watch takes. */
  readonly cut: boolean
}

export interface ListedPath {
  readonly path: string
  readonly kind: 'folder' | 'file'
  readonly subfolders: boolean
  isWanted(name: string): boolean
  /** Files of the program itself. */
  isOwn(path: string): boolean
}

export const mostFiles = 20_000
const deepest = 8

/**
 * Every wanted file of a path. Links to folders are not followed. Files that vanish meanwhile are left out.
 * @throws the system's error when the path itself cannot be looked at
 */
export const listFiles = async (watched: ListedPath): Promise<Listing> => {
  if (watched.kind === 'file') return { files: [await seenFile(watched.path)], cut: false }
  const paths: string[] = []
  const folders: { path: string; depth: number }[] = [{ path: watched.path, depth: 0 }]
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    const { path, depth } = folder
    const entries = await readdir(path, { withFileTypes: true }).catch((error: Error) => {
      if (depth === 0) throw error
      return []
    })
    for (const entry of entries) {
      const entryPath = join(path, entry.name)
      if (entry.isDirectory()) {
        if (watched.subfolders && depth < deepest && !entry.name.startsWith('.'))
          folders.push({ path: entryPath, depth: depth + 1 })
      } else if (
        (entry.isFile() || entry.isSymbolicLink()) &&
        watched.isWanted(entry.name) &&
        !watched.isOwn(entryPath)
      ) {
        paths.push(entryPath)
      }
    }
  }
  paths.sort()
  return { files: await describe(paths.slice(0, mostFiles)), cut: paths.length > mostFiles }
}

/** Files beside these that have one of the nodes: where rotation has put what is missing, under a name that nobody asked for. */
export const findRenamed = async (missing: readonly { path: string; node: string }[]): Promise<SeenFile[]> => {
  const found: SeenFile[] = []
  for (const folder of new Set(missing.map(({ path }) => dirname(path)))) {
    const nodes = new Set(missing.filter(({ path }) => dirname(path) === folder).map(({ node }) => node))
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    const files = entries.filter((entry) => entry.isFile()).slice(0, mostFiles)
    const described = await describe(files.map(({ name }) => join(folder, name)))
    found.push(...described.filter(({ node }) => nodes.has(node)))
  }
  return found
}

/** One after the other: a share that hangs holds a thread of the pool for each call under way, and the pool is small. */
const describe = async (paths: readonly string[]): Promise<SeenFile[]> => {
  const files: SeenFile[] = []
  for (const path of paths) {
    const file = await seenFile(path).catch(() => undefined)
    if (file) files.push(file)
  }
  return files
}

const seenFile = async (path: string): Promise<SeenFile> => {
  const { dev, ino, size, mtimeNs, isFile } = await describeOne(path)
  if (!isFile) throw Object.assign(new Error(`${path} is not a file.`), { code: 'EISDIR' })
  return { path, node: `${dev}:${ino}`, size: Number(size), modified: String(mtimeNs) }
}

const describeOne = async (path: string) => {
  const stats = await stat(path, { bigint: true })
  const { dev, ino, size, mtimeNs } = stats
  return { dev, ino, size, mtimeNs, isFile: stats.isFile() }
}
