import { z } from 'zod'
import { checkSignatures, followRoots, payloadOf, TrustProblem } from './trust.ts'
import { type Artifact, type Platform, type Release, type Root, release, root, type Signed } from './updates.ts'
import { compareVersions } from './versions.ts'

const day = 86_400_000

/**
 * How long a release counts beyond its expiry, with a warning. Expiry is there to notice that somebody keeps newer releases from us; a
 * site without the internet that brings updates once a year is no such case.
 */
export const expiryGrace = 180 * day

/** A release from further ahead than this is none: either clock is wrong, and believing it would make all others look expired. */
const clockTolerance = 2 * day

/** What is remembered between two releases, on the disk of whoever checks them. */
export const trustState = z.strictObject({
  /** The last root that was reached. */
  root,
  /** Number of the newest release that was ever accepted. */
  release: z.number().int().min(0),
  /** The newest time, epoch milliseconds, that an accepted release was issued at: a clock that was set back is noticed. */
  newestSigned: z.number().int().min(0),
})
export type TrustState = z.infer<typeof trustState>

/**
 * Where trust begins: with the root that came with the program, or further on where its successors were followed before. After a change
 * between a development build and a release nothing remembered counts.
 */
export const beginTrust = (shipped: Root, remembered?: TrustState): TrustState => {
  if (!remembered || remembered.root.isDevelopment !== shipped.isDevelopment)
    return { root: shipped, release: 0, newestSigned: 0 }
  return remembered.root.number > shipped.number ? remembered : withRoot(remembered, shipped)
}

/**
 * Goes on with another root. When it has none of the release keys of the one before, what those signed counts no more, for good or bad: who
 * stole one could have issued a release so late that nothing would ever follow it.
 */
const withRoot = (state: TrustState, next: Root): TrustState => {
  const isContinued = next.releaseKeys.some((key) => state.root.releaseKeys.includes(key))
  return {
    root: next,
    release: isContinued ? state.release : 0,
    newestSigned: isContinued ? state.newestSigned : 0,
  }
}

export interface AcceptedRelease {
  readonly release: Release
  /** To be kept on the disk before anything is done with the release. */
  readonly state: TrustState
  /** Something that an admin should know; else empty. */
  readonly warning: string
}

/**
 * Whether a release may be used at all: roots followed, signed by enough release keys, not an older one than was seen, not expired, not
 * from the future. `now` is epoch milliseconds. @throws TrustProblem
 */
export const acceptRelease = (
  trusted: TrustState,
  { manifest, roots }: { readonly manifest: Signed; readonly roots: readonly Signed[] },
  now: number,
): AcceptedRelease => {
  const latest = followRoots(trusted.root, roots)
  const before = withRoot(trusted, latest)
  checkSignatures(manifest, latest, latest.releaseKeys, latest.releaseThreshold, 'The list of installers')
  const found = release.safeParse(payloadOf(manifest))
  if (!found.success)
    throw new TrustProblem('malformed', 'The list of installers is signed, but not in a form that this version knows.')
  const { number, version, issued, expires } = found.data
  const name = `Release ${number} (version ${version})`
  if (number < before.release)
    throw new TrustProblem('backwards', `${name} is older than release ${before.release}, which was seen here before.`)
  if (issued > now + clockTolerance)
    throw new TrustProblem(
      'future',
      `${name} was issued on ${dayOf(issued)}, and here it is ${dayOf(now)}: look at the clock.`,
    )
  const newestSigned = Math.max(before.newestSigned, issued)
  const time = Math.max(now, newestSigned)
  if (time > expires + expiryGrace)
    throw new TrustProblem('expired', `${name} expired on ${dayOf(expires)}. Get a newer version of the console.`)
  return {
    release: found.data,
    state: { root: latest, release: number, newestSigned },
    warning:
      time > expires
        ? `${name} expired on ${dayOf(expires)} and is used until ${dayOf(expires + expiryGrace)}. Get a newer version of the console.`
        : '',
  }
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

/** An `update` artifact is never without its unpacked form. */
export type UpdateArtifact = Artifact & { readonly unpacked: NonNullable<Artifact['unpacked']> }

/**
 * What an agent of this version on this platform takes from a release that was accepted. @throws TrustProblem `backwards` when it is not
 * newer, `unsuitable` when the agent is too old for it or there is nothing for its platform
 */
export const updateFor = (
  { version, updatesFrom, artifacts }: Release,
  agent: { readonly version: string; readonly platform: Platform },
): UpdateArtifact => {
  const step = compareVersions(version, agent.version)
  if (step <= 0)
    throw new TrustProblem(
      'backwards',
      step === 0
        ? `Version ${version} runs already.`
        : `Version ${version} is older than ${agent.version}, which runs.`,
    )
  if (compareVersions(agent.version, updatesFrom) < 0)
    throw new TrustProblem(
      'unsuitable',
      `Version ${agent.version} is too old to be updated to ${version} by itself; that works from ${updatesFrom} on. Install ${version} on the machine.`,
    )
  const found = artifacts.find(({ purpose, platform }) => purpose === 'update' && platform === agent.platform)
  if (!found?.unpacked) throw new TrustProblem('unsuitable', `Version ${version} has no update for ${agent.platform}.`)
  return { ...found, unpacked: found.unpacked }
}
