import { createHash, createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type ConsoleConnection, openConnection } from './console-connection.ts'
import { ConsoleRefusal, ConsoleUnreachable } from './console-refusal.ts'
import { proveConsole } from './prove-console.ts'
import { readServerAddress } from './server-address.ts'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

const serve = async (server: Server | HttpServer): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'connection-'))
  const path = join(folder, 's')
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(path, resolve))
  endings.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
    rmSync(folder, { recursive: true })
  })
  return path
}
const open = async (path: string, milliseconds = 300): Promise<ConsoleConnection> => {
  const connection = await openConnection(readServerAddress(path), undefined, {
    connect: milliseconds,
    question: milliseconds,
  })
  endings.push(() => connection.close())
  return connection
}
const question = { method: 'GET', path: '/v1/hello' } as const
const closed = (socket: Socket | undefined) => new Promise((resolve) => socket?.on('close', resolve))

test('A3 a console that never answers, or drop by drop, is given up at the deadline, and nothing stays open', async () => {
  for (const drip of [false, true]) {
    let near: Socket | undefined
    const server = createServer((socket) => {
      near = socket.on('error', () => undefined).resume()
      const text = 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n'
      if (drip) for (let i = 0; i < text.length + 100; i++) setTimeout(() => socket.write(text[i] ?? ' '), i)
    })
    const connection = await open(await serve(server))
    const gone = closed(near)
    await expect(connection.ask(question)).rejects.toMatchObject({ name: 'ConsoleUnreachable', isTimeout: true })
    await gone
  }
})

test('A3 an answer that takes its time, but comes, is taken', async () => {
  const server = createHttpServer((_, response) => setTimeout(() => response.end('{"slow":true}'), 100))
  const connection = await open(await serve(server), 5_000)
  expect(await connection.ask(question)).toEqual({ slow: true })
})

test('a connection that broke is not replaced: another program may listen there by now', async () => {
  let connections = 0
  const server = createHttpServer((_, response) => response.writeHead(200, { connection: 'close' }).end('{}'))
  server.on('connection', () => connections++)
  const connection = await open(await serve(server))
  expect(await connection.ask(question)).toEqual({})
  await expect(connection.ask(question)).rejects.toBeInstanceOf(ConsoleUnreachable)
  expect(connections).toBe(1)
})

test('refusals come through with their code; what is no console of ours is said to be none', async () => {
  const answers = ['{"code":"busy","message":"Later.","retryAfter":3,"added":"later"}', '<html>']
  const server = createHttpServer((_, response) => response.writeHead(503).end(answers.shift()))
  const connection = await open(await serve(server))
  const refused = await connection.ask(question).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ConsoleRefusal)
  expect(refused).toMatchObject({ code: 'busy', retryAfter: 3 })
  await expect(connection.ask(question)).rejects.toThrow('is no console of Lictor (status 503)')
})

test('the secret is not shown to a program that took the name of the socket', async () => {
  const secret = 'a'.repeat(64)
  const hello = (prove: (nonce: string) => string): RequestListener => {
    return (request, response) => {
      expect(JSON.stringify(request.rawHeaders)).not.toContain(secret)
      const proof = prove(String(request.headers['x-lictor-nonce']))
      response.end(JSON.stringify({ protocol: 1, console: 'c', time: 1, proof }))
    }
  }
  const key = createHash('sha256').update(secret).digest()
  const right = await serve(createHttpServer(hello((nonce) => createHmac('sha256', key).update(nonce).digest('hex'))))
  await proveConsole(await open(right), 'agent', secret)
  for (const wrong of ['', 'zz', createHmac('sha256', key).update('old nonce').digest('hex')]) {
    const squatted = await serve(createHttpServer(hello(() => wrong)))
    await expect(proveConsole(await open(squatted), 'agent', secret)).rejects.toThrow('Nothing was sent')
  }
})

test('addresses: a path, or a name with its port over TLS', () => {
  expect(readServerAddress('https://licences.works:4711')).toMatchObject({ host: 'licences.works', port: 4711 })
  expect(readServerAddress('https://[2001:db8::7]:4711/')).toMatchObject({ host: '2001:db8::7', port: 4711 })
  expect(readServerAddress('\\\\.\\pipe\\lictor-1', 'win32')).toMatchObject({
    kind: 'local',
    path: '\\\\.\\pipe\\lictor-1',
  })
  for (const wrong of ['', 'http://a:1', 'https://a', 'https://a:1/path', 'https://u@a:1', `/${'x'.repeat(103)}`])
    expect(() => readServerAddress(wrong), wrong).toThrow('Nothing was changed')
})

test('a download that stands still, is cut or is refused ends with why; who reads slowly may', async () => {
  let close = false
  const server = createHttpServer((request, response) => {
    if (request.url === '/refused') {
      response.writeHead(400).end(JSON.stringify({ code: 'invalid', message: 'There is no such update.' }))
      return
    }
    response.writeHead(206, { 'content-length': 100, 'content-range': 'bytes 900-999/1000' })
    response.write(Buffer.alloc(60), () => close && setTimeout(() => response.destroy(), 20))
  })
  const path = await serve(server)
  const read = async (what: string) => {
    const connection = await open(path)
    const answer = await connection.fetch({ method: 'GET', path: what })
    expect([answer.status, answer.headers['content-range']]).toEqual([206, 'bytes 900-999/1000'])
    let size = 0
    try {
      for await (const bytes of answer.bytes) size += bytes.length
    } catch (error) {
      return [size, error]
    }
    return [size]
  }
  expect(await read('/stands')).toEqual([60, expect.any(ConsoleUnreachable)])
  close = true
  expect(await read('/cut')).toEqual([60, expect.any(ConsoleUnreachable)])
  await expect(read('/refused')).rejects.toMatchObject({ code: 'invalid', message: 'There is no such update.' })
})
