import { DatabaseSync } from 'node:sqlite'
import { agentConfiguration } from '../../core/agents/protocol/configuration.ts'
import { dataFolderAt } from '../data-folder.ts'
import { readEnrolment } from '../enrolment.ts'
import { readIdentity } from '../identity.ts'
import { readStored } from '../stored-json.ts'
import { agentVersion } from '../version.ts'

/**
 * What a new version is asked before it takes over: that it runs on this machine, has what it is built on, and understands what the one before left.
 * Changes nothing. @returns its version @throws AgentProblem
 */
export const selfCheck = async (data: string): Promise<string> => {
  const folder = dataFolderAt(data)
  await readIdentity(folder)
  await readEnrolment(folder)
  await readStored(folder.configuration, agentConfiguration)
  const database = new DatabaseSync(':memory:')
  database.exec('create table check_ (x); insert into check_ values (1)')
  database.close()
  return agentVersion
}
