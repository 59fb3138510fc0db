import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from '../replace-file.ts'

const spoolMarks = z.object({
  /** Name of the folder whose files count. */
  epoch: z.uuid(),
  /** The console has everything up to here. */
  acknowledged: z.number().int().min(0),
  /** Up to here records may have left this machine: their sequences are never given to others. */
  sent: z.number().int().min(0),
  /** Records given up, by reason. */
  dropped: z.record(z.string(), z.number().int().min(0)),
  /** Up to here records that were sent and are gone from the disk are among the dropped. */
  missed: z.number().int().min(0).default(0),
  /** What the machine was called, as long as records of that time wait. Earlier agents did not note it. */
  names: z.array(z.object({ host: z.string(), from: z.number().int().min(1) })).default([]),
})
export type SpoolMarks = z.infer<typeof spoolMarks>

const marksPath = (folder: string): string => join(folder, 'marks.json')

/** @returns undefined where there are none yet, or none that can be read: the files alone say then what waits */
export const readMarks = async (folder: string): Promise<SpoolMarks | undefined> => {
  try {
    return spoolMarks.parse(JSON.parse(await readFile(marksPath(folder), 'utf8')))
  } catch {
    return undefined
  }
}

export const writeMarks = (folder: string, marks: SpoolMarks): Promise<void> =>
  replaceFile(marksPath(folder), `${JSON.stringify(marks)}\n`)
