import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { createConnection, isIP, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { refusal } from '../../core/agents/protocol/messages.ts'
import { connectionReason } from './connection-reason.ts'
import { ConsoleRefusal, ConsoleUnreachable } from './console-refusal.ts'
import type { ServerAddress } from './server-address.ts'
import { withoutUnknown } from './without-unknown.ts'

/** What TLS is done with. PEM. */
export interface TlsMaterial {
  readonly authority: string
  readonly certificate?: string
  readonly key?: string
}

export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: Buffer
}

/** One socket, one question after the other. A socket that breaks is never replaced: who was proved to be there is still there. */
export interface ConsoleConnection {
  /** Of this machine, as the console sees it; empty on the local socket. */
  readonly localAddress: string
  /** The JSON of the answer. @throws ConsoleRefusal, ConsoleUnreachable */
  ask(question: Question): Promise<object>
  /**
   * The bytes of an answer, as they come; whoever reads them decides how fast. Ends early only with an error. @throws ConsoleRefusal, ConsoleUnreachable
   */
  fetch(question: Question): Promise<FetchedBytes>
  close(): void
}

export interface FetchedBytes {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: AsyncIterable<Buffer>
}

/** Milliseconds until somebody answers, and for a whole question; a half-open connection is noticed by then. */
const patience = { connect: 10_000, question: 45_000 }
const longestAnswer = 16_777_216

/** @throws ConsoleUnreachable */
export const openConnection = async (
  server: ServerAddress,
  material: TlsMaterial | undefined,
  limits: { readonly connect: number; readonly question: number } = patience,
): Promise<ConsoleConnection> => {
  const socket = await reach(server, material, limits.connect)
  const agent = new Agent({ keepAlive: true })
  let isUsed = false
  agent.createConnection = () => {
    // Called again when the socket broke: the request that wants another fails.
    if (isUsed) throw new ConsoleUnreachable(`The connection to ${server.text} was lost.`)
    isUsed = true
    return socket
  }
  return {
    localAddress: server.kind === 'tls' ? (socket.localAddress ?? '').replace(/^::ffff:/, '') : '',
    async ask(question) {
      const { status, text } = await send(agent, question, server, limits.question)
      const answer = readJson(text)
      if (status >= 200 && status < 300 && typeof answer === 'object' && answer !== null) return answer
      throw refusalOf(status, answer, server)
    },
    async fetch(question) {
      const response = await beginFetch(agent, question, server, limits.question)
      const status = response.statusCode ?? 0
      if (status !== 200 && status !== 206) throw refusalOf(status, readJson(await readText(response)), server)
      return { status, headers: response.headers, bytes: piecesOf(response, server) }
    },
    close() {
      agent.destroy()
      socket.destroy()
    },
  }
}

const refusalOf = (status: number, answer: unknown, server: ServerAddress): Error => {
  const told = withoutUnknown(refusal, answer)
  if (told.success) return new ConsoleRefusal(told.data)
  // The server's own words, before anybody of Lictor is asked.
  if (status === 408) return new ConsoleUnreachable(`${server.text} did not get the request in time.`, true)
  return new ConsoleUnreachable(`What answers at ${server.text} is no console of Lictor (status ${status}).`)
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const reach = (server: ServerAddress, material: TlsMaterial | undefined, milliseconds: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket =
      server.kind === 'local'
        ? createConnection(server.path)
        : tlsConnect({
            host: server.host,
            port: server.port,
            ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
            minVersion: 'TLSv1.3',
            ca: material?.authority,
            cert: material?.certificate,
            key: material?.key,
          })
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new ConsoleUnreachable(`Nobody answers at ${server.text} within ${milliseconds / 1000} s.`, true))
    }, milliseconds)
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(new ConsoleUnreachable(connectionReason(error, server)))
    })
    socket.once(server.kind === 'local' ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      // Between two questions nobody else listens.
      socket.on('error', () => socket.destroy())
      socket.setKeepAlive(true, 15_000)
      resolve(socket)
    })
  })

const send = (agent: Agent, { method, path, headers, body }: Question, server: ServerAddress, milliseconds: number) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const request = httpRequest(
      {
        agent,
        method,
        path,
        host: server.kind === 'tls' ? server.host : 'localhost',
        headers: { accept: 'application/json', ...headers, ...(body ? { 'content-length': body.length } : {}) },
      },
      (response) => {
        Promise.all([readText(response), closed]).then(([text]) => {
          clearTimeout(timer)
          resolve({ status: response.statusCode ?? 0, text })
        }, fail)
      },
    )
    // Then the socket is free for the next question, or gone.
    const closed = new Promise<void>((done) => request.once('close', () => done()))
    const fail = (error: unknown) => {
      clearTimeout(timer)
      request.destroy()
      reject(error instanceof ConsoleUnreachable ? error : new ConsoleUnreachable(connectionReason(error, server)))
    }
    const timer = setTimeout(
      () =>
        fail(new ConsoleUnreachable(`${server.text} did not answer in full within ${milliseconds / 1000} s.`, true)),
      milliseconds,
    )
    request.on('error', fail)
    request.end(body)
  })

/** An answer whose head has come. The limit holds for that, and between two pieces of what follows. */
const beginFetch = (agent: Agent, { method, path, headers }: Question, server: ServerAddress, milliseconds: number) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const host = server.kind === 'tls' ? server.host : 'localhost'
    const request = httpRequest({ agent, method, path, host, headers, timeout: milliseconds }, resolve)
    request.on('timeout', () =>
      request.destroy(new ConsoleUnreachable(`${server.text} sent nothing for ${milliseconds / 1000} s.`, true)),
    )
    request.on('error', (error) =>
      reject(error instanceof ConsoleUnreachable ? error : new ConsoleUnreachable(connectionReason(error, server))),
    )
    request.end()
  })

const piecesOf = async function* (response: IncomingMessage, server: ServerAddress): AsyncGenerator<Buffer> {
  try {
    yield* response as AsyncIterable<Buffer>
  } catch (error) {
    throw error instanceof ConsoleUnreachable ? error : new ConsoleUnreachable(connectionReason(error as Error, server))
  }
}

const readText = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > longestAnswer) throw new Error(`the answer is longer than ${longestAnswer / 1_048_576} MB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
