import { createHash, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { connect, type DetailedPeerCertificate } from 'node:tls'
import { connectionReason } from './connection-reason.ts'
import { ConsoleUnreachable } from './console-refusal.ts'
import type { ServerAddress } from './server-address.ts'

const patience = 10_000

/**
 * The authority of the console, PEM, taken from what the server shows: the one whose SHA-256 the join token names. Nothing is sent; who
 * connects next trusts it alone. @throws ConsoleUnreachable when nobody answers, or the server shows another
 */
export const fetchAuthority = (server: ServerAddress & { readonly kind: 'tls' }, sha256: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({
      host: server.host,
      port: server.port,
      ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
      minVersion: 'TLSv1.3',
      // Who this is, is judged by the hash alone, below.
      rejectUnauthorized: false,
    })
    const fail = (message: string) => {
      clearTimeout(timer)
      socket.destroy()
      reject(new ConsoleUnreachable(message))
    }
    const timer = setTimeout(() => fail(`Nobody answers at ${server.text} within ${patience / 1000} s.`), patience)
    socket.on('error', (error) => fail(connectionReason(error, server)))
    socket.once('secureConnect', () => {
      const found = chainOf(socket.getPeerCertificate(true)).find(
        (raw) => createHash('sha256').update(raw).digest('hex') === sha256,
      )
      if (found === undefined)
        return fail(
          `What answers at ${server.text} is not the console that made the join token. Nothing was sent. Make the token there, or check the address.`,
        )
      clearTimeout(timer)
      socket.destroy()
      resolve(new X509Certificate(found).toString())
    })
  })

const chainOf = (certificate: DetailedPeerCertificate): Buffer[] => {
  const chain: Buffer[] = []
  const seen = new Set<string>()
  let next: DetailedPeerCertificate | undefined = certificate
  // A self-signed certificate names itself as its issuer.
  while (next?.raw !== undefined && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256)
    chain.push(next.raw)
    next = next.issuerCertificate
  }
  return chain
}
