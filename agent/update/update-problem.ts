import { systemReason } from '../agent-problem.ts'

/** Why an update does not go on, in words for whoever looks at the console. */
export class UpdateProblem extends Error {
  override readonly name = 'UpdateProblem'
}

/** What was fetched must not fill the disk any longer: what the agent collects goes there. */
export class DiskFull extends UpdateProblem {}

/** What the system said of a file. */
export const fileProblem = (path: string, error: unknown): UpdateProblem => {
  const reason = systemReason(error)
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return new DiskFull(`There is no room left for ${path}.`)
  return new UpdateProblem(`${path} could not be written (${reason}).`)
}
