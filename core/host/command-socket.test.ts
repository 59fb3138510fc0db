import { stat, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, startProcess, temporaryFolder } from '../database/database-fixture.ts'
import { type CommandSocket, connectCommandSocket, serveCommandSocket } from './command-socket.ts'
import { createDispatcher, type Dispatcher, type Port } from './dispatcher.ts'
import { hostSuite, until } from './host-suite.ts'
import { lockSocketPath } from './lock-socket-path.ts'
import { takeWriterLock } from './writer-lock.ts'

const servers: CommandSocket[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
  await endTest()
})

const newPath = async (): Promise<string> =>
  lockSocketPath(join(await temporaryFolder(), 'lictor.db'), { XDG_RUNTIME_DIR: await temporaryFolder() })

const serve = async (
  path: string,
  onConnection: (port: Port) => void,
  lock?: Parameters<typeof serveCommandSocket>[2],
) => {
  const server = await serveCommandSocket(path, onConnection, lock)
  servers.push(server)
  return server
}

/** A port that sends back what it gets. */
const echo = (port: Port): void => port.onFrame((frame) => port.send({ id: 1, result: frame as never }))

/** A line on which a test may write any bytes. */
const openRaw = async (path: string) => {
  const socket = createConnection(path)
  let text = ''
  let closed = false
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    closed = true
  })
  await new Promise((resolve) => socket.once('connect', resolve))
  return { socket, text: () => text, closed: () => closed }
}

hostSuite(test, 'command socket', async (dispatcher: Dispatcher) => {
  const path = await newPath()
  const server = await serve(path, (port) => dispatcher.connect(port))
  const transport = await connectCommandSocket(path)
  return {
    transport,
    hangUp: () => server.close(),
    close: async () => {
      transport.close()
      await server.close()
    },
  }
})

