import { createHash, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { readAuthority, storeAuthority } from '../../database/agent-credential-table.ts'
import type { Database } from '../../database/connection.ts'
import { certificateDays } from '../protocol/limits.ts'

/** The console's own certificate authority; made when it is needed for the first time. */
export interface Authority {
  /** PEM. */
  certificate(): Promise<string>
  /** Hex SHA-256 of the certificate's DER form: part of every join token. */
  hash(): Promise<string>
  /** @returns undefined for a request that is no proper one; `key` is the hex SHA-256 of the certificate's DER form */
  sign(
    request: string,
    agent: string,
    now: number,
  ): Promise<{ readonly certificate: string; readonly key: string; readonly notAfter: number } | undefined>
  /** Key and certificate of the server, made anew when it has to stand for other names. PEM. */
  server(names: readonly string[]): Promise<{ readonly key: string; readonly certificate: string }>
}

const dayMilliseconds = 86_400_000

export const openAuthority = (database: Database, consoleName: string): Authority => {
  type Pair = { readonly key: string; readonly certificate: string }
  let own: Promise<Pair> | undefined

  const readOrMake = async (): Promise<Pair> => {
    const stored = await readAuthority(database, 'authority')
    if (stored) return stored
    const { makeAuthority } = await import('./certificates.ts')
    const made = await makeAuthority(`Lictor on ${consoleName}`)
    await database.transaction((tx) => storeAuthority(tx, 'authority', { ...made, not_after: made.notAfter }))
    return made
  }
  const authority = (): Promise<Pair> => {
    own ??= readOrMake().catch((error: unknown) => {
      own = undefined
      throw error
    })
    return own
  }

  return {
    certificate: async () => (await authority()).certificate,
    hash: async () =>
      createHash('sha256')
        .update(new X509Certificate((await authority()).certificate).raw)
        .digest('hex'),
    async sign(request, agent, now) {
      const { signAgentCertificate } = await import('./certificates.ts')
      // Certificates count whole seconds.
      const from = new Date(Math.floor(now / 1000) * 1000 - dayMilliseconds)
      const to = new Date(from.getTime() + dayMilliseconds * (certificateDays + 1))
      const signed = await signAgentCertificate(await authority(), request, agent, { from, to })
      if (!signed) return undefined
      const key = createHash('sha256').update(signed.der).digest('hex')
      return { certificate: signed.certificate, key, notAfter: to.getTime() }
    },
    async server(names) {
      const stored = await readAuthority(database, 'server')
      const { certificate } = await authority()
      if (stored && standsFor(stored.certificate, certificate, names)) return stored
      const { makeServerCertificate } = await import('./certificates.ts')
      const made = await makeServerCertificate(await authority(), names)
      await database.transaction((tx) => storeAuthority(tx, 'server', { ...made, not_after: made.notAfter }))
      return made
    },
  }
}

/** Whether a certificate is of this authority and names all of these. */
const standsFor = (server: string, authority: string, names: readonly string[]): boolean => {
  const certificate = new X509Certificate(server)
  return (
    certificate.verify(new X509Certificate(authority).publicKey) &&
    names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined)
  )
}
