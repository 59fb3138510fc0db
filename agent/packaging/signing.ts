import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { acceptRelease, beginTrust } from '../../core/agents/protocol/release-trust.ts'
import { readRoot, readRootFile } from '../../core/agents/protocol/trust.ts'
import { type Artifact, artifact, type Release, type Root, type Signed } from '../../core/agents/protocol/updates.ts'
import { BuildProblem } from './build-tool.ts'
import {
  addSignatures,
  hashFile,
  makeKey,
  type PublicKey,
  readKey,
  type SigningKey,
  signPayload,
  writeKey,
} from './signing-keys.ts'

/** Who signs a build: all roots so far, and as many release keys as the last of them asks for. */
export interface Signer {
  readonly roots: readonly Signed[]
  readonly releaseKeys: readonly SigningKey[]
}

/** Two years: a site may bring its console up to date once a year. */
const usualLife = 2 * 365 * 86_400_000

/**
 * The signer of this build. With `LICTOR_AGENT_ROOT` (path of `root.json`) and `LICTOR_AGENT_RELEASE_KEYS` (paths of PEM files; if they are encrypted,
 * `LICTOR_KEY_PASSPHRASE`) a lasting one; else a throw-away key of this checkout, kept in `cache` together with its root, which says that it is one.
 */
export const openSigner = async (
  cache: string,
  environment: { readonly [name: string]: string | undefined } = process.env,
): Promise<Signer> => {
  const { LICTOR_AGENT_ROOT: rootPath, LICTOR_AGENT_RELEASE_KEYS: keyPaths } = environment
  if (!rootPath && !keyPaths) return developmentSigner(cache)
  if (!rootPath || !keyPaths)
    throw new BuildProblem('LICTOR_AGENT_ROOT and LICTOR_AGENT_RELEASE_KEYS belong together: set both, or neither.')
  const named = (path: string) =>
    readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new BuildProblem(`${path} could not be read (${error.code}). Nothing was built.`)
    })
  const { roots, latest } = readRootFile(await named(rootPath))
  const releaseKeys = []
  for (const path of keyPaths.split(delimiter)) {
    const pem = await named(path)
    try {
      releaseKeys.push(readKey(pem, environment.LICTOR_KEY_PASSPHRASE))
    } catch (error) {
      throw new BuildProblem(
        `${path} could not be opened: ${error instanceof Error ? error.message : error}. LICTOR_KEY_PASSPHRASE opens an encrypted key.`,
      )
    }
  }
  // Said before anything is built, not at its end.
  const counted = releaseKeys.filter(({ name }) => latest.releaseKeys.includes(name)).length
  if (counted < latest.releaseThreshold)
    throw new BuildProblem(
      `${rootPath} asks for ${latest.releaseThreshold} release keys, and ${counted} of those that were given are among them. Nothing was built.`,
    )
  return { roots, releaseKeys }
}

const developmentSigner = async (cache: string): Promise<Signer> => {
  const [keyPath, rootPath] = [join(cache, 'development-key.pem'), join(cache, 'development-root.json')]
  try {
    const { roots } = readRootFile(await readFile(rootPath, 'utf8'))
    return { roots, releaseKeys: [readKey(await readFile(keyPath, 'utf8'))] }
  } catch {
    const key = makeKey()
    const roots = [makeRoot({ rootKeys: [key], releaseKeys: [key], isDevelopment: true, issued: Date.now() })]
    await mkdir(cache, { recursive: true })
    await replaceFile(keyPath, writeKey(key))
    await replaceFile(rootPath, JSON.stringify({ roots }))
    return { roots, releaseKeys: [key] }
  }
}

export interface RootPlan<Key extends PublicKey = PublicKey> {
  readonly rootKeys: readonly Key[]
  /** How many of them have to sign the next root; all of them unless given. */
  readonly rootThreshold?: number
  readonly releaseKeys: readonly PublicKey[]
  readonly releaseThreshold?: number
  readonly isDevelopment?: boolean
  /** Epoch milliseconds. */
  readonly issued: number
}

