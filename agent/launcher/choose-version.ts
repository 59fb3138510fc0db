import type { AgentLog } from '../agent-log.ts'
import { AgentProblem, systemReason } from '../agent-problem.ts'
import { type Installation, installedVersions, isInstalled, readPointer, writePointer } from '../update/installation.ts'
import { type Probation, writeProbation } from '../update/probation.ts'

/**
 * The version that is to run: the one that `current` names, else the one before, else the newest that is there; then the pointer is mended.
 * @throws AgentProblem when there is none
 */
export const chooseVersion = async (installation: Installation, log: AgentLog): Promise<string> => {
  const current = await readPointer(installation.current)
  if (current !== undefined && (await isInstalled(installation, current))) return current
  const previous = await readPointer(installation.previous)
  const version =
    previous !== undefined && (await isInstalled(installation, previous))
      ? previous
      : (await installedVersions(installation))[0]
  if (version === undefined)
    throw new AgentProblem(
      `No version of the agent is installed in ${installation.versions}. Its data was not touched. Install it again.`,
    )
  log(`${installation.current} names ${current ?? 'no version'}, which is not there; ${version} is started`)
  await point(installation, version, log)
  return version
}

/**
 * Back to the version before, for good: noted first, so that whoever is interrupted here goes on with it.
 * @returns the version to start; undefined when there is no other
 */
export const goBack = async (
  installation: Installation,
  data: string,
  { reason, ...probation }: Omit<Probation, 'rolledBack' | 'starts'> & { readonly reason: string },
  log: AgentLog,
): Promise<string | undefined> => {
  const candidates = [
    probation.from,
    await readPointer(installation.previous),
    ...(await installedVersions(installation)),
  ]
  for (const version of candidates) {
    if (version === undefined || version === probation.version || !(await isInstalled(installation, version))) continue
    log(`back to version ${version}: ${reason}`)
    await writeProbation(data, { ...probation, starts: 0, rolledBack: reason }).catch((error: unknown) =>
      log('why was not noted for the agent', error),
    )
    await point(installation, version, log)
    return version
  }
  log(`there is no other version than ${probation.version}, which runs on: ${reason}`)
  return undefined
}

/** A pointer that cannot be written is no reason to start nothing. */
const point = (installation: Installation, version: string, log: AgentLog): Promise<void> =>
  writePointer(installation.current, version).catch((error: unknown) =>
    log(`${installation.current} could not be written (${systemReason(error)})`),
  )
