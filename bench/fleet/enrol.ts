import 'reflect-metadata'
import { createHash } from 'node:crypto'
import { connect as connectTls, type DetailedPeerCertificate } from 'node:tls'
import { PemConverter, Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import { readJoinToken } from '../../core/agents/protocol/join-token.ts'
import type { EnrolAnswer, EnrolRequest } from '../../core/agents/protocol/messages.ts'
import { type AgentKey, post } from './wire.ts'

/** Joins a console with a token. @throws Error when the console is not the one that the token is of, or refuses */
export const enrol = async (server: string, request: EnrolRequest): Promise<AgentKey> => {
  if (!server.startsWith('https:')) {
    const { credential } = (await post(server, '/v1/enrol', asBody(request), json)) as EnrolAnswer
    if (credential.kind !== 'secret') throw new Error('A secret was expected.')
    return credential
  }
  const authority = await pinnedAuthority(server, request.token)
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const signing = await Pkcs10CertificateRequestGenerator.create({
    name: `CN=${request.agent}`,
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  })
  const body = asBody({ ...request, request: signing.toString('pem') })
  const { credential } = (await post(server, '/v1/enrol', body, { ...json, ca: authority })) as EnrolAnswer
  if (credential.kind !== 'certificate') throw new Error('A certificate was expected.')
  return {
    kind: 'certificate',
    certificate: credential.certificate,
    authority: credential.authority,
    privateKey: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
  }
}

const json = { headers: { 'content-type': 'application/json' } }
const asBody = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** The certificate of the chain that the token names: nobody is trusted before. */
const pinnedAuthority = (server: string, token: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server)
    const wanted = readJoinToken(token)?.authority
    const socket = connectTls(
      { host: hostname, port: Number(port), rejectUnauthorized: false, minVersion: 'TLSv1.3' },
      () => {
        let found: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
        const seen = new Set<string>()
        while (found?.raw && !seen.has(found.fingerprint256)) {
          seen.add(found.fingerprint256)
          if (createHash('sha256').update(found.raw).digest('hex') === wanted) break
          found = found.issuerCertificate
        }
        socket.destroy()
        if (found?.raw && createHash('sha256').update(found.raw).digest('hex') === wanted)
          resolve(PemConverter.encode(new Uint8Array(found.raw).buffer, 'CERTIFICATE'))
        else reject(new Error('This is not the console that the join token is of.'))
      },
    )
    socket.on('error', reject)
  })
