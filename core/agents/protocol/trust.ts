import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { type Root, root, rootFile, type Signed, signed } from './updates.ts'

/**
 * What is wrong with something signed. The message is for people.
 * - `malformed`: not what it should be, whoever signed it
 * - `signature`: signed by too few of the keys that count
 * - `chain`: a root is missing between the one that is trusted and this one
 * - `development`: signed with a throw-away key, where that does not count
 * - `backwards`: an older one than was seen before, or an older program than runs
 * - `expired`, `future`: by the clock, or by the newest signed time that was seen
 * - `unsuitable`: right, but not for this machine or this version
 */
export type TrustFault =
  | 'malformed'
  | 'signature'
  | 'chain'
  | 'development'
  | 'backwards'
  | 'expired'
  | 'future'
  | 'unsuitable'

export class TrustProblem extends Error {
  override readonly name = 'TrustProblem'
  readonly fault: TrustFault

  constructor(fault: TrustFault, message: string) {
    super(message)
    this.fault = fault
  }
}

/** How a key is called everywhere: the SHA-256 of its SubjectPublicKeyInfo. */
export const keyName = (spki: Uint8Array): string => createHash('sha256').update(spki).digest('hex')

/** What a signed file's text holds. Nothing of it is trusted yet. @throws TrustProblem `malformed` */
export const readSigned = (text: string): Signed => {
  const found = signed.safeParse(parseJson(text))
  if (!found.success) throw new TrustProblem('malformed', 'This is not a signed file.')
  return found.data
}

/** The payload of something signed, as the bytes are. Who signed them is asked with `checkSignatures`. @throws TrustProblem `malformed` */
export const payloadOf = ({ payload }: Signed): unknown => parseJson(Buffer.from(payload, 'base64').toString('utf8'))

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new TrustProblem('malformed', 'A signed file is cut off or damaged.')
  }
}

/** @throws TrustProblem `signature` unless `threshold` of the named keys of this root signed; a key counts once */
export const checkSignatures = (
  { payload, signatures }: Signed,
  { keys }: Root,
  names: readonly string[],
  threshold: number,
  what: string,
): void => {
  const bytes = Buffer.from(payload, 'base64')
  const counted = new Set<string>()
  for (const { key, signature } of signatures) {
    if (counted.has(key) || !names.includes(key)) continue
    const found = publicKey(key, keys[key])
    if (found && verify(null, bytes, found, Buffer.from(signature, 'base64'))) counted.add(key)
  }
  if (counted.size < threshold)
    throw new TrustProblem('signature', `${what} is signed by ${counted.size} trusted keys; ${threshold} are needed.`)
}

/**
 * An Ed25519 key in its one DER form: the same key in another form would be counted twice. @returns undefined for anything else: a later
 * root may name keys of a kind that is not known here
 */
const publicKey = (name: string, base64: string | undefined): KeyObject | undefined => {
  const der = Buffer.from(base64 ?? '', 'base64')
  if (keyName(der) !== name) return undefined
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    const isItself = key.asymmetricKeyType === 'ed25519' && key.export({ format: 'der', type: 'spki' }).equals(der)
    return isItself ? key : undefined
  } catch {
    return undefined
  }
}

/** What `root.json` beside the installers, or in an agent's program, holds: the last root, and all there were. @throws TrustProblem */
export const readRootFile = (text: string): { readonly latest: Root; readonly roots: readonly Signed[] } => {
  const found = rootFile.safeParse(parseJson(text))
  if (!found.success) throw new TrustProblem('malformed', 'This is not a file of lists of keys.')
  const [first, ...successors] = found.data.roots as [Signed, ...Signed[]]
  return { latest: followRoots(firstRoot(first), successors), roots: found.data.roots }
}

/**
 * A root that is trusted because it came with the program. It has to be signed by its own keys all the same: a damaged one would
 * lock out every root after it. @throws TrustProblem
 */
export const firstRoot = (file: Signed): Root => {
  const first = readRoot(file)
  checkSignatures(file, first, first.rootKeys, first.rootThreshold, `The list of keys ${first.number}`)
  return first
}

/**
 * Walks from a trusted root along its successors, each signed by enough keys of the one before and of its own. Those that the trusted one
 * is past are left out; any number of steps may be taken at once. @returns the last one @throws TrustProblem
 */
export const followRoots = (trusted: Root, successors: readonly Signed[]): Root => {
  let latest = trusted
  for (const file of successors) {
    const next = readRoot(file)
    if (next.number <= trusted.number) continue
    const what = `The list of keys ${next.number}`
    if (next.number !== latest.number + 1)
      throw new TrustProblem('chain', `${what} does not follow on ${latest.number}, which is the last one known here.`)
    if (next.isDevelopment !== latest.isDevelopment)
      throw new TrustProblem('development', `${what} goes from throw-away keys to lasting ones, or back.`)
    checkSignatures(file, latest, latest.rootKeys, latest.rootThreshold, what)
    checkSignatures(file, next, next.rootKeys, next.rootThreshold, what)
    latest = next
  }
  return latest
}

/** What a root says, without asking who signed it. @throws TrustProblem `malformed` also when it could never be fulfilled */
export const readRoot = (file: Signed): Root => {
  const found = root.safeParse(payloadOf(file))
  if (!found.success) throw new TrustProblem('malformed', 'This is not a list of keys.')
  const { keys, rootKeys, rootThreshold, releaseKeys, releaseThreshold, number } = found.data
  for (const [names, threshold] of [
    [rootKeys, rootThreshold],
    [releaseKeys, releaseThreshold],
  ] as const) {
    const usable = [...new Set(names)].filter((name) => publicKey(name, keys[name]))
    if (usable.length < threshold)
      throw new TrustProblem('malformed', `The list of keys ${number} asks for more signatures than it has keys for.`)
  }
  return found.data
}
