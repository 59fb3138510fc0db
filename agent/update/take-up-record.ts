import type { TrustState } from '../../core/agents/protocol/release-trust.ts'
import { compareVersions } from '../../core/agents/protocol/versions.ts'
import type { DataFolder } from '../data-folder.ts'
import { endProbation, type Probation, readProbation } from './probation.ts'
import { type CurrentUpdate, readUpdateRecord } from './update-record.ts'

export interface TakenUpRecord {
  readonly trust: TrustState | undefined
  readonly current: CurrentUpdate | undefined
  /** Than what the file says. */
  readonly isOther: boolean
  /** Once it is written: what the launcher left is of no use any more. */
  settle(): Promise<void>
}

/** How the last update stands now that a version has started: it is done, or was gone back from, or something came between. */
export const takeUpRecord = async (folder: DataFolder, version: string): Promise<TakenUpRecord> => {
  const record = await readUpdateRecord(folder.update)
  const probation = await readProbation(folder.path)
  const current = outcome(record.current, probation, version)
  const isLeft = probation !== undefined && probation.version !== version
  return {
    trust: record.trust,
    current,
    isOther: isLeft || current !== record.current,
    settle: () => (isLeft ? endProbation(folder.path) : Promise.resolve()),
  }
}

const outcome = (
  current: CurrentUpdate | undefined,
  probation: Probation | undefined,
  version: string,
): CurrentUpdate | undefined => {
  if (!current || current.stage === 'failed' || current.stage === 'rolledBack') return current
  const { version: to, stage } = current
  if (probation?.version === to && to !== version && probation.rolledBack !== '')
    return { ...current, stage: 'rolledBack', reason: probation.rolledBack.slice(0, 2000) }
  if (compareVersions(version, to) >= 0)
    return stage === 'done' ? current : { ...current, stage: 'done', percent: 100, reason: '' }
  // Somebody installed an older one.
  if (stage === 'done') return undefined
  return { ...current, stage: 'failed', reason: 'The agent was ended before the new version was in place.' }
}
