import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { keyName } from '../../core/agents/protocol/trust.ts'
import { type Release, type Root, release, root, type Signed } from '../../core/agents/protocol/updates.ts'

/** A key that signs, with the name that it has in roots. */
export interface SigningKey {
  readonly name: string
  /** SubjectPublicKeyInfo, base64 of DER. */
  readonly spki: string
  readonly privateKey: KeyObject
}

/** A new key. As text it is PKCS#8 in PEM form: `writeKey`. */
export const makeKey = (): SigningKey => ofPrivate(generateKeyPairSync('ed25519').privateKey)

export const writeKey = ({ privateKey }: SigningKey): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** @throws Error when the text is no private Ed25519 key */
export const readKey = (pem: string): SigningKey => {
  const privateKey = createPrivateKey(pem)
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error(`An Ed25519 key is needed, and this one is ${privateKey.asymmetricKeyType}.`)
  return ofPrivate(privateKey)
}

const ofPrivate = (privateKey: KeyObject): SigningKey => {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return { name: keyName(spki), spki: spki.toString('base64'), privateKey }
}

/** Signs a payload; the bytes that are signed are those that are kept. */
export const signPayload = (content: Root | Release, keys: readonly SigningKey[]): Signed => {
  const payload = Buffer.from(JSON.stringify(content.kind === 'root' ? root.parse(content) : release.parse(content)))
  return addSignatures({ payload: payload.toString('base64'), signatures: [] }, keys)
}

/** Adds signatures of keys that are elsewhere: each is asked on its own machine. A key that signed before is left out. */
export const addSignatures = ({ payload, signatures }: Signed, keys: readonly SigningKey[]): Signed => ({
  payload,
  signatures: [
    ...signatures,
    ...keys
      .filter(({ name }) => signatures.every(({ key }) => key !== name))
      .map(({ name, privateKey }) => ({
        key: name,
        signature: sign(null, Buffer.from(payload, 'base64'), privateKey).toString('base64'),
      })),
  ],
})

/** SHA-256 of a file's content, hex, read in pieces. */
export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece)
  return hash.digest('hex')
}
