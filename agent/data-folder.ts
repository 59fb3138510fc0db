import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { AgentProblem, systemReason } from './agent-problem.ts'
import { protectFolder } from './protect-folder.ts'

/** Where everything lies that an agent keeps. */
export interface DataFolder {
  readonly path: string
  /** The agent's id: identity.ts. */
  readonly identity: string
  /** Console and credential: enrolment.ts. Only its owner may read it. */
  readonly enrolment: string
  /** The configuration as the console told it last. */
  readonly configuration: string
  readonly spool: string
  /** What collectors remember. */
  readonly collectors: string
  readonly status: string
  readonly log: string
  readonly launcherLog: string
  /** How it stands with updates: update/update-record.ts. */
  readonly update: string
  /** Files that are being fetched. */
  readonly downloads: string
  /** Held by the process that runs the agent: run-lock.ts. */
  readonly lock: string
}

export const dataFolderAt = (folder: string): DataFolder => {
  const path = resolve(folder)
  return {
    path,
    identity: join(path, 'identity.json'),
    enrolment: join(path, 'enrolment.json'),
    configuration: join(path, 'configuration.json'),
    spool: join(path, 'spool'),
    collectors: join(path, 'collectors'),
    status: join(path, 'status.json'),
    log: join(path, 'agent.log'),
    launcherLog: join(path, 'launcher.log'),
    update: join(path, 'update.json'),
    downloads: join(path, 'downloads'),
    lock: join(path, 'agent.lock'),
  }
}

/** @throws AgentProblem when it cannot be had */
export const makeDataFolder = async (folder: DataFolder): Promise<void> => {
  try {
    const made = await mkdir(folder.path, { recursive: true, mode: 0o700 })
    if (made !== undefined) await protectFolder(folder.path)
    await mkdir(folder.collectors, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new AgentProblem(
      `The data folder ${folder.path} could not be made: ${systemReason(error)}. Nothing was changed. Name a folder that you may write to with --data.`,
    )
  }
}

/** Of the service where it may be, else of the user. */
export const usualDataFolder = (
  platform: NodeJS.Platform = process.platform,
  environment: { readonly [name: string]: string | undefined } = process.env,
  isRoot = process.getuid?.() === 0,
): string => {
  if (platform === 'win32') return join(environment.ProgramData ?? 'C:\\ProgramData', 'Lictor Agent')
  if (platform === 'darwin')
    return join(isRoot ? '/Library' : join(homedir(), 'Library'), 'Application Support', 'Lictor Agent')
  if (isRoot) return '/var/lib/lictor-agent'
  return join(environment.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'lictor-agent')
}
