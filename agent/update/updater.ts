import { rm } from 'node:fs/promises'
import { fileFault } from '../../core/agents/protocol/file-integrity.ts'
import { acceptRelease, type UpdateArtifact, updateFor } from '../../core/agents/protocol/release-trust.ts'
import { TrustProblem } from '../../core/agents/protocol/trust.ts'
import type { AgentUpdateState, UpdateOffer } from '../../core/agents/protocol/updates.ts'
import type { AgentLog } from '../agent-log.ts'
import type { KnownConsole } from '../connection/known-console.ts'
import { pauseAfterFailure } from '../connection/pace.ts'
import type { DataFolder } from '../data-folder.ts'
import { fetchArtifact } from './fetch-artifact.ts'
import { programOf, readPointer, thisPlatform } from './installation.ts'
import { endProbation, readProbation, switchVersion, tellHealth } from './probation.ts'
import { type Replaceable, whatIsReplaceable } from './replaceable.ts'
import { checkRoom, isStaged, removeDrafts, removeOldVersions, selfCheck, stageVersion } from './stage-version.ts'
import { takeUpRecord } from './take-up-record.ts'
import { DiskFull, fileProblem, UpdateProblem } from './update-problem.ts'
import { type CurrentUpdate, writeUpdateRecord } from './update-record.ts'

export interface UpdaterContext {
  readonly folder: DataFolder
  /** That runs. */
  readonly version: string
  /** Folder of the installation, as the launcher says; left out: somebody else started the agent. */
  readonly root: string | undefined
  readonly log: AgentLog
  readonly now: () => number
  /** @throws ConsoleRefusal, ConsoleUnreachable */
  connect(): Promise<KnownConsole>
  /** Another version is in place: end, and the launcher starts it. */
  onReplaced(): void
}

export interface Updater {
  /** For each connection. */
  state(): AgentUpdateState
  /** What the console answered to it. Works in the background, and fails only in what `state` tells. */
  take(offer: UpdateOffer | undefined): void
  /** The console answered: this version is well. */
  answered(): Promise<void>
  /** Leaves off; what was fetched stays for the next time. */
  close(): Promise<void>
}

/**
 * Replaces the agent's program when the console offers a newer one: fetch, check, put beside the one that runs, let it check itself, turn the
 * pointer, end. Until the pointer is turned everything that goes wrong leaves the version that runs as it was.
 */
