import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AcceptedRelease, acceptRelease, beginTrust } from '../protocol/release-trust.ts'
import { payloadOf, readRootFile, readSigned, TrustProblem } from '../protocol/trust.ts'
import { type Release, release, type Signed } from '../protocol/updates.ts'
import { compareVersions } from '../protocol/versions.ts'

/** A release that agents may be offered, as it is signed. */
export interface SignedRelease {
  readonly release: Release
  readonly manifest: Signed
  /** Every root, the first first: an agent is told those after its own. */
  readonly roots: readonly Signed[]
}

export interface FoundRelease {
  /** Left out when nothing of it may be used. */
  readonly trusted?: SignedRelease
  /** What the manifest says, whoever says it. */
  readonly claimed?: Release
  /** There is a list at all: a checkout has none before it is built. */
  readonly isBundled: boolean
  readonly isDevelopment: boolean
  /** Why nothing may be used, or what an admin should know. */
  readonly problem: string
}

export interface ReleaseJudge {
  readonly now: () => number
  /** A packaged console takes nothing that was signed with a throw-away key. */
  readonly refusesDevelopment: boolean
  /** Of the console: a later agent might say what it does not understand. */
  readonly consoleVersion: string
}

/** Most bytes of a list: a payload and its signatures (protocol/updates.ts), or fifty roots. */
const mostBytes = 50_000_000

const readText = async (path: string): Promise<string | undefined> => {
  try {
    const bytes = await readFile(path)
    if (bytes.length > mostBytes) throw new TrustProblem('malformed', `${path} is far too large.`)
    return bytes.toString('utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Reads and judges `root.json` and `manifest.json` of a folder with installers. Never rejects: what is wrong is `problem`. */
export const readRelease = async (folder: string, judge: ReleaseJudge): Promise<FoundRelease> => {
  let claimed: Release | undefined
  let isDevelopment = false
  try {
    const manifestText = await readText(join(folder, 'manifest.json'))
    const rootText = await readText(join(folder, 'root.json'))
    if (manifestText === undefined && rootText === undefined)
      return { isBundled: false, isDevelopment, problem: 'No installers of the agent came with this console.' }
    if (manifestText === undefined || rootText === undefined)
      throw new TrustProblem('malformed', `${manifestText === undefined ? 'manifest.json' : 'root.json'} is missing.`)
    const manifest = readSigned(manifestText)
    claimed = release.safeParse(payloadOf(manifest)).data
    const { latest, roots } = readRootFile(rootText)
    isDevelopment = latest.isDevelopment
    if (isDevelopment && judge.refusesDevelopment)
      throw new TrustProblem('development', 'The installers are signed with a throw-away key of a development build.')
    const { release: accepted, warning } = judgeRelease(
      acceptRelease(beginTrust(latest), { manifest, roots }, judge.now()),
      judge,
    )
    return {
      trusted: { release: accepted, manifest, roots },
      claimed: accepted,
      isBundled: true,
      isDevelopment,
      problem: warning,
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const problem = `${reason} None of the installers in ${folder} is handed out. Install the console again to get whole ones.`
    return { ...(claimed ? { claimed } : {}), isBundled: true, isDevelopment, problem }
  }
}

const judgeRelease = (accepted: AcceptedRelease, { consoleVersion }: ReleaseJudge): AcceptedRelease => {
  const { version } = accepted.release
  if (compareVersions(version, consoleVersion) > 0)
    throw new TrustProblem(
      'unsuitable',
      `The installers are of version ${version}, which is later than the console's own ${consoleVersion}.`,
    )
  return accepted
}
