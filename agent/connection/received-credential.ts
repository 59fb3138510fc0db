import { createHash, X509Certificate } from 'node:crypto'
import type { Credential } from '../../core/agents/protocol/messages.ts'
import { AgentProblem } from '../agent-problem.ts'
import type { StoredCredential } from '../enrolment.ts'

/** Hex SHA-256 of an authority's certificate, which is given as PEM. */
export const authorityHash = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')

/** What is kept of a credential as the console gave it. @throws AgentProblem when it is of another kind or authority than was asked for */
export const toStore = (credential: Credential, key: string | undefined, authority: string): StoredCredential => {
  if (credential.kind === 'secret' && key === undefined) return credential
  if (credential.kind === 'certificate' && key !== undefined) {
    const certificate = new X509Certificate(credential.certificate)
    const issuer = new X509Certificate(credential.authority)
    if (authorityHash(credential.authority) === authority && certificate.verify(issuer.publicKey))
      return {
        kind: 'certificate',
        key,
        certificate: credential.certificate,
        authority: credential.authority,
        notBefore: Date.parse(certificate.validFrom),
        notAfter: credential.notAfter,
      }
  }
  throw new AgentProblem(
    'The console gave a credential that this agent cannot use. Nothing was kept. Enrol it again with a new join token.',
  )
}
