import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** How a fault begins that says nothing of the file itself. */
export const unreadable = 'could not be read'

/**
 * Whether a file is the one that was signed. Its length is looked at first; the rest is read in pieces.
 * @returns empty when it is, else what is wrong, to follow its name: `is missing`, `has 5 bytes instead of 7`
 */
export const fileFault = async (
  path: string,
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: string },
  signal?: AbortSignal,
): Promise<string> => {
  try {
    const found = await stat(path)
    if (!found.isFile()) return 'is not a file'
    if (found.size !== bytes) return `has ${found.size} bytes instead of ${bytes}`
    const hash = createHash('sha256')
    // A file that grows meanwhile is not read without end.
    for await (const piece of createReadStream(path, { end: bytes, highWaterMark: 1 << 20, signal })) hash.update(piece)
    return hash.digest('hex') === sha256 ? '' : 'has other content than was signed'
  } catch (error) {
    signal?.throwIfAborted()
    const code = (error as NodeJS.ErrnoException).code
    return code === 'ENOENT' ? 'is missing' : `${unreadable} (${code ?? String(error)})`
  }
}