test.skipIf(process.platform === 'win32')('only this user may connect', async () => {
  const path = await newPath()
  await serve(path, echo)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test.each([
  ['text', 'GET / HTTP/1.1\r\n\r\n'],
  ['half a frame', '{"id":1,"call":\n'],
  ['bytes that are not UTF-8', Buffer.of(0xff, 0xfe, 0x00, 0x0a)],
  ['a line of more than 1 MB', `"${'x'.repeat(1024 * 1024)}"\n`],
  ['more than 1 MB without an end', 'x'.repeat(1024 * 1024 + 1)],
])('A4: %s closes that line and no other', async (_, garbage) => {
  const path = await newPath()
  await serve(path, echo)
  const good = await openRaw(path)
  const bad = await openRaw(path)
  bad.socket.write(garbage)
  await until(bad.closed)
  good.socket.write('{"ok":true}\n')
  await until(() => good.text() === '{"id":1,"result":{"ok":true}}\n')
  good.socket.destroy()
})

test('a well-formed frame that is no call is answered, and the line stays', async () => {
  const path = await newPath()
  const dispatcher = createDispatcher({ api: {} as never, onEvent: () => () => {}, log: () => {} })
  await serve(path, (port) => dispatcher.connect(port))
  const line = await openRaw(path)
  line.socket.write('[1,2]\n{"id":3,"call":"nothing","params":{}}\n')
  await until(() => line.text().split('\n').length === 3)
  expect(line.text()).toMatch(/^\{"id":-1,"error":.*\n\{"id":3,"error":/)
  expect(line.closed()).toBe(false)
  line.socket.destroy()
})

test('an answer of many megabytes arrives whole; one beyond 64 MB, and a call beyond 1 MB, are refused where they start', async () => {
  const path = await newPath()
  const refusals: unknown[] = []
  await serve(path, (port) =>
    port.onFrame(() => {
      try {
        port.send({ id: 2, result: 'x'.repeat(65 * 1024 * 1024) })
      } catch (error) {
        refusals.push(error)
      }
      port.send({ id: 1, result: 'x'.repeat(30_000_000) })
    }),
  )
  const transport = await connectCommandSocket(path)
  const answers: { readonly result?: unknown }[] = []
  transport.onFrame((frame) => answers.push(frame as never))
  expect(() => transport.send({ id: 1, call: 'x', params: 'x'.repeat(1024 * 1024) })).toThrow('too long to send')
  transport.send({ id: 1, call: 'x', params: null })
  await until(() => answers.length > 0)
  expect((answers[0].result as string).length).toBe(30_000_000)
  expect(refusals).toMatchObject([{ code: 'refused', message: expect.stringContaining('too long to send') }])
  transport.close()
})

test('frames sent before anybody listens are not lost', async () => {
  const path = await newPath()
  await serve(path, (port) => port.send({ event: 'tasks.changed', data: { id: 7 } }))
  const transport = await connectCommandSocket(path)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const frames: unknown[] = []
  transport.onFrame((frame) => frames.push(frame))
  await until(() => frames.length === 1)
  transport.close()
})

test('whoever listens late to a line already lost is told all the same', async () => {
  const path = await newPath()
  const server = await serve(path, echo)
  const transport = await connectCommandSocket(path)
  transport.onFrame(() => {})
  await server.close()
  await new Promise((resolve) => setTimeout(resolve, 50))
  const reasons: string[] = []
  transport.onClosed((reason) => reasons.push(reason))
  await until(() => reasons.length === 1)
  expect(reasons[0]).toContain('ended before it answered')
})

test('nobody there: an error in words after a short wait', async () => {
  const path = await newPath()
  await expect(connectCommandSocket(path, 100)).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringMatching(/does not answer\. Nothing was changed\./),
  })
})

test('a command waits for a process that has the lock and is about to listen', async () => {
  const path = await newPath()
  const connecting = connectCommandSocket(path)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await serve(path, echo)
  ;(await connecting).close()
})

test('A11: a socket left by a killed process is replaced by the holder of the lock, and by nobody else', async () => {
  const path = await newPath()
  const { child, lines, ended } = startProcess(`
    import { serveCommandSocket } from '../host/command-socket.ts'
    await serveCommandSocket(${JSON.stringify(path)}, () => {})
    console.log('listening')`)
  expect((await lines.next()).value).toBe('listening')
  const database = join(await temporaryFolder(), 'lictor.db')
  const attempt = await takeWriterLock(database, path)
  if (!('lock' in attempt)) throw new Error('the lock was not free')

  await expect(serve(path, echo, attempt.lock)).rejects.toMatchObject({ code: 'busy' })
  child.kill('SIGKILL')
  await ended
  await expect(serve(path, echo)).rejects.toMatchObject({ code: 'busy' })
  await serve(path, echo, attempt.lock)
  ;(await connectCommandSocket(path)).close()
  await attempt.lock.release()
})

test('a file that is no socket is never removed', async () => {
  const path = await newPath()
  await writeFile(path, 'kept')
  const attempt = await takeWriterLock(join(await temporaryFolder(), 'lictor.db'), path)
  if (!('lock' in attempt)) throw new Error('the lock was not free')
  await expect(serve(path, echo, attempt.lock)).rejects.toMatchObject({ code: 'busy' })
  expect((await stat(path)).size).toBe(4)
  await attempt.lock.release()
})

test('a killed client is noticed and leaves the others alone', async () => {
  const path = await newPath()
  const closed: number[] = []
  let ports = 0
  await serve(path, (port) => {
    const number = ports++
    echo(port)
    port.onClosed(() => closed.push(number))
  })
  const { child, lines } = startProcess(`
    import { connectCommandSocket } from '../host/command-socket.ts'
    const transport = await connectCommandSocket(${JSON.stringify(path)})
    transport.onFrame(() => {})
    console.log('connected')`)
  await lines.next()
  const line = await openRaw(path)
  child.kill('SIGKILL')
  await until(() => closed.length === 1)
  expect(closed).toEqual([0])
  line.socket.write('1\n')
  await until(() => line.text() !== '')
  line.socket.destroy()
})
