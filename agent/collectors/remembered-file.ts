import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { replaceFile } from '../replace-file.ts'

/** A small JSON file in the agent's folder: what a collector must know after a restart. */
export interface RememberedFile<T> {
  /** `undefined` when there is none, or it is damaged or of another form: the collector begins anew. */
  read(): T | undefined
  /** Replaces it as a whole, on the disk when it resolves. Writes come one after the other. */
  write(value: T): Promise<void>
}

export const rememberedFile = <T>(path: string, schema: z.ZodType<T>): RememberedFile<T> => {
  let last: Promise<void> = Promise.resolve()
  return {
    read() {
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return undefined
      }
    },
    write(value) {
      const text = `${JSON.stringify(value)}\n`
      last = last.then(
        () => replace(path, text),
        () => replace(path, text),
      )
      return last
    },
  }
}

const replace = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await replaceFile(path, text)
}