const rootOf = (number: number, plan: RootPlan): Root => ({
  kind: 'root',
  number,
  issued: plan.issued,
  keys: Object.fromEntries([...plan.rootKeys, ...plan.releaseKeys].map(({ name, spki }) => [name, spki])),
  rootKeys: plan.rootKeys.map(({ name }) => name),
  rootThreshold: plan.rootThreshold ?? plan.rootKeys.length,
  releaseKeys: plan.releaseKeys.map(({ name }) => name),
  releaseThreshold: plan.releaseThreshold ?? plan.releaseKeys.length,
  isDevelopment: plan.isDevelopment ?? false,
})

/**
 * The next root, or the first one, signed by nobody yet: those who keep its keys, and the keys of the one before, add their signatures
 * (`addSignatures`), each on a machine of its own.
 */
export const proposeRoot = (roots: readonly Signed[], plan: RootPlan): Signed => {
  const file = roots.at(-1)
  const last = file && readRoot(file)
  const proposed = signPayload(rootOf((last?.number ?? 0) + 1, { isDevelopment: last?.isDevelopment, ...plan }), [])
  readRoot(proposed)
  return proposed
}

/** @throws TrustProblem unless everybody who has the roots so far will follow the new one */
export const addRoot = (roots: readonly Signed[], next: Signed): Signed[] => {
  readRootFile(JSON.stringify({ roots: [...roots, next] }))
  const last = roots.at(-1)
  if (last && readRoot(next).number !== readRoot(last).number + 1)
    throw new Error('This is not the next one; there is another of its number already.')
  return [...roots, next]
}

/** The first root, signed by its own root keys. */
export const makeRoot = (plan: RootPlan<SigningKey>): Signed => addSignatures(proposeRoot([], plan), plan.rootKeys)

/** Replaces keys: the next root, signed by `oldKeys` and by its own. @returns all roots, the new one last @throws TrustProblem */
export const rotateRoot = (
  roots: readonly Signed[],
  plan: RootPlan<SigningKey>,
  oldKeys: readonly SigningKey[],
): Signed[] => addRoot(roots, addSignatures(addSignatures(proposeRoot(roots, plan), oldKeys), plan.rootKeys))

export type PackedFile = Omit<Artifact, 'bytes' | 'sha256'>

export interface ReleasePlan {
  /** Of the agent. */
  readonly version: string
  /** The oldest version that can be brought up to this one. */
  readonly updatesFrom: string
  /** What lies in the folder; of an update with the unpacked executable's length and hash. */
  readonly files: readonly PackedFile[]
  /** Epoch milliseconds; now unless given. The release's number follows from it, so it grows with each build. */
  readonly issued?: number
  readonly expires?: number
}

/**
 * Measures the files of a folder and writes `manifest.json` and `root.json` beside them, checked as an agent will check them.
 * @throws TrustProblem when the signer's keys are not those that the root names
 */
export const signInstallers = async (
  folder: string,
  { version, updatesFrom, files, issued = Date.now(), expires = issued + usualLife }: ReleasePlan,
  { roots, releaseKeys }: Signer,
): Promise<Release> => {
  const artifacts: Artifact[] = []
  for (const file of files) {
    const path = join(folder, file.file)
    // The release's own schema leaves out what it does not know: a mistake made here is to be heard of.
    artifacts.push(artifact.parse({ ...file, bytes: (await stat(path)).size, sha256: await hashFile(path) }))
  }
  const release: Release = {
    kind: 'release',
    number: Math.floor(issued / 1000),
    version,
    issued,
    expires,
    updatesFrom,
    artifacts,
  }
  const manifest = signPayload(release, releaseKeys)
  const { latest } = readRootFile(JSON.stringify({ roots }))
  acceptRelease(beginTrust(latest), { manifest, roots: [] }, issued)
  await replaceFile(join(folder, 'root.json'), `${JSON.stringify({ roots }, null, 2)}\n`)
  await replaceFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return release
}

/** A key must not be readable by others for an instant; a manifest is public, and becomes so where it is packed. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  const file = await open(`${path}.new`, 'w', path.endsWith('.pem') ? 0o600 : 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
