import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Dispatcher } from './dispatcher.ts'
import { type Refusal, whyRefused } from './web-guard.ts'
import type { Session, Sessions } from './web-sessions.ts'

export const subprotocol = 'lc.v1'

export interface WebSocketOptions {
  readonly server: Server
  readonly port: number
  readonly sessions: Sessions
  readonly dispatcher: Dispatcher
  /** Milliseconds between two pings, and after which a socket that says nothing is dead. */
  readonly ping: number
  readonly dead: number
}

const mostSockets = 4
/** Bytes of one frame from the page; files go by `POST /files`. */
const longestFrame = 1024 * 1024

/** Serves the dispatcher at `/socket`. Everything is checked before the handshake; returns how to stop. */
export const serveWebSocket = ({ server, port, sessions, dispatcher, ping, dead }: WebSocketOptions): (() => void) => {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestFrame,
    perMessageDeflate: false,
    handleProtocols: () => subprotocol,
  })

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const session = sessions.find(request.headers.cookie)
    const refusal = whyRefused(request, port, true) ?? whyNoSocket(request, session)
    if (refusal || !session) return refuse(stream, refusal ?? { status: 401, reason: 'No session' })
    sockets.handleUpgrade(request, stream, head, (socket) => serve(socket, session))
  })

  const serve = (socket: WebSocket, session: Session): void => {
    const hangUp = (code: number, reason: string): void => {
      socket.close(code, reason)
      // A page that takes nothing does not take the closing frame either, and what waits for it is memory.
      setTimeout(() => socket.terminate(), 2000).unref()
    }
    session.sockets.add(hangUp)
    let heardAt = Date.now()
    const timer = setInterval(() => {
      if (Date.now() - heardAt > dead) socket.terminate()
      else socket.ping()
    }, ping)
    socket.on('pong', () => {
      heardAt = Date.now()
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(timer)
      session.sockets.delete(hangUp)
    })
    dispatcher.connect({
      send: (frame) => socket.send(JSON.stringify(frame)),
      onFrame: (listener) =>
        socket.on('message', (data: Buffer, isBinary) => {
          heardAt = Date.now()
          sessions.touch(session)
          listener(isBinary ? undefined : parse(data))
        }),
      onClosed: (listener) => socket.on('close', listener),
      bufferedBytes: () => socket.bufferedAmount,
      close: (reason) => hangUp(1013, reason),
    })
  }

  const sweeping = setInterval(() => sessions.sweep(), ping)
  return () => {
    clearInterval(sweeping)
    for (const socket of sockets.clients) {
      socket.close(1001, 'The console was closed.')
      setTimeout(() => socket.terminate(), 500).unref()
    }
    sockets.close()
  }
}

const whyNoSocket = (request: IncomingMessage, session: Session | undefined): Refusal | undefined => {
  if (request.url !== '/socket') return { status: 404, reason: 'No such path' }
  if (!session) return { status: 401, reason: 'No session' }
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  if (!offered.includes(subprotocol)) return { status: 400, reason: 'Unknown protocol' }
  return session.sockets.size >= mostSockets ? { status: 429, reason: 'Too many pages' } : undefined
}

const refuse = (stream: Duplex, { status, reason }: Refusal): void => {
  stream.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** The text of a frame as a value; what is no JSON goes on as it is, and the dispatcher answers that it is no call. */
const parse = (data: Buffer): unknown => {
  const text = data.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
