import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Enrolment } from '../agents-context.ts'
import type { Authority } from '../enrolment/authority.ts'
import { sha256 } from '../enrolment/credentials.ts'
import { protocolVersion } from '../protocol/limits.ts'
import {
  type ConnectAnswer,
  connectRequest,
  enrolRequest,
  type HelloAnswer,
  type RenewAnswer,
  renewRequest,
} from '../protocol/messages.ts'
import { createBudget } from './budget.ts'
import { GatewayRefusal } from './gateway-refusal.ts'
import { createRateLimit } from './rate-limit.ts'
import { decompress, readBody, readJson, splitEnvelope } from './request-body.ts'
import { createArtifacts } from './serve-artifact.ts'
import { type Caller, type ConnectionContext, checkVersion, serveConnection } from './serve-connection.ts'

export interface RoutesContext extends ConnectionContext {
  readonly enrolment: Enrolment
  readonly authority: Authority
  readonly events: EventLog
}

const smallBody = 32_768
/** Bodies that are decompressed at the same time, bytes of them that wait for a commit together, and requests of one agent that wait for each other. */
const mostDecompressed = 8
const mostBytes = 67_108_864
const mostOfAgent = 2

/** What any version of the protocol tells first. */
const introduction = z.looseObject({
  protocol: z.number().int(),
  agent: z.uuid(),
  version: z.string().min(1).max(64),
})

/**
 * The requests of core/agents/protocol/messages.ts. Who asks is known before a body is read, each body is as small as it may be, and whatever is
 * wrong with a request stays with that request.
 */
