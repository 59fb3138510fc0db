import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { gzipSync } from 'node:zlib'
import type { ConnectAnswer, ConnectRequest, Refusal } from '../../core/agents/protocol/messages.ts'

/** What an agent identifies itself with. All but the secret is PEM. */
export type AgentKey =
  | { readonly kind: 'secret'; readonly secret: string }
  | {
      readonly kind: 'certificate'
      readonly certificate: string
      readonly authority: string
      readonly privateKey: string
    }

/** What goes over the wire of one agent: a connection is opened when it is needed, and kept for what follows at once. */
export interface Wire {
  connect(envelope: ConnectRequest, records: Buffer): Promise<ConnectAnswer>
  close(): void
}

const longestAnswer = 60_000

export const openWire = (server: string, id: string, key: AgentKey): Wire => {
  const isLocal = !server.startsWith('https:')
  const agent = isLocal
    ? new HttpAgent({ keepAlive: true, maxSockets: 1, timeout: 5000 })
    : new HttpsAgent({
        keepAlive: true,
        maxSockets: 1,
        timeout: 5000,
        minVersion: 'TLSv1.3',
        // Each round shows its certificate anew, as real agents do.
        maxCachedSessions: 0,
        ...(key.kind === 'certificate' ? { ca: key.authority, cert: key.certificate, key: key.privateKey } : {}),
      })
  const secret: { readonly [name: string]: string } =
    key.kind === 'secret' ? { authorization: `Lictor ${id} ${key.secret}` } : {}

  return {
    async connect(envelope, records) {
      const body = Buffer.concat([Buffer.from(`${JSON.stringify(envelope)}\n`), records])
      const isLarge = body.length > 1024
      return (await post(server, '/v1/connect', isLarge ? gzipSync(body, { level: 1 }) : body, {
        agent,
        headers: {
          'content-type': 'application/x-ndjson',
          ...(isLarge ? { 'content-encoding': 'gzip' } : {}),
          ...secret,
        },
      })) as ConnectAnswer
    },
    close: () => agent.destroy(),
  }
}

export interface PostOptions {
  readonly agent?: HttpAgent | HttpsAgent
  readonly headers?: { readonly [name: string]: string }
  readonly ca?: string
}

/** Posts to a socket's path or an address, and reads the answer's JSON. @throws Error named `Refused` for a refusal */
export const post = (server: string, path: string, body: Buffer, options: PostOptions = {}): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const headers = { ...options.headers, 'content-length': String(body.length) }
    const take = (response: IncomingMessage): void => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) return resolve(JSON.parse(text))
        const refusal = readRefusal(text)
        reject(
          Object.assign(new Error(`${response.statusCode}: ${refusal?.message ?? text}`), {
            name: 'Refused',
            status: response.statusCode,
            refusal,
          }),
        )
      })
    }
    const common = {
      method: 'POST',
      headers,
      timeout: longestAnswer,
      ...(options.agent ? { agent: options.agent } : {}),
    }
    const isLocal = !server.startsWith('https:')
    const request: ClientRequest = isLocal
      ? httpRequest({ socketPath: server, path, ...common }, take)
      : httpsRequest(
          new URL(path, server),
          { ...common, ...(options.ca ? { ca: options.ca, minVersion: 'TLSv1.3' } : {}) },
          take,
        )
    request.on('timeout', () => request.destroy(new Error('The console did not answer in time.')))
    request.on('error', reject)
    request.end(body)
  })

const readRefusal = (text: string): Refusal | undefined => {
  try {
    return JSON.parse(text) as Refusal
  } catch {
    return undefined
  }
}
