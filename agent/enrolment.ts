import { z } from 'zod'
import { standing } from '../core/agents/protocol/messages.ts'
import type { DataFolder } from './data-folder.ts'
import { replaceFile } from './replace-file.ts'
import { readStored } from './stored-json.ts'

/** What the agent identifies itself with, and knows the console by. */
const storedCredential = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('secret'), secret: z.string() }),
  z.object({
    kind: z.literal('certificate'),
    /** PEM, all three. The key never leaves this machine. */
    key: z.string(),
    certificate: z.string(),
    authority: z.string(),
    notBefore: z.number(),
    notAfter: z.number(),
  }),
])
export type StoredCredential = z.infer<typeof storedCredential>

const enrolment = z.object({
  agent: z.uuid(),
  /** As readServerAddress takes it. */
  server: z.string(),
  /** The console's name. */
  console: z.string(),
  /** As the console said last. */
  standing,
  credential: storedCredential,
})
export type Enrolment = z.infer<typeof enrolment>

/** @throws AgentProblem */
export const readEnrolment = (folder: DataFolder): Promise<Enrolment | undefined> =>
  readStored(folder.enrolment, enrolment)

export const writeEnrolment = (folder: DataFolder, value: Enrolment): Promise<void> =>
  replaceFile(folder.enrolment, `${JSON.stringify(value, undefined, 1)}\n`)
