import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { ConsoleError } from '../contract/errors.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { FileOffers } from './file-offers.ts'
import { openBuiltFiles, type Theme } from './web-files.ts'
import { whyRefused } from './web-guard.ts'
import { securityHeaders } from './web-policy.ts'
import { createWebRoutes, type ExportFile } from './web-routes.ts'
import { createSessions } from './web-sessions.ts'
import { serveWebSocket } from './web-socket.ts'

export interface WebHostOptions {
  readonly dispatcher: Dispatcher
  /** Folder of the built renderer; while it is missing, the page says how to build it. */
  readonly files: string
  /** 0 or left out: any free port. */
  readonly port?: number
  readonly fileOffers: FileOffers
  readonly exportFile: (id: string) => ExportFile | undefined
  /** The chosen theme, for the first paint; `system` unless told. */
  readonly theme?: () => Promise<Theme>
  readonly log: (error: unknown, where: string) => void
  readonly limits?: Partial<WebLimits>
}

/** Milliseconds. */
export interface WebLimits {
  readonly headers: number
  readonly request: number
  readonly ping: number
  readonly dead: number
}

export interface WebHost {
  /** Opens the console once, within 60 seconds. */
  readonly url: string
  readonly port: number
  /** A further address of that kind, valid for so many seconds (60 unless told). */
  mintUrl(seconds?: number): string
  close(): Promise<void>
}

const usualLimits: WebLimits = { headers: 10_000, request: 300_000, ping: 20_000, dead: 45_000 }
const address = '127.0.0.1'
const tokenSeconds = 60

/**
 * Serves the console to a browser of this machine and to nobody else. Bound to the loopback address only; throws `busy` when the port is taken.
 * The rules are those of the decision on the browser host: exact `Host` and `Origin`, a one-time token in the address's fragment, a strict cookie.
 */
export const serveWeb = async (options: WebHostOptions): Promise<WebHost> => {
  const limits = { ...usualLimits, ...options.limits }
  const sessions = createSessions()
  const files = await openBuiltFiles(options.files)
  const routes = createWebRoutes({ theme: async () => 'system', ...options, sessions, files })
  const answer = getRequestListener(routes.fetch, { overrideGlobalObjects: false })

  const server = createServer({
    maxHeaderSize: 8 * 1024,
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: Math.min(5_000, limits.headers),
  })
  server.maxConnections = 128
  const port = await listen(server, options.port ?? 0)
  server.on('request', guarded(port, answer))
  const stopSocket = serveWebSocket({
    server,
    port,
    sessions,
    dispatcher: options.dispatcher,
    ping: limits.ping,
    dead: limits.dead,
  })

  const mintUrl = (seconds = tokenSeconds): string => `http://${address}:${port}/#t=${sessions.mintToken(seconds)}`
  return {
    url: mintUrl(),
    port,
    mintUrl,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      stopSocket()
      sessions.endAll()
      server.closeAllConnections()
      await closed
    },
  }
}

const guarded =
  (port: number, answer: RequestListener): RequestListener =>
  (request, response) => {
    const refusal = whyRefused(request, port)
    if (!refusal) return answer(request, response)
    response.writeHead(refusal.status, {
      ...securityHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      Connection: 'close',
    })
    response.end(`${refusal.reason}\n`)
  }

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new ConsoleError('busy', `Port ${port} is in use. Choose another one, or close the program that uses it.`)
          : error,
      ),
    )
    server.listen({ host: address, port, exclusive: true }, () => resolve((server.address() as AddressInfo).port))
  })
