import { chmod, lstat, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Transport } from '../contract/client.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { FrameFromCore } from '../contract/frames.ts'
import type { Port } from './dispatcher.ts'
import { createLineReader } from './line-reader.ts'
import type { WriterLock } from './writer-lock.ts'

/** Bytes of one line. An answer may hold a whole report, a call only what somebody typed. */
const longestAnswer = 64 * 1024 * 1024
const longestCall = 1024 * 1024
const mostConnections = 64

export interface CommandSocket {
  readonly path: string
  close(): Promise<void>
}

/**
 * Listens for commands of this user, one JSON frame a line. A socket left over from a killed process is replaced only
 * when nobody answers there and `lock` shows that this process is the writer. Rejects with code `busy` otherwise.
 */
export const serveCommandSocket = async (
  path: string,
  onConnection: (port: Port) => void,
  lock?: WriterLock,
): Promise<CommandSocket> => {
  const connections = new Set<Socket>()
  const server = createServer((socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    onConnection(portOf(socket))
  })
  server.maxConnections = mostConnections
  try {
    await listen(server, path)
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw cannotListen(path, error)
    if (!lock || !(await isLeftOver(path))) throw cannotListen(path, error)
    await rm(path, { force: true })
    await listen(server, path).catch((reason: unknown) => {
      throw cannotListen(path, reason)
    })
  }
  return {
    path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of connections) socket.destroy()
      }),
  }
}

/**
 * Connects to the process that writes the database, waiting up to `patience` milliseconds for one that is just starting.
 * `close` ends the line; rejects with code `busy` when nobody answers.
 */
export const connectCommandSocket = async (path: string, patience = 2000): Promise<Transport & { close(): void }> => {
  const deadline = performance.now() + patience
  for (;;) {
    try {
      return transportOf(await connect(path))
    } catch (error) {
      if (performance.now() < deadline && ['ENOENT', 'ECONNREFUSED'].includes(errorCode(error) ?? '')) {
        await pause(50)
        continue
      }
      throw new ConsoleError(
        'busy',
        'Another Lictor holds the database but does not answer. Nothing was changed. Wait until it is done or close it, then try again.',
        `${path}: ${errorCode(error)}`,
      )
    }
  }
}

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined

const cannotListen = (path: string, error: unknown): ConsoleError =>
  new ConsoleError(
    'busy',
    'Commands cannot reach this Lictor: the place where it listens for them is taken. The database was not changed. Close other instances, then start again.',
    `${path}: ${errorCode(error)}`,
  )

const listen = async (server: Server, path: string): Promise<void> => {
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => {
      server.off('error', reject)
      resolve()
    })
  })
  if (process.platform === 'win32') server.listen(path)
  else {
    // The file is made before `listen` returns; with this mask nobody else can connect, not even for a moment.
    const mask = process.umask(0o177)
    try {
      server.listen(path)
    } finally {
      process.umask(mask)
    }
  }
  await listening
  if (process.platform !== 'win32') await chmod(path, 0o600)
}

const connect = (path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })

/** Whether `path` is a socket behind which nobody listens any more. */
const isLeftOver = async (path: string): Promise<boolean> => {
  if (process.platform === 'win32' || !(await lstat(path)).isSocket()) return false
  try {
    const socket = await connect(path)
    socket.destroy()
    return false
  } catch (error) {
    return errorCode(error) === 'ECONNREFUSED'
  }
}

/** The line of one command. What is no JSON, or too long, ends this line and no other. */
const portOf = (socket: Socket): Port => {
  socket.on('error', () => socket.destroy())
  return {
    send: (frame) => sendLine(socket, frame, longestAnswer),
    onFrame: (listener) => readFrames(socket, longestCall, listener, () => socket.destroy()),
    onClosed: (listener) => socket.once('close', () => listener()),
    bufferedBytes: () => socket.writableLength,
    close: () => socket.destroy(),
  }
}

const transportOf = (socket: Socket): Transport & { close(): void } => {
  let lost = 'The Lictor that holds the database ended before it answered. What it had saved is kept. Try again.'
  socket.on('error', () => socket.destroy())
  return {
    send: (frame) => sendLine(socket, frame, longestCall),
    onFrame: (listener) =>
      readFrames(
        socket,
        longestAnswer,
        (frame) => listener(frame as FrameFromCore),
        (reason) => {
          lost = `The Lictor that holds the database sent something that could not be read (${reason}). Nothing is known to be lost. Try again.`
          socket.destroy()
        },
      ),
    onClosed: (listener) => {
      if (socket.closed) queueMicrotask(() => listener(lost))
      else socket.once('close', () => listener(lost))
    },
    close: () => socket.end(),
  }
}

const sendLine = (socket: Socket, frame: unknown, longest: number): void => {
  const line = `${JSON.stringify(frame)}\n`
  const bytes = Buffer.byteLength(line)
  if (bytes > longest) {
    throw new ConsoleError(
      'refused',
      `A message of ${Math.ceil(bytes / 1e6)} MB is too long to send. Nothing was changed. Ask for less at once.`,
    )
  }
  socket.write(line)
}

const readFrames = (
  socket: Socket,
  longest: number,
  onFrame: (frame: unknown) => void,
  onGarbage: (reason: string) => void,
): void => {
  const reader = createLineReader(longest)
  // Nothing is read before somebody listens, so that no frame is lost.
  socket.on('data', (chunk: Buffer) => {
    if (socket.destroyed) return
    const lines = reader.push(chunk)
    if (lines === 'too long') return onGarbage('a line is too long')
    for (const line of lines) {
      let frame: unknown
      try {
        frame = JSON.parse(line)
      } catch {
        return onGarbage('a line is not JSON')
      }
      onFrame(frame)
    }
  })
}
