import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { Api } from '../contract/contract.ts'
import type { EventFrame } from '../contract/frames.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { createFileOffers } from './file-offers.ts'
import { serveWeb, type WebHost, type WebHostOptions } from './web-host.ts'

/** For tests: a web host in a folder of its own, with a small page and one export, and ways to ask it things no browser would. */
export interface WebHostFixture {
  readonly folder: string
  readonly host: WebHost
  readonly origin: string
  readonly offers: Awaited<ReturnType<typeof createFileOffers>>
  readonly made: string[]
  readonly logged: unknown[]
  readonly tell: (frame: EventFrame) => void
  readonly signIn: () => Promise<{ readonly cookie: string; readonly csrf: string }>
  readonly openSocket: (cookie: string, headers?: Record<string, string>) => Promise<WebSocket>
  readonly close: () => Promise<void>
}

export const openWebHost = async (
  options: Partial<WebHostOptions> & { readonly dispatcher?: Dispatcher } = {},
): Promise<WebHostFixture> => {
  const folder = await mkdtemp(join(tmpdir(), 'lictor-web-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await writeFile(join(folder, 'page', 'index.html'), '<html data-theme="__THEME__"><meta content="__NONCE__"></html>')
  await writeFile(join(folder, 'page', 'assets', 'main-1a2b.js'), 'export {}')
  await writeFile(join(folder, 'page', 'assets', 'main-1a2b.js.map'), '{}')
  await writeFile(join(folder, 'secret.txt'), 'secret of the folder above')
  await writeFile(join(folder, 'export.csv'), 'Time,Users\n2024-03-04,7\n')
  const made: string[] = []
  const logged: unknown[] = []
  let tell: (frame: EventFrame) => void = () => {}
  const api: Partial<Api> = {
    'imports.list': async () => {
      made.push('imports.list')
      return []
    },
    'preferences.read': async () => ({ large: 'x'.repeat(1024 * 1024) }),
  }
  const dispatcher = createDispatcher({
    api: api as Api,
    onEvent: (listener) => {
      tell = listener
      return () => {}
    },
    log: (error) => logged.push(error),
  })
  const offers = await createFileOffers(join(folder, 'uploads'))
  const host = await serveWeb({
    dispatcher,
    files: join(folder, 'page'),
    fileOffers: offers,
    exportFile: (id) =>
      id === 'e1'
        ? { path: join(folder, 'export.csv'), fileName: 'Rücklauf "1".csv', contentType: 'text/csv; charset=utf-8' }
        : undefined,
    log: (error) => logged.push(error),
    ...options,
  })
  const origin = `http://127.0.0.1:${host.port}`

  return {
    folder,
    host,
    origin,
    offers,
    made,
    logged,
    tell: (frame) => tell(frame),
    signIn: async () => {
      const answer = await postToken(origin, tokenOf(host.mintUrl()))
      const { csrf } = (await answer.json()) as { csrf: string }
      return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0], csrf }
    },
    openSocket: (cookie, headers = {}) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${host.port}/socket`, 'lc.v1', {
          headers: { Origin: origin, Cookie: cookie, ...headers },
        })
        socket.on('open', () => resolve(socket))
        socket.on('error', reject)
      }),
    close: async () => {
      dispatcher.close()
      await host.close()
      await offers.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const tokenOf = (url: string): string => new URL(url).hash.slice('#t='.length)

export const postToken = (origin: string, token: string): Promise<Response> =>
  fetch(`${origin}/session`, {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  })

/** Sends bytes as they are and gives all that comes back until the other side closes. */
export const sendRaw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')))
    socket.on('error', reject)
  })

/** One request with exactly these header lines; gives status, headers and body as text. */
export const ask = (port: number, requestLine: string, headers: readonly string[], body = ''): Promise<string> =>
  sendRaw(port, [`${requestLine} HTTP/1.1`, ...headers, 'Connection: close', '', body].join('\r\n'))
