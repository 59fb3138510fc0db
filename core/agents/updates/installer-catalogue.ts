import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundledInstaller, InstallerState } from '../../contract/updates.ts'
import { createQueue } from '../../database/queue.ts'
import { fileFault, unreadable } from '../protocol/file-integrity.ts'
import type { UpdateArtifact } from '../protocol/release-trust.ts'
import type { Artifact, Platform } from '../protocol/updates.ts'
import { installerOf, stateOf } from './installer-state.ts'
import { type ReleaseJudge, readRelease, type SignedRelease } from './read-release.ts'

/** What agents can be offered. */
export interface OfferedRelease extends SignedRelease {
  /** By platform; only those whose file is there and right. */
  readonly updates: ReadonlyMap<Platform, UpdateArtifact>
}

export interface CatalogueOptions extends ReleaseJudge {
  /** `resources/agent-installers`. */
  readonly folder: string
  /** Hears of what is wrong, once per trouble; a warning keeps nothing from being used. */
  tell(severity: 'warning' | 'error', problem: string): void | Promise<void>
}

/** The agents' installers that came with the console. A file is hashed when it is first asked for, and again when it is another one. */
export interface InstallerCatalogue {
  state(): Promise<InstallerState>
  /** Hashes everything anew. */
  verify(): Promise<InstallerState>
  /** @returns undefined when nothing may be offered; why is in `state().problem` */
  offered(): Promise<OfferedRelease | undefined>
  /** A verified file, as packages and updates are named in `state()`. */
  file(name: string): Promise<VerifiedFile | undefined>
  /** A verified update, for agents that fetch it by its hash. */
  update(sha256: string): Promise<VerifiedFile | undefined>
  /** Says when what can be offered is another than before. @returns an end to it */
  onChange(listener: () => void): () => void
}

export interface VerifiedFile {
  readonly path: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** Changes when a file is written, replaced or touched; the time of its last change cannot be set back. */
const stampOf = async (path: string): Promise<string> => {
  const { ino, size, mtimeMs, ctimeMs } = await stat(path).catch(() => ({ ino: 0, size: -1, mtimeMs: 0, ctimeMs: 0 }))
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
}

interface Look {
  readonly state: InstallerState
  readonly offered: OfferedRelease | undefined
}

export const openInstallerCatalogue = (options: CatalogueOptions): InstallerCatalogue => {
  const { folder, tell } = options
  /** What was found out about a file, and how the file looked then. */
  const faults = new Map<string, { readonly stamp: string; readonly fault: string }>()
  const listeners = new Set<() => void>()
  const inTurn = createQueue()
  let told = ''
  let before: string | undefined

  const faultOf = async (artifact: Artifact): Promise<string> => {
    const path = join(folder, artifact.file)
    const stamp = `${artifact.sha256} ${artifact.bytes} ${await stampOf(path)}`
    const known = faults.get(artifact.file)
    if (known?.stamp === stamp) return known.fault
    const fault = await fileFault(path, artifact)
    // A disk that could not be read may be readable again, and the file looks the same then.
    if (fault.startsWith(unreadable)) faults.delete(artifact.file)
    else faults.set(artifact.file, { stamp, fault })
    return fault
  }

  const look = async (): Promise<Look> => {
    const found = await readRelease(folder, options)
    const installers: BundledInstaller[] = []
    const updates = new Map<Platform, UpdateArtifact>()
    for (const artifact of found.claimed?.artifacts ?? []) {
      const fault = found.trusted ? await faultOf(artifact) : 'is in a list that cannot be trusted'
      installers.push(installerOf(artifact, found, fault))
      const { purpose, unpacked, platform } = artifact
      if (fault === '' && purpose === 'update' && unpacked && !updates.has(platform))
        updates.set(platform, { ...artifact, unpacked })
    }
    const offered = found.trusted && { ...found.trusted, updates }
    const state = stateOf(found, installers)
    if (found.isBundled && state.problem !== '' && state.problem !== told)
      await tell(state.version && installers.every(({ isVerified }) => isVerified) ? 'warning' : 'error', state.problem)
    told = state.problem
    const now = `${offered?.release.number} ${[...updates.keys()]}`
    if (before !== undefined && before !== now) for (const listener of listeners) listener()
    before = now
    return { state, offered }
  }
  const looked = (): Promise<Look> => inTurn(look)

  const find = async (matches: (installer: BundledInstaller) => boolean): Promise<VerifiedFile | undefined> => {
    const { state } = await looked()
    const found = state.installers.find((installer) => installer.isVerified && matches(installer))
    return found && { path: join(folder, found.file), name: found.file, bytes: found.bytes, sha256: found.sha256 }
  }

  return {
    state: async () => (await looked()).state,
    verify: async () => {
      faults.clear()
      return (await looked()).state
    },
    offered: async () => (await looked()).offered,
    file: (name) => find(({ file }) => file === name),
    update: (sha256) => find((installer) => installer.purpose === 'update' && installer.sha256 === sha256),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
