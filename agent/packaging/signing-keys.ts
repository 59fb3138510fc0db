import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { keyName } from '../../core/agents/protocol/trust.ts'
import { type Release, type Root, release, root, type Signed } from '../../core/agents/protocol/updates.ts'

/** A key as roots name it. */
export interface PublicKey {
  readonly name: string
  /** SubjectPublicKeyInfo, base64 of DER. */
  readonly spki: string
}

export interface SigningKey extends PublicKey {
  readonly privateKey: KeyObject
}

export const makeKey = (): SigningKey => ofPrivate(generateKeyPairSync('ed25519').privateKey)

/** PKCS#8 in PEM form, encrypted when there is a passphrase. */
export const writeKey = ({ privateKey }: SigningKey, passphrase = ''): string =>
  privateKey
    .export({ type: 'pkcs8', format: 'pem', ...(passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}) })
    .toString()

/** @throws Error when the text is no private Ed25519 key, or the passphrase is not its own */
export const readKey = (pem: string, passphrase = ''): SigningKey => {
  const privateKey = createPrivateKey({ key: pem, ...(passphrase ? { passphrase } : {}) })
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error(`An Ed25519 key is needed, and this one is ${privateKey.asymmetricKeyType}.`)
  return ofPrivate(privateKey)
}

/** A public key in PEM form, as it is passed on to whoever plans a root. */
export const readPublicKey = (pem: string): PublicKey => named(createPublicKey(pem))

export const writePublicKey = ({ spki }: PublicKey): string =>
  createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
    .export({ type: 'spki', format: 'pem' })
    .toString()

const ofPrivate = (privateKey: KeyObject): SigningKey => ({ ...named(createPublicKey(privateKey)), privateKey })

const named = (key: KeyObject): PublicKey => {
  const spki = key.export({ type: 'spki', format: 'der' })
  return { name: keyName(spki), spki: spki.toString('base64') }
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
