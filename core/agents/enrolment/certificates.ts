import 'reflect-metadata'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

// Loaded only when certificates are made: the library takes a third of a second.

export interface KeyAndCertificate {
  /** PEM, PKCS #8. */
  readonly key: string
  /** PEM. */
  readonly certificate: string
  /** Epoch milliseconds. */
  readonly notAfter: number
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const signing = { name: 'ECDSA', hash: 'SHA-256' }
/** Long ago and far ahead: an agent whose clock is years off must still find its console. Only the console's clock judges an agent's certificate. */
const longAgo = new Date('2000-01-01T00:00:00Z')
const farAhead = new Date('2049-12-31T23:59:59Z')

const newKeys = () => crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
/** Not by its name: which one that is depends on whether the types of a page are about. */
type Key = Awaited<ReturnType<typeof newKeys>>['privateKey']

const keyText = async (key: Key): Promise<string> =>
  PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')

const readKey = (pem: string): Promise<Key> =>
  crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), curve, false, ['sign'])

/** The console's own certificate authority: it signs nothing but this console's server and its agents. */
export const makeAuthority = async (name: string): Promise<KeyAndCertificate> => {
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    notBefore: longAgo,
    notAfter: farAhead,
    signingAlgorithm: signing,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  return { key: await keyText(keys.privateKey), certificate: certificate.toString('pem'), notAfter: farAhead.getTime() }
}

/** What this console shows on the LAN, for host names and addresses. */
export const makeServerCertificate = async (
  authority: Pick<KeyAndCertificate, 'key' | 'certificate'>,
  names: readonly string[],
): Promise<KeyAndCertificate> => {
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: ['Lictor console'] }],
    issuer: new X509Certificate(authority.certificate).subjectName,
    notBefore: longAgo,
    notAfter: farAhead,
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: await readKey(authority.key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
    ],
  })
  return { key: await keyText(keys.privateKey), certificate: certificate.toString('pem'), notAfter: farAhead.getTime() }
}

/**
 * An agent's certificate: the key of its request, and nothing else of it; the common name is the agent's id.
 * @returns undefined when the request is none, is not signed with its own key, or the key is not P-256
 */
export const signAgentCertificate = async (
  authority: Pick<KeyAndCertificate, 'key' | 'certificate'>,
  request: string,
  agent: string,
  validity: { readonly from: Date; readonly to: Date },
): Promise<{ readonly certificate: string; readonly der: Buffer } | undefined> => {
  let asked: Pkcs10CertificateRequest
  try {
    asked = new Pkcs10CertificateRequest(request)
    const { name, namedCurve } = asked.publicKey.algorithm as { readonly name: string; readonly namedCurve?: string }
    if (name !== curve.name || namedCurve !== curve.namedCurve || !(await asked.verify())) return undefined
  } catch {
    return undefined
  }
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [agent] }],
    issuer: new X509Certificate(authority.certificate).subjectName,
    notBefore: validity.from,
    notAfter: validity.to,
    signingAlgorithm: signing,
    publicKey: asked.publicKey,
    signingKey: await readKey(authority.key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
    ],
  })
  return { certificate: certificate.toString('pem'), der: Buffer.from(certificate.rawData) }
}
