import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConsoleError } from '../contract/errors.ts'
import { serveCommandSocket } from '../host/command-socket.ts'
import { createDispatcher } from '../host/dispatcher.ts'
import { createFileOffers } from '../host/file-offers.ts'
import { serveWeb } from '../host/web-host.ts'
import { type Core, openCore } from '../open-core.ts'
import { browserHost } from './browser-host.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'
import { bundledResources } from './resources-folder.ts'

export interface ServeOptions {
  readonly db: string
  readonly port?: string
  readonly agentSocket?: string
  readonly agentPort?: string
  readonly open: boolean
}

/** Serves the console to a browser of this machine until it is stopped by a signal. */
export const serveCommand = async (
  { db, port, agentSocket, agentPort, open }: ServeOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const wanted = portNumber('--port', port) ?? 0
  const lanPort = portNumber('--agent-port', agentPort)
  mkdirSync(dirname(resolve(db)), { recursive: true })
  if (!existsSync(db) || statSync(db).size === 0) say(io, `Created the database ${resolve(db)}.`)
  const log = (error: unknown, where: string) =>
    say(
      io,
      error === undefined
        ? where
        : `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  const offered: { files?: Awaited<ReturnType<typeof createFileOffers>> } = {}
  const core = await openCore({
    database: db,
    resources: bundledResources(),
    host: browserHost,
    fileOffers: {
      resolve: (id) => offered.files?.resolve(id),
      release: async (id) => offered.files?.release(id),
    },
    watches: true,
    agents: {
      ...(agentSocket === undefined ? {} : { socket: resolve(agentSocket) }),
      ...(lanPort === undefined ? {} : { lanPort }),
    },
    log,
  })
  const { problem, lan } = await core.api['agents.gateway']({})
  const asked = [agentSocket === undefined ? '' : problem, agentPort === undefined ? '' : lan.problem].find(Boolean)
  if (asked) {
    await core.close()
    throw new ConsoleError('refused', asked)
  }
  // Only who writes the database may tidy up its uploads.
  const fileOffers = await createFileOffers(`${resolve(db)}.uploads`)
  offered.files = fileOffers
  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log })
  const commands = await serveCommandSocket(core.socket, (connection) => dispatcher.connect(connection), core.lock)
  const web = await serveWeb({
    dispatcher,
    files: fileURLToPath(new URL('../../out/renderer', import.meta.url)),
    ...(wanted > 0 ? { port: wanted } : {}),
    fileOffers,
    exportFile: core.exportFile,
    theme: async () => (await core.api['settings.read']({})).theme,
    log,
  })
  const url = web.mintUrl(600)
  await write(io, `${url}\n`)
  say(io, 'The console is served on this machine only. The address above opens it once; press Ctrl+C to stop.')
  await sayWhereAgentsConnect(core, io)
  if (open) openInBrowser(web.mintUrl(120))
  await stopped()
  await web.close()
  await commands.close()
  dispatcher.close()
  await fileOffers.close()
  await core.close()
  return ExitStatus.well
}

/** @throws ConsoleError `invalid` */
const portNumber = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const port = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new ConsoleError('invalid', `${option} ${text} is not a port number.`)
  return port
}

const sayWhereAgentsConnect = async ({ api }: Pick<Core, 'api'>, io: ConsoleIo): Promise<void> => {
  const { socket, problem, lan } = await api['agents.gateway']({})
  say(io, problem || `Agents of this machine connect to ${socket}`)
  if (lan.enabled) say(io, lan.problem || `Agents of other machines connect to ${lan.address}`)
}

const stopped = (): Promise<void> =>
  new Promise((done) => {
    // A pending signal listener alone does not keep the process alive; the servers do.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })

/** An app window of an installed Chromium, else the default browser; the address is printed in any case. */
const openInBrowser = (url: string): void => {
  const candidates =
    process.platform === 'win32'
      ? [{ command: 'cmd', args: ['/c', 'start', '', url] }]
      : process.platform === 'darwin'
        ? [{ command: 'open', args: [url] }]
        : [
            ...['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser', '/usr/bin/microsoft-edge']
              .filter(
                (path) =>
                  existsSync(path) && process.getuid?.() !== 0 && (process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
              )
              .map((command) => ({ command, args: [`--app=${url}`] })),
            { command: 'xdg-open', args: [url] },
          ]
  const [first] = candidates
  if (!first) return
  const child = spawn(first.command, first.args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
