import { createHash, randomUUID, webcrypto } from 'node:crypto'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { join } from 'node:path'
import 'reflect-metadata'
import { PemConverter, Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import type { ListenerLimits } from '../agents/gateway/listeners.ts'
import type { ConnectAnswer, ConnectRequest, EnrolAnswer, EnrolRequest } from '../agents/protocol/messages.ts'
import { browserHost } from '../cli/browser-host.ts'
import { atEnd, temporaryFolder } from '../database/database-fixture.ts'
import { type Core, openCore } from '../open-core.ts'

/** For tests: a console whose agents' clock can be moved, served on a socket and a port of its own. */
export const openGateway = async (
  options: {
    readonly folder?: string
    readonly socket?: string
    readonly limits?: Partial<ListenerLimits>
    /** Leaves the LAN as the settings say. */
    readonly withoutLan?: boolean
    /** With `agent-installers` in it. */
    readonly resources?: string
  } = {},
) => {
  const folder = options.folder ?? (await temporaryFolder())
  const time = { ahead: 0 }
  const core = await openCore({
    database: join(folder, 'lictor.db'),
    resources: options.resources ?? '',
    host: browserHost,
    agents: {
      socket: options.socket ?? join(folder, 'agents.sock'),
      ...(options.withoutLan ? {} : { lanPort: 0 }),
      limits: options.limits,
      now: () => Date.now() + time.ahead,
    },
    log: () => undefined,
  })
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= core.close())
  atEnd(close)
  const { socket, lan } = await core.api['agents.gateway']({})
  return { core, folder, socket, port: lan.port, time, close }
}

export const newToken = async ({ api }: Core, uses = 1, lifetime = 3_600_000): Promise<string> =>
  (await api['agents.createToken']({ uses, lifetime, note: '' })).token

export interface Answer {
  readonly status: number
  readonly body: {
    readonly code?: string
    readonly message?: string
    readonly retryAfter?: number
  } & Partial<ConnectAnswer> &
    Partial<EnrolAnswer>
}

export interface Identity {
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
}

/** For tests: one request of an agent, over the local socket (a path) or TLS (a port), on a connection of its own. */
export const ask = (
  where: string | number,
  path: string,
  body: string | Buffer | object,
  { headers = {}, identity = {} }: { readonly headers?: Record<string, string>; readonly identity?: Identity } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : `${JSON.stringify(body)}\n`
    const common = {
      method: 'POST',
      path,
      headers: { 'content-length': Buffer.byteLength(bytes), ...headers },
      agent: false as const,
    }
    const request =
      typeof where === 'string'
        ? plainRequest({ ...common, socketPath: where })
        : secureRequest({
            ...common,
            host: '127.0.0.1',
            port: where,
            minVersion: 'TLSv1.3',
            rejectUnauthorized: identity.ca !== undefined,
            ...identity,
          })
    request.on('error', reject)
    request.on('response', (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }))
      response.on('error', reject)
    })
    request.end(bytes)
  })

export const machine = (host: string): ConnectRequest['machine'] => ({
  host,
  domain: '',
  addresses: ['192.0.2.7'],
  system: 'linux',
  release: '6.1',
  architecture: 'x64',
  fingerprint: createHash('sha256').update(host).digest('hex'),
})

export const enrolBody = (token: string, change: Partial<EnrolRequest> = {}): EnrolRequest => ({
  protocol: 1,
  token,
  agent: randomUUID(),
  version: '1.0.0',
  machine: machine('ws1'),
  ...change,
})

/** What an agent says each time, with nothing to send. */
export const connectBody = (agent: string, change: Partial<ConnectRequest> = {}): ConnectRequest => ({
  protocol: 1,
  agent,
  version: '1.0.0',
  instance: 'first-start',
  time: Date.now(),
  monotonic: 1000,
  started: Date.now() - 1000,
  machine: machine('ws1'),
  interval: 30,
  isOwnInterval: false,
  configuration: '',
  spool: { epoch: 'epoch-0001', oldestKept: 1, waiting: 0, bytes: 0, quota: 1e8, dropped: {} },
  issues: [],
  servers: [],
  applications: [],
  ...change,
})

/** A batch as it is sent: the envelope's line, then those of the records. */
export const withRecords = (body: ConnectRequest, first: number, records: readonly object[]): string => {
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  const spool = {
    ...body.spool,
    first,
    last: first + records.length - 1,
    sha256: createHash('sha256').update(lines).digest('hex'),
    waiting: records.length,
  }
  return `${JSON.stringify({ ...body, spool })}\n${lines}`
}

/** For tests: an agent enrolled over the local socket, and the header by which it says who it is. */
export const enrolLocally = async (gateway: { readonly core: Core; readonly socket: string }, host = 'ws1') => {
  const body = enrolBody(await newToken(gateway.core), { machine: machine(host) })
  const { body: answer } = await ask(gateway.socket, '/v1/enrol', body)
  const secret = answer.credential?.kind === 'secret' ? answer.credential.secret : ''
  return { id: body.agent, headers: { authorization: `Lictor ${body.agent} ${secret}` } }
}

const curve = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** For tests: a key and a signing request for it, PEM. */
export const signingRequest = async (name: string) => {
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const made = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: curve,
  })
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { key, request: made.toString('pem') }
}

/** For tests: an agent enrolled over TLS, with what it identifies itself with. */
export const enrolOverTls = async (gateway: { readonly core: Core; readonly port: number }, host = 'ws1') => {
  const body = enrolBody(await newToken(gateway.core), { machine: machine(host) })
  const { key, request } = await signingRequest(body.agent)
  const { body: answer } = await ask(gateway.port, '/v1/enrol', { ...body, request })
  if (answer.credential?.kind !== 'certificate') throw new Error(answer.message)
  const { certificate, authority } = answer.credential
  return { id: body.agent, identity: { key, cert: certificate, ca: authority } }
}
