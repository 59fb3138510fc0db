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
import { createRateLimit } from '../rate-limit.ts'
import { createBudget } from './budget.ts'
import { GatewayRefusal } from './gateway-refusal.ts'
import { decompress, readBody, readJson, splitEnvelope } from './request-body.ts'
import { createArtifacts } from './serve-artifact.ts'
import {
  type Caller,
  type ConnectionContext,
  checkVersion,
  refuseVersion,
  serveConnection,
} from './serve-connection.ts'

export interface RoutesContext extends ConnectionContext {
  readonly enrolment: Enrolment
  readonly authority: Authority
  readonly events: EventLog
}

const smallBody = 32_768
/** Bodies that are decompressed at the same time, and bytes of them that wait for a commit together. */
const mostDecompressed = 8
const mostBytes = 67_108_864
/** Requests of one agent that wait for each other, and those whose bodies are read meanwhile: a line that was cut leaves some half sent. */
const mostOfAgent = 2
const mostReading = 4

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
  /** Of whoever has shown no credential that counts: many agents may come from one address, and are limited each for itself. */
  const perAddress = createRateLimit(2000, 500)
  const perAgent = createRateLimit(200, 50)
  const enrolments = createRateLimit(1000, 10)
  /** Each leaves a row behind. */
  const renewals = createRateLimit(10, 1 / 600)
  const places = createBudget(mostDecompressed)
  const memory = createBudget(mostBytes)
  const busy = new Map<string, { count: number; last: Promise<unknown> }>()
  const reading = new Map<string, number>()
  const artifacts = createArtifacts(context.updates, log)

  const limited = (limit: ReturnType<typeof createRateLimit>, name: string): void => {
    const wait = limit.take(name, now())
    if (wait > 0) throw new GatewayRefusal('busy', 'Too many requests. Ask again later.', wait)
  }

  /** All of this machine share one name; only this user's programs reach the socket. */
  const limitedAsStranger = (request: IncomingMessage): void => {
    if (channel === 'tls') limited(perAddress, addressOf(request))
  }

  /** Whose credential this is. @throws GatewayRefusal with the reason, which the console shows too where it knows the agent */
  const identify = async (request: IncomingMessage): Promise<Caller> => {
    const ip = addressOf(request)
    const shown = channel === 'tls' ? shownCertificate(request) : shownSecret(request)
    const state = shown && credentials.check(shown.key, channel === 'tls' ? 'certificate' : 'secret', now())
    if (shown && state?.state === 'valid' && (shown.agent === undefined || shown.agent === state.agent)) {
      limited(perAgent, state.agent)
      return { agent: state.agent, channel, ip, key: shown.key, notAfter: state.notAfter }
    }
    limitedAsStranger(request)
    if (!state) throw new GatewayRefusal('credential', whatToShow[channel])
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

  /** As it was sent. Many at once would fill the memory: an agent has few requests under way. */
  const bodyOf = async (agent: string, request: IncomingMessage): Promise<Buffer> => {
    const others = reading.get(agent) ?? 0
    if (others >= mostReading) throw new GatewayRefusal('busy', 'Earlier requests are still being sent.', 1)
    reading.set(agent, others + 1)
    try {
      return await readBody(request)
    } finally {
      const left = (reading.get(agent) ?? 1) - 1
      if (left > 0) reading.set(agent, left)
      else reading.delete(agent)
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

  /** An agent that nobody understands would else only be offline. @throws the same error */
  const tellRefused = async (caller: Caller, error: unknown): Promise<never> => {
    if (error instanceof GatewayRefusal && error.code === 'invalid' && context.fleet.get(caller.agent))
      await context.troubles.refused(caller.agent, 'request-refused', `${error.message} From ${caller.ip}.`)
    throw error
  }

  const app = new Hono<{ Bindings: HttpBindings }>()
  app.get('/v1/hello', (c) => {
    limitedAsStranger(c.env.incoming)
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
    // Nobody has shown yet that they are this agent: nothing is noted of it.
    refuseVersion(context, parse(introduction, body))
    return c.json(await enrolment.enrol(parse(enrolRequest, body), channel, addressOf(c.env.incoming)))
  })
  app.post('/v1/connect', async (c) => {
    const { incoming } = c.env
    const caller = await identify(incoming)
    const sent = await bodyOf(caller.agent, incoming)
    const encoding = incoming.headers['content-encoding']
    const answer = inTurn(caller.agent, () => withBody(sent, encoding, (body) => answerConnection(caller, body)))
    return c.json(await answer.catch((error) => tellRefused(caller, error)))
  })
  app.post('/v1/renew', async (c) => {
    const caller = await identify(c.env.incoming)
    limited(renewals, caller.agent)
    const { request } = parse(renewRequest, readJson((await readBody(c.env.incoming, smallBody)).toString()))
    const signed = channel === 'tls' ? await authority.sign(request, caller.agent, now()) : undefined
    if (!signed)
      throw new GatewayRefusal('invalid', 'Over TLS a certificate is renewed, by a signing request of a P-256 key.')
    const { key, notAfter, certificate } = signed
    const isRenewed = await credentials.renew(
      { key, agent: caller.agent, kind: 'certificate', issued_at: now(), not_after: notAfter },
      caller.key,
    )
    if (!isRenewed)
      throw new GatewayRefusal('credential', 'This certificate was revoked meanwhile. Enrol the agent again.')
    const answer: RenewAnswer = {
      credential: { kind: 'certificate', certificate, authority: await authority.certificate(), notAfter },
    }
    return c.json(answer)
  })
  app.get('/v1/artifacts/:sha256', async (c) => {
    const caller = await identify(c.env.incoming)
    // It would cut the agent's own download, which goes on elsewhere.
    if (c.req.method !== 'GET') throw new GatewayRefusal('invalid', 'Files are fetched with GET.')
    return artifacts({
      agent: caller.agent,
      sha256: c.req.param('sha256'),
      range: c.req.header('range'),
      cut: () => c.env.outgoing.destroy(),
    })
  })
  app.notFound((c) => {
    limitedAsStranger(c.env.incoming)
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
