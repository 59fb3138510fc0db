import { basename, dirname } from 'node:path'
import type { DataFolder } from '../data-folder.ts'
import { executableName, installationAt, readPointer } from './installation.ts'
import { readProbation } from './probation.ts'
import { whatIsReplaceable } from './replaceable.ts'
import { type CurrentUpdate, readUpdateRecord } from './update-record.ts'

/** How an agent stands with updates, as its folders tell whoever asks on its machine. */
export interface UpdateStatus {
  /** The installation that this program belongs to; undefined: it was not installed by a package or a script of one. */
  readonly root: string | undefined
  /** The version to start, and the one before. */
  readonly current: string | undefined
  readonly previous: string | undefined
  /** Why the console cannot update it; empty when it can. */
  readonly unable: string
  /** The last offer that was taken up, as far as it is on the disk. */
  readonly last: Pick<CurrentUpdate, 'version' | 'stage' | 'reason'> | undefined
  /** A version that has not proved itself yet, and the one that takes its place if it does not. */
  readonly probation: { readonly version: string; readonly from: string } | undefined
}

/** @param program path of the executable that asks */
export const lookAtUpdates = async (
  folder: DataFolder,
  version: string,
  program: string = process.execPath,
): Promise<UpdateStatus> => {
  const root = await installationOf(program)
  const { trust, current: last } = await readUpdateRecord(folder.update)
  const probation = await readProbation(folder.path)
  const installation = root === undefined ? undefined : installationAt(root)
  const replaceable = await whatIsReplaceable(root, version, trust)
  return {
    root,
    current: installation && (await readPointer(installation.current)),
    previous: installation && (await readPointer(installation.previous)),
    unable: typeof replaceable === 'string' ? replaceable : '',
    last: last && { version: last.version, stage: last.stage, reason: last.reason },
    probation:
      probation === undefined || probation.rolledBack !== ''
        ? undefined
        : { version: probation.version, from: probation.from },
  }
}

/** `ROOT` of `ROOT/versions/VERSION/lictor-agent`. */
const installationOf = async (program: string): Promise<string | undefined> => {
  const versions = dirname(dirname(program))
  if (basename(program) !== executableName || basename(versions) !== 'versions') return undefined
  const root = dirname(versions)
  return (await readPointer(installationAt(root).current)) === undefined ? undefined : root
}

const words: { readonly [Stage in CurrentUpdate['stage']]: string } = {
  downloading: 'is being fetched',
  verifying: 'is being checked',
  installing: 'is being installed',
  restarting: 'is being started',
  done: 'was put in place',
  failed: 'failed',
  rolledBack: 'did not work, and the one before runs again',
}

/** `to version 1.0.0 failed: The disk is full.` */
export const describeLastUpdate = ({ version, stage, reason }: NonNullable<UpdateStatus['last']>): string =>
  `to version ${version} ${words[stage]}${reason === '' ? '' : `: ${reason}`}`
