import { basename } from 'node:path'
import { decodeText } from '../reading/decoding.ts'
import { openTextSource } from '../reading/text-source.ts'

const mostBytes = 32 * 1024 * 1024

/** The text of a map file, plain or gzip, in UTF-8, UTF-16 or windows-1252. @throws Error in words when it cannot be read or is no text */
export const readMapFile = async (path: string): Promise<string> => {
  const source = await openTextSource(path)
  try {
    const pieces: Buffer[] = []
    let length = 0
    for await (const chunk of source.chunks) {
      // A chunk is only valid until the next one is asked for.
      pieces.push(Buffer.from(chunk))
      length += chunk.length
      if (length > mostBytes) throw new Error(`${basename(path)} is longer than 32 MB, which no map is.`)
    }
    const bytes = Buffer.concat(pieces)
    if (bytes.includes(0)) throw new Error(`${basename(path)} is no text file.`)
    return decodeText(bytes, 0, bytes.length)
  } finally {
    await source.close()
  }
}
