import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from '../replace-file.ts'
import { type Installation, isVersionName, writePointer } from './installation.ts'

/**
 * What agent and launcher tell each other through the data folder. A launcher is as old as the first installation, and the agent of before reads what
 * the new one left: fields may be added, and what is there now stays as it is.
 */
const probation = z.object({
  /** The new version, and the one to go back to. */
  version: z.string().refine(isVersionName),
  from: z.string().refine(isVersionName),
  /** How often it was started without having proved itself. */
  starts: z.number().int().min(0),
  /** Why the launcher went back; empty until then. */
  rolledBack: z.string(),
})
export type Probation = z.infer<typeof probation>

const healthy = z.object({ version: z.string(), time: z.number() })

const probationFile = (data: string): string => join(data, 'probation.json')
const healthyFile = (data: string): string => join(data, 'healthy.json')

const readJson = async <T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> => {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** Undefined where no version is on probation. */
export const readProbation = (data: string): Promise<Probation | undefined> => readJson(probationFile(data), probation)

export const writeProbation = (data: string, value: Probation): Promise<void> =>
  replaceFile(probationFile(data), `${JSON.stringify(value)}\n`)

/** What is told of a version that ran before must not speak for it. */
export const forgetHealth = (data: string): Promise<void> => rm(healthyFile(data), { force: true })

export const endProbation = (data: string): Promise<void> => rm(probationFile(data), { force: true })

/** By the agent, once the console has answered it. `time` is epoch milliseconds. */
export const tellHealth = (data: string, version: string, time: number): Promise<void> =>
  replaceFile(healthyFile(data), `${JSON.stringify({ version, time })}\n`)

export const isHealthy = async (data: string, version: string): Promise<boolean> =>
  (await readJson(healthyFile(data), healthy))?.version === version

/**
 * Makes a version that lies ready the one that is started next. Each step is on the disk before the next one begins: whenever the power fails,
 * the old or the new one is started, and the new one only under probation.
 */
export const switchVersion = async (
  installation: Installation,
  data: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> => {
  await forgetHealth(data)
  await writeProbation(data, { version: to, from, starts: 0, rolledBack: '' })
  await writePointer(installation.previous, from)
  await writePointer(installation.current, to)
}