export const openUpdater = async (context: UpdaterContext): Promise<Updater> => {
  const { folder, version, log, now } = context
  const taken = await takeUpRecord(folder, version)
  let current = taken.current
  const replaceable = await whatIsReplaceable(context.root, version, taken.trust)
  const [able, unable] = typeof replaceable === 'string' ? [undefined, replaceable] : [replaceable, '']
  let trust = able?.trust ?? taken.trust
  let leaving = new AbortController()
  let work = Promise.resolve()
  let isReplacing = false
  let isWell = false

  const note = () => writeUpdateRecord(folder.update, { trust, current })
  const noteFirst = () =>
    note().catch((error: unknown) => {
      throw fileProblem(folder.update, error)
    })
  const toldLater = (error: unknown) => log('how the update stands was not noted', error)
  // Whoever starts an agent by hand beside the service settles nothing between that and its launcher.
  if (taken.isOther && context.root) await note().then(taken.settle).catch(toldLater)

  const follow = async (
    { offer, manifest, roots, rate }: UpdateOffer & { kind: 'offer' },
    { installation, platform, ...able }: Replaceable,
    signal: AbortSignal,
  ): Promise<void> => {
    const move = (change: Partial<CurrentUpdate>) => {
      current = { offer, version, percent: 0, reason: '', stage: 'downloading', ...current, ...change }
    }
    current = { offer, version, stage: 'downloading', percent: 0, reason: '' }
    if ((await readProbation(folder.path))?.version === version)
      throw new UpdateProblem(`Version ${version} came with an update itself and has to run for some minutes first.`)
    const accepted = acceptRelease(trust ?? able.trust, { manifest, roots }, now())
    trust = accepted.state
    const to = accepted.release.version
    move({ version: to })
    // First of all: whoever forgets what was seen can be led back to it.
    await noteFirst()
    const artifact = updateFor(accepted.release, { version, platform })
    log(`update to version ${to} begins${accepted.warning && `; ${accepted.warning}`}`)

    if (await isStaged(installation, to, artifact, signal)) {
      move({ stage: 'installing', percent: 100 })
      await selfCheck(programOf(installation, to), to, folder.path, signal)
    } else {
      await checkRoom([
        { folder: installation.versions, bytes: artifact.unpacked.bytes },
        { folder: folder.path, bytes: artifact.bytes },
      ])
      const path = await fetchArtifact({
        folder: folder.downloads,
        artifact,
        rate,
        signal,
        connect: context.connect,
        onProgress: (bytes) => move({ percent: Math.floor((bytes / artifact.bytes) * 1000) / 10 }),
        pause: (breaks, retryAfter) => pauseAfterFailure(breaks, retryAfter, 60),
      })
      move({ stage: 'verifying', percent: 100 })
      await verify(path, artifact, signal)
      move({ stage: 'installing' })
      await stageVersion(installation, to, { path, artifact, data: folder.path, signal })
      await rm(path, { force: true })
    }

    signal.throwIfAborted()
    isReplacing = true
    move({ stage: 'restarting' })
    await noteFirst()
    await switchVersion(installation, folder.path, { from: version, to }).catch(async (error: unknown) => {
      // Perhaps it was turned, and only what follows failed.
      if ((await readPointer(installation.current)) === to) return
      // Whoever installs that version some day does not do so on probation.
      await endProbation(folder.path).catch(() => undefined)
      throw fileProblem(installation.current, error)
    })
    log(`version ${to} is in place; the agent ends for it`)
    context.onReplaced()
  }

  const begin = async (offer: UpdateOffer & { kind: 'offer' }, signal: AbortSignal): Promise<void> => {
    if (able === undefined || isReplacing || signal.aborted) return
    try {
      await follow(offer, able, signal)
    } catch (error) {
      isReplacing = false
      const reason = signal.aborted ? String(signal.reason) : reasonOf(error)
      log(`the update was not made: ${reason}`)
      if (error instanceof DiskFull) await rm(folder.downloads, { recursive: true, force: true }).catch(() => undefined)
      if (current?.offer === offer.offer) current = { ...current, stage: 'failed', reason }
      await note().catch(toldLater)
    }
  }

  /** Of the time before. Not while a new one is being put there. */
  const tidyUp = async ({ installation }: Replaceable): Promise<void> => {
    if (isReplacing) return
    try {
      await removeDrafts(installation)
      // A try that failed may be made again, and goes on with what is there.
      if (current?.stage !== 'failed') await rm(folder.downloads, { recursive: true, force: true })
      await removeOldVersions(installation, version)
    } catch (error) {
      log('old versions were not removed', error)
    }
  }

  return {
    state: () => ({
      platform: thisPlatform() ?? '',
      unable,
      release: trust?.release ?? 0,
      root: trust?.root.number ?? 0,
      ...(current ? { current } : {}),
    }),
    take(offer) {
      if (offer === undefined || isReplacing || able === undefined) return
      const isKnown = current?.offer === offer.offer
      if (offer.kind === 'cancel') {
        if (isKnown) leaving.abort('The console called it off.')
        return
      }
      if (isKnown) return
      leaving.abort('Another update took its place.')
      leaving = new AbortController()
      const { signal } = leaving
      work = work.then(() => begin(offer, signal))
    },
    async answered() {
      // Also of an agent that cannot be replaced any more: its launcher waits for it.
      if (isWell || !context.root) return
      isWell = true
      await tellHealth(folder.path, version, now()).catch((error: unknown) => {
        isWell = false
        log('the launcher could not be told that all is well', error)
      })
      if (able) work = work.then(() => tidyUp(able))
    },
    async close() {
      if (!isReplacing) leaving.abort('The agent was ended meanwhile.')
      await work
    },
  }
}

const verify = async (path: string, artifact: UpdateArtifact, signal: AbortSignal): Promise<void> => {
  const fault = await fileFault(path, artifact, signal)
  if (fault === '') return
  // Nothing of it can be gone on with.
  await rm(path, { force: true })
  throw new UpdateProblem(`The update ${fault}. It was thrown away.`)
}

const reasonOf = (error: unknown): string =>
  error instanceof UpdateProblem || error instanceof TrustProblem
    ? error.message.slice(0, 2000)
    : `This was not expected: ${error}`.slice(0, 2000)
