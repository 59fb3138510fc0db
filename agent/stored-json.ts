import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { AgentProblem, systemReason } from './agent-problem.ts'

/** @returns undefined where there is no such file @throws AgentProblem when it cannot be read, or holds something else */
export const readStored = async <T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (systemReason(error) === 'ENOENT') return undefined
    throw new AgentProblem(`${path} could not be read: ${systemReason(error)}. Nothing was changed.`)
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new AgentProblem(
      `${path} is damaged. Nothing was changed. Move it away and enrol this agent again; what waits in the spool stays.`,
    )
  }
}
