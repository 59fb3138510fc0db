import { chmod, lstat, rm, stat } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createConnection, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { ConsoleError } from '../../contract/errors.ts'
import { createRateLimit } from '../rate-limit.ts'

export interface Listener {
  /** Of the LAN's; 0 of the local socket's. */
  readonly port: number
  close(): Promise<void>
}

export interface LanListener extends Listener {
  /** Shows another certificate from the next handshake on. */
  show(identity: Omit<LanOptions, 'port'>): void
}

/** Milliseconds. A client that is slower than this is cut off, and nobody else notices. */
export interface ListenerLimits {
  readonly headers: number
  readonly request: number
  readonly handshake: number
}

const usualLimits: ListenerLimits = { headers: 10_000, request: 30_000, handshake: 10_000 }
const options = ({ headers, request }: ListenerLimits) => ({
  maxHeaderSize: 8 * 1024,
  headersTimeout: headers,
  requestTimeout: request,
  keepAliveTimeout: 15_000,
  connectionsCheckingInterval: Math.min(5_000, headers),
})
/** The longest path of a Unix socket that every system takes. */
const longestPath = 103
const mostConnections = { local: 8192, lan: 4096 }
/** Of one address: whoever opens connections and says nothing leaves room for others. */
const mostOfAddress = mostConnections.lan / 2
/** Connections that wait until they are accepted, when many agents come at the same moment; the system may allow fewer. */
const backlog = 4096
/** Connections a second that begin a handshake, which costs milliseconds each. */
const newConnections = { atOnce: 2000, perSecond: 300 }

/**
 * Listens for agents of this machine; only this user, and the administrator, may connect. What a killed console left behind is replaced.
 * @throws ConsoleError `refused` or `busy`, saying why the path cannot be had
 */
export const listenLocally = async (
  path: string,
  answer: RequestListener,
  limits: Partial<ListenerLimits> = {},
): Promise<Listener> => {
  const isPipe = process.platform === 'win32'
  if (!isPipe && Buffer.byteLength(path) > longestPath)
    throw new ConsoleError(
      'refused',
      `Agents of this machine cannot connect: the path ${path} is too long for a socket. Choose one of at most ${longestPath} bytes with --agent-socket.`,
    )
  const server = createServer(options({ ...usualLimits, ...limits }), answer)
  server.maxConnections = mostConnections.local
  try {
    await listenAt(server, path, isPipe)
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE' || !(await isLeftOver(path))) throw await cannotListen(path, error)
    await rm(path, { force: true })
    await listenAt(server, path, isPipe).catch(async (reason: unknown) => {
      throw await cannotListen(path, reason)
    })
  }
  if (!isPipe) await chmod(path, 0o600)
  return listener(server, 0)
}

export interface LanOptions {
  /** 0: any free one. */
  readonly port: number
  /** PEM: the server's own, then the authority. */
  readonly certificate: string
  readonly key: string
  readonly authority: string
}

/**
 * Listens on all interfaces, TLS 1.3 only. A certificate is asked for, not required: enrolling needs none, and who lacks a good one hears why.
 * @throws ConsoleError `refused` when the port cannot be had
 */
export const listenOnLan = async (
  { port, certificate, key, authority }: LanOptions,
  answer: RequestListener,
  limits: Partial<ListenerLimits> = {},
): Promise<LanListener> => {
  const all = { ...usualLimits, ...limits }
  const server = createSecureServer(
    {
      ...options(all),
      minVersion: 'TLSv1.3',
      ...shown({ certificate, key, authority }),
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: all.handshake,
    },
    answer,
  )
  server.maxConnections = mostConnections.lan
  const perAddress = createRateLimit(newConnections.atOnce, newConnections.perSecond)
  const ofAddress = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    socket.setKeepAlive(true, 30_000)
    const address = socket.remoteAddress ?? ''
    const others = ofAddress.get(address) ?? 0
    if (others >= mostOfAddress || perAddress.take(address, Date.now()) > 0) {
      socket.destroy()
      return
    }
    ofAddress.set(address, others + 1)
    socket.once('close', () => {
      const left = (ofAddress.get(address) ?? 1) - 1
      if (left > 0) ofAddress.set(address, left)
      else ofAddress.delete(address)
    })
  })
  // Whoever cannot even shake hands is cut off; there is nobody to tell it to.
  server.on('tlsClientError', (_, socket) => socket.destroy())
  try {
    await listening(server, () => server.listen({ port, backlog, exclusive: true }))
  } catch (error) {
    const code = errorCode(error)
    throw new ConsoleError(
      'refused',
      code === 'EADDRINUSE'
        ? `Port ${port} is in use. Nothing was changed. Choose another one, or close the program that uses it.`
        : `Port ${port} could not be opened (${code}). Nothing was changed. Choose another one.`,
      code,
    )
  }
  return {
    ...listener(server, (server.address() as AddressInfo).port),
    show: (identity) => server.setSecureContext({ ...shown(identity), minVersion: 'TLSv1.3' }),
  }
}

/** With the authority in the chain an agent that enrols finds the one whose hash its token has. */
const shown = ({ certificate, key, authority }: Omit<LanOptions, 'port'>) => ({
  cert: `${certificate.trimEnd()}\n${authority.trimEnd()}\n`,
  key,
  ca: authority,
})

const listener = (server: Server, port: number): Listener => ({
  port,
  close: () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      // What is being answered may end; a slow one is not waited for.
      setTimeout(() => server.closeAllConnections(), 500).unref()
    }),
})

const listening = (server: Server, listen: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => {
      server.off('error', reject)
      resolve()
    })
    listen()
  })

const listenAt = (server: Server, path: string, isPipe: boolean): Promise<void> =>
  listening(server, () => {
    if (isPipe) {
      server.listen(path)
      return
    }
    // The file is made before `listen` returns; with this mask nobody else can connect, not even for a moment.
    const mask = process.umask(0o177)
    try {
      server.listen({ path, backlog })
    } finally {
      process.umask(mask)
    }
  })

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined

const cannotListen = async (path: string, error: unknown): Promise<ConsoleError> => {
  const code = errorCode(error)
  if (code === 'EADDRINUSE')
    return new ConsoleError(
      'busy',
      `Agents of this machine cannot connect: another program listens at ${path}. Close it, or choose another path with --agent-socket.`,
      code,
    )
  // A missing folder is told as a lack of rights.
  const hasFolder = await stat(dirname(path)).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const why = hasFolder ? code : `there is no folder ${dirname(path)}`
  return new ConsoleError(
    'refused',
    `Agents of this machine cannot connect: ${path} could not be opened (${why}). Choose another path with --agent-socket.`,
    code,
  )
}

/** Whether `path` is a socket behind which nobody listens any more. */
const isLeftOver = async (path: string): Promise<boolean> => {
  if (process.platform === 'win32') return false
  const found = await lstat(path).catch(() => undefined)
  if (!found?.isSocket()) return false
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', (error) => resolve(errorCode(error) === 'ECONNREFUSED'))
  })
}
