import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type TrustState, trustState } from '../../core/agents/protocol/release-trust.ts'
import { agentUpdateState } from '../../core/agents/protocol/updates.ts'
import { replaceFile } from '../replace-file.ts'

/** Where the last offer that was taken up stands, as the console is told. */
const currentUpdate = agentUpdateState.shape.current.unwrap()
export type CurrentUpdate = z.infer<typeof currentUpdate>

/** What outlives the process: what was trusted, and the last offer. */
export interface UpdateRecord {
  readonly trust: TrustState | undefined
  readonly current: CurrentUpdate | undefined
}

/** Part by part: another version may have written it, and what is not understood is as if it were not there. */
const recordFile = z.object({
  trust: trustState.optional().catch(undefined),
  current: currentUpdate.optional().catch(undefined),
})

export const readUpdateRecord = async (path: string): Promise<UpdateRecord> => {
  try {
    const { trust, current } = recordFile.parse(JSON.parse(await readFile(path, 'utf8')))
    return { trust, current }
  } catch {
    return { trust: undefined, current: undefined }
  }
}

export const writeUpdateRecord = (path: string, record: UpdateRecord): Promise<void> =>
  replaceFile(path, `${JSON.stringify(record)}\n`)
