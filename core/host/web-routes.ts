import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { ConsoleError, type ErrorCode } from '../contract/errors.ts'
import type { FileOffers } from './file-offers.ts'
import type { BuiltFiles, Theme } from './web-files.ts'
import { pageMissing } from './web-page-missing.ts'
import { contentSecurityPolicy, createNonce, dataPolicy, securityHeaders } from './web-policy.ts'
import { isSameSecret, type Session, type Sessions } from './web-sessions.ts'

export interface ExportFile {
  readonly path: string
  readonly fileName: string
  readonly contentType: string
}

export interface WebRoutesOptions {
  readonly sessions: Sessions
  readonly files: BuiltFiles
  readonly fileOffers: FileOffers
  readonly exportFile: (id: string) => ExportFile | undefined
  readonly theme: () => Promise<Theme>
  readonly log: (error: unknown, where: string) => void
}

interface Environment {
  Bindings: HttpBindings
  Variables: { session: Session }
}

type Status = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 500 | 503
const statusOf: { readonly [Code in ErrorCode]: Status } = {
  'not-found': 404,
  invalid: 400,
  refused: 409,
  busy: 503,
  cancelled: 409,
  internal: 500,
}
const tokenBody = z.strictObject({ token: z.string().max(200) })
const longestBody = 4096

/** Everything the loopback host answers over HTTP. `Host`, `Origin` and method are already checked; calls go over the socket. */
export const createWebRoutes = ({
  sessions,
  files,
  fileOffers,
  exportFile,
  theme,
  log,
}: WebRoutesOptions): Hono<Environment> => {
  const app = new Hono<Environment>()

  const signedIn = createMiddleware<Environment>(async (c, next) => {
    const session = sessions.find(c.req.header('cookie'))
    if (!session) return refuse(c, 401, 'refused', 'This session is over. Open the console again with a new link.')
    c.set('session', session)
    return next()
  })
  const withCsrf = createMiddleware<Environment>(async (c, next) =>
    isSameSecret(c.req.header('x-lc-csrf'), c.var.session.csrf)
      ? next()
      : refuse(c, 403, 'refused', 'This request did not come from the console’s page.'),
  )
  const jsonOnly = createMiddleware<Environment>(async (c, next) => {
    if (!isType(c, 'application/json')) return refuse(c, 415, 'invalid', 'Only application/json is taken here.')
    const length = Number(c.req.header('content-length') ?? Number.NaN)
    return length <= longestBody ? next() : refuse(c, 413, 'invalid', 'This request is too long.')
  })

  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders)) c.header(name, value)
    if (!c.res.headers.has('content-security-policy')) c.header('Content-Security-Policy', dataPolicy)
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store')
  })

  app.get('/session', signedIn, (c) => c.json({ csrf: c.var.session.csrf }))
  app.post('/session', jsonOnly, async (c) => {
    const body = tokenBody.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return refuse(c, 400, 'invalid', 'A session is opened with a token.')
    const opened = sessions.redeem(body.data.token)
    if (!opened)
      return refuse(
        c,
        401,
        'refused',
        'This link was used before or is too old. Open the console again with a new one.',
      )
    c.header('Set-Cookie', opened.cookie)
    return c.json({ csrf: opened.session.csrf })
  })
  app.post('/session/end', signedIn, withCsrf, jsonOnly, (c) => {
    sessions.end(c.var.session)
    return c.json({})
  })

  app.post('/files', signedIn, withCsrf, async (c) => {
    if (!isType(c, 'application/octet-stream'))
      return refuse(c, 415, 'invalid', 'A file is sent as application/octet-stream.')
    const length = c.req.header('content-length')
    const sent = await fileOffers.offerUpload(
      c.env.incoming,
      c.req.query('name') ?? '',
      length === undefined ? undefined : Number(length),
    )
    return c.json(sent)
  })

  app.get('/exports/:id', signedIn, async (c) => {
    const found = exportFile(c.req.param('id'))
    const size = found && (await stat(found.path).catch(() => undefined))?.size
    if (!found || size === undefined)
      return refuse(c, 404, 'not-found', 'This export is no longer there. Export the table again.')
    c.header('Content-Type', found.contentType)
    c.header('Content-Length', String(size))
    c.header('Content-Disposition', attachment(found.fileName))
    if (c.env.incoming.method === 'HEAD') return c.body(null)
    return c.body(Readable.toWeb(createReadStream(found.path)) as ReadableStream)
  })

  const page = async (c: Context<Environment>) => {
    const nonce = createNonce()
    const html = await files.page({ nonce, theme: await theme() })
    c.header('Content-Security-Policy', contentSecurityPolicy(nonce, `ws://${c.env.incoming.headers.host}`))
    return c.html(html ?? pageMissing(nonce), html === undefined ? 503 : 200)
  }
  app.get('/', page)
  app.get('/index.html', page)
  app.get('*', async (c) => {
    // The path as it was sent: nothing is decoded, nothing is resolved.
    const found = files.find((c.env.incoming.url ?? '').split('?', 1)[0])
    if (!found) return refuse(c, 404, 'not-found', 'There is nothing at this address.')
    c.header('Cache-Control', 'no-cache')
    c.header('ETag', found.tag)
    c.header('Content-Security-Policy', contentSecurityPolicy(createNonce()))
    if (c.req.header('if-none-match') === found.tag) return c.body(null, 304)
    c.header('Content-Type', found.contentType)
    if (c.env.incoming.method === 'HEAD') return c.body(null)
    return c.body(Readable.toWeb(createReadStream(found.file)) as ReadableStream)
  })

  app.notFound((c) => refuse(c, 404, 'not-found', 'There is nothing at this address.'))
  app.onError((error, c) => {
    if (error instanceof ConsoleError) return refuse(c, statusOf[error.code], error.code, error.message)
    log(error, `${c.req.method} ${c.req.path}`)
    return refuse(
      c,
      500,
      'internal',
      'This could not be done because of a fault inside Lictor. The details are in its log.',
    )
  })
  return app
}

const refuse = (c: Context, status: Status, code: ErrorCode, message: string) => {
  // What is left of a body that nobody reads is not waited for.
  if (c.req.method === 'POST') c.header('Connection', 'close')
  return c.json({ code, message }, status)
}

const isType = (c: Context, type: string): boolean =>
  (c.req.header('content-type') ?? '').split(';', 1)[0].trim().toLowerCase() === type

/** RFC 6266: the plain name for old readers, the full one in UTF-8. */
const attachment = (fileName: string): string => {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
