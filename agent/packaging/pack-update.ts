import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { PackedContent } from './tar.ts'

/** Packs the program, as agents that are there fetch it. The archives for Linux and macOS take the packed form over. */
export const packProgram = async (executable: string, file: string): Promise<PackedContent> => {
  await pipeline(
    createReadStream(executable, { highWaterMark: 1 << 20 }),
    createGzip({ level: 6, chunkSize: 1 << 18 }),
    createWriteStream(file),
  )
  return { gzip: file, bytes: (await stat(executable)).size }
}
