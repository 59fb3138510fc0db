import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { DataFolder } from './data-folder.ts'
import { replaceFile } from './replace-file.ts'
import { readStored } from './stored-json.ts'

const identity = z.object({ agent: z.uuid() })

/** The agent's id, made once for its data folder. @throws AgentProblem */
export const readIdentity = async (folder: DataFolder): Promise<string | undefined> =>
  (await readStored(folder.identity, identity))?.agent

export const ensureIdentity = async (folder: DataFolder): Promise<string> => {
  const known = await readIdentity(folder)
  if (known !== undefined) return known
  const agent = randomUUID()
  await replaceFile(folder.identity, `${JSON.stringify({ agent })}\n`)
  return agent
}