export const createGatewayRoutes = (context: RoutesContext, channel: 'local' | 'tls') => {
  const { credentials, enrolment, authority, events, now, log } = context
  const perAddress = createRateLimit(2000, 500)
  const perAgent = createRateLimit(200, 50)
  const enrolments = createRateLimit(1000, 10)
  const places = createBudget(mostDecompressed)
  const memory = createBudget(mostBytes)
  const busy = new Map<string, { count: number; last: Promise<unknown> }>()
  const artifacts = createArtifacts(context.updates, log)

  const limited = (limit: ReturnType<typeof createRateLimit>, name: string): void => {
    const wait = limit.take(name, now())
    if (wait > 0) throw new GatewayRefusal('busy', 'Too many requests. Ask again later.', wait)
  }

  /** Whose credential this is. @throws GatewayRefusal with the reason, which the console shows too where it knows the agent */
  const identify = async (request: IncomingMessage, ip: string): Promise<Caller> => {
    const shown = channel === 'tls' ? shownCertificate(request) : shownSecret(request)
    if (!shown) throw new GatewayRefusal('credential', whatToShow[channel])
    const state = credentials.check(shown.key, channel === 'tls' ? 'certificate' : 'secret', now())
    if (state.state === 'valid' && (shown.agent === undefined || shown.agent === state.agent))
      return { agent: state.agent, channel, ip, key: shown.key, notAfter: state.notAfter }
    const what = channel === 'tls' ? 'certificate' : 'secret'
    if (state.state === 'unknown' || state.state === 'valid') {
      await events.log({
        severity: 'warning',
        kind: 'connection',
        subject: ip,
        message: `Somebody showed a ${what} that this console did not give out`,
      })
      throw new GatewayRefusal('credential', `This console did not give out this ${what}. Enrol the agent here.`)
    }
    const why = state.state === 'revoked' ? 'was revoked' : 'has expired'
    if (context.fleet.get(state.agent)) {
      await context.troubles.refused(state.agent, 'certificate-rejected', `Its ${what} ${why}. From ${ip}.`)
      // Its row tells so.
      context.fleet.change(state.agent, {})
    }
    throw new GatewayRefusal('credential', `This ${what} ${why}. Enrol the agent again with a new join token.`)
  }

  /** One after the other for an agent. */
  const inTurn = async <T>(agent: string, work: () => Promise<T>): Promise<T> => {
    const own = busy.get(agent) ?? { count: 0, last: Promise.resolve() }
    if (own.count >= mostOfAgent) throw new GatewayRefusal('busy', 'An earlier request is still being served.', 1)
    busy.set(agent, own)
    own.count++
    const result = own.last.then(work)
    own.last = result.catch(() => undefined)
    try {
      return await result
    } finally {
      own.count--
      if (own.count === 0) busy.delete(agent)
    }
  }

  /** Few bodies are decompressed at once; many wait for one commit together, as long as they are small. */
  const withBody = async <T>(
    sent: Buffer,
    encoding: string | undefined,
    work: (body: Buffer) => Promise<T>,
  ): Promise<T> => {
    const leave = await places.take(1)
    let release = (): void => undefined
    try {
      const body = await decompress(sent, encoding)
      release = await memory.take(body.length)
      leave()
      return await work(body)
    } finally {
      leave()
      release()
    }
  }
  const answerConnection = async (caller: Caller, body: Buffer): Promise<ConnectAnswer> => {
    const { envelope, records } = splitEnvelope(body)
    const json = readJson(envelope)
    const told = parse(introduction, json)
    if (told.agent !== caller.agent) {
      await context.troubles.happened(caller.agent, 'other-agent', `It named ${told.agent}. From ${caller.ip}.`, now())
      throw new GatewayRefusal('other-agent', 'A credential speaks for its own agent only. Nothing was taken.')
    }
    await checkVersion(context, caller.agent, told)
    return serveConnection(context, caller, parse(connectRequest, json), records)
  }

  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (c, next) => {
    // All of this machine share one name; only this user's programs reach the socket.
    if (channel === 'tls') limited(perAddress, addressOf(c.env.incoming))
    await next()
  })
  app.get('/v1/hello', (c) => {
    const [agent, nonce] = [c.req.header('x-lictor-agent') ?? '', c.req.header('x-lictor-nonce') ?? '']
    const isAsked = channel === 'local' && /^[0-9a-f]{32,128}$/i.test(nonce)
    const answer: HelloAnswer = {
      protocol: protocolVersion,
      console: context.consoleName,
      time: now(),
      proof: isAsked ? credentials.prove(agent, nonce) : '',
    }
    return c.json(answer)
  })
  app.post('/v1/enrol', async (c) => {
    if (channel === 'tls') limited(enrolments, addressOf(c.env.incoming))
    const body = readJson((await readBody(c.env.incoming, smallBody)).toString())
    const told = parse(introduction, body)
    await checkVersion(context, told.agent, told)
    return c.json(await enrolment.enrol(parse(enrolRequest, body), channel, addressOf(c.env.incoming)))
  })
  app.post('/v1/connect', async (c) => {
    const { incoming } = c.env
    const caller = await identify(incoming, addressOf(incoming))
    limited(perAgent, caller.agent)
    const sent = await readBody(incoming)
    const encoding = incoming.headers['content-encoding']
    const answer = await inTurn(caller.agent, () => withBody(sent, encoding, (body) => answerConnection(caller, body)))
    return c.json(answer)
  })
  app.post('/v1/renew', async (c) => {
    const caller = await identify(c.env.incoming, addressOf(c.env.incoming))
    limited(perAgent, caller.agent)
    const { request } = parse(renewRequest, readJson((await readBody(c.env.incoming, smallBody)).toString()))
    const signed = channel === 'tls' ? await authority.sign(request, caller.agent, now()) : undefined
    if (!signed)
      throw new GatewayRefusal('invalid', 'Over TLS a certificate is renewed, by a signing request of a P-256 key.')
    const { key, notAfter, certificate } = signed
    await credentials.renew(
      { key, agent: caller.agent, kind: 'certificate', issued_at: now(), not_after: notAfter },
      caller.key,
    )
    const answer: RenewAnswer = {
      credential: { kind: 'certificate', certificate, authority: await authority.certificate(), notAfter },
    }
    return c.json(answer)
  })
  app.get('/v1/artifacts/:sha256', async (c) => {
    const caller = await identify(c.env.incoming, addressOf(c.env.incoming))
    limited(perAgent, caller.agent)
    return artifacts({
      agent: caller.agent,
      sha256: c.req.param('sha256'),
      range: c.req.header('range'),
      cut: () => c.env.outgoing.destroy(),
    })
  })
  app.notFound(() => {
    throw new GatewayRefusal('invalid', 'There is no such request.')
  })
  app.onError((error, c) => {
    const refusal =
      error instanceof GatewayRefusal
        ? error
        : new GatewayRefusal('internal', 'The console could not serve this request. Its log says why.', 60)
    if (refusal !== error) log(error, `agents: ${c.req.path}`)
    if (refusal.retryAfter !== undefined) c.header('retry-after', String(Math.ceil(refusal.retryAfter)))
    // Of a body that nobody read nothing may be taken for the next request.
    if (!c.env.incoming.complete) c.header('connection', 'close')
    return c.json(refusal.body, refusal.status)
  })
  return app
}

const whatToShow = {
  tls: 'Show the certificate that this console gave the agent when it was enrolled.',
  local: 'Show who you are: `authorization: Lictor AGENT SECRET`.',
} as const

const addressOf = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? 'local').replace(/^::ffff:/, '')

/** That the agent has the certificate's key was shown in the handshake; that it is one of ours, the table says. */
const shownCertificate = (request: IncomingMessage): { readonly key: string; readonly agent?: string } | undefined => {
  const certificate = (request.socket as TLSSocket).getPeerX509Certificate()
  return certificate && { key: sha256(certificate.raw) }
}

const shownSecret = (request: IncomingMessage): { readonly key: string; readonly agent?: string } | undefined => {
  const [, agent, secret] = /^Lictor ([0-9a-f-]{36}) (\S{32,128})$/i.exec(request.headers.authorization ?? '') ?? []
  return agent === undefined || secret === undefined ? undefined : { key: sha256(secret), agent }
}

const parse = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new GatewayRefusal('invalid', `${issue?.path.join('.') || 'The request'}: ${issue?.message}.`)
}
