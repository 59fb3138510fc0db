import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { JoinTokenRow } from '../../contract/agents.ts'
import { ConsoleError } from '../../contract/errors.ts'
import {
  allTokens,
  dropOldTokens,
  insertToken,
  revokeToken,
  type StoredToken,
  spendToken,
} from '../../database/agent-credential-table.ts'
import type { Database } from '../../database/connection.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Enrolment, Fleet, FleetAgent } from '../agents-context.ts'
import { untold } from '../fleet/fleet-rows.ts'
import { GatewayRefusal } from '../gateway/gateway-refusal.ts'
import { readJoinToken, writeJoinToken } from '../protocol/join-token.ts'
import type { Credential, EnrolRequest } from '../protocol/messages.ts'
import { createRateLimit } from '../rate-limit.ts'
import type { Authority } from './authority.ts'
import { type Credentials, sha256 } from './credentials.ts'

export interface EnrolmentContext {
  readonly database: Database
  readonly fleet: Fleet
  readonly credentials: Credentials
  readonly authority: Authority
  readonly events: EventLog
  readonly consoleName: string
  readonly now: () => number
  /** Where agents reach this console. */
  reach(): { readonly socket: string; readonly address: string }
  /** Whether new agents wait for an admin. */
  needsApproval(): boolean
  /** Seconds that an agent is told before it has connected. */
  interval(): number
  /** A token was turned away, or one of that machine was taken. */
  onToken(host: string, problem: string | undefined): Promise<void>
  /** An admin decided about agents: what was seen of them before no longer counts. */
  onDecision(agents: readonly string[]): void
  onChange(): void
}

/** Milliseconds for which an agent that never got the answer may ask again with the same token. */
const retryTime = 600_000
const monthMilliseconds = 2_592_000_000

/** Join tokens and what becomes of them: agents that may connect. */
export const openEnrolment = (context: EnrolmentContext): Enrolment => {
  const { database, fleet, credentials, authority, events, now } = context
  const failures = createRateLimit(10, 1 / 6)

  const asRow = (token: StoredToken): JoinTokenRow => ({
    id: token.id,
    uses: token.uses,
    usesLeft: token.uses_left,
    createdAt: token.created_at,
    expiresAt: token.expires_at,
    revokedAt: token.revoked_at,
    note: token.note,
  })

  /** @throws GatewayRefusal with code `token` and the reason */
  const checkToken = async (text: string, isRetry: boolean): Promise<StoredToken> => {
    const refuse = (why: string) =>
      new GatewayRefusal('token', `${why} Ask for a new join token: Agents › Add agent, or \`lictor agents token\`.`)
    const read = readJoinToken(text)
    if (!read) throw refuse('This is not a join token.')
    if (read.authority !== (await authority.hash())) throw refuse('This join token belongs to another console.')
    const token = (await allTokens(database)).find(({ id }) => id === read.id)
    const hash = sha256(Buffer.from(read.secret, 'hex'))
    if (!token || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash)))
      throw refuse('This console knows no such join token.')
    if (token.revoked_at > 0) throw refuse('This join token was revoked.')
    if (token.expires_at <= now())
      throw refuse(`This join token expired at ${new Date(token.expires_at).toISOString()}.`)
    if (token.uses_left <= 0 && !isRetry) throw refuse('This join token is used up.')
    return token
  }

  const newCredential = async (request: EnrolRequest, channel: 'local' | 'tls') => {
    const issued = { agent: request.agent, issued_at: now() }
    if (channel === 'local') {
      const secret = randomBytes(32).toString('base64url')
      const credential: Credential = { kind: 'secret', secret }
      return { credential, stored: { ...issued, key: sha256(secret), kind: 'secret' as const, not_after: 0 } }
    }
    const signed = request.request && (await authority.sign(request.request, request.agent, now()))
    if (!signed)
      throw new GatewayRefusal('invalid', 'Enrolling over TLS needs a certificate signing request of a P-256 key.')
    const { certificate, key, notAfter } = signed
    const credential: Credential = {
      kind: 'certificate',
      certificate,
      authority: await authority.certificate(),
      notAfter,
    }
    return { credential, stored: { ...issued, key, kind: 'certificate' as const, not_after: notAfter } }
  }

  return {
    async createToken(uses, lifetime, note) {
      const secret = randomBytes(32).toString('hex')
      const token: StoredToken = {
        id: randomBytes(6).toString('hex'),
        hash: sha256(Buffer.from(secret, 'hex')),
        uses,
        uses_left: uses,
        created_at: now(),
        expires_at: now() + lifetime,
        revoked_at: 0,
        note,
      }
      const text = writeJoinToken({ id: token.id, secret, authority: await authority.hash() })
      await database.transaction(async (tx) => {
        await dropOldTokens(tx, now() - monthMilliseconds)
        await insertToken(tx, token)
      })
      context.onChange()
      return { ...asRow(token), token: text, ...context.reach() }
    },
    tokens: async () => (await allTokens(database)).map(asRow),
    async revokeToken(id) {
      if (!(await database.transaction((tx) => revokeToken(tx, id, now()))))
        throw new ConsoleError('not-found', 'There is no such join token, or it was revoked already.')
      context.onChange()
    },
    async enrol(request, channel, ip) {
      const { agent: id, machine, version } = request
      const before = fleet.get(id)
      // It has not connected since: the answer may have been lost, and the console may have been started anew meanwhile.
      const hasCredential = credentials.hasAny(id, now())
      const isRetry =
        before !== undefined &&
        hasCredential &&
        before.fingerprint === machine.fingerprint &&
        before.lastConnection < before.enrolledAt &&
        now() - before.enrolledAt < retryTime
      let token: StoredToken
      try {
        token = await checkToken(request.token, isRetry)
      } catch (error) {
        if (!(error instanceof GatewayRefusal)) throw error
        // Guessing is slowed down before anything is written about it.
        const wait = failures.take(ip, now())
        if (wait > 0) throw new GatewayRefusal('busy', 'Too many join tokens were wrong. Try again later.', wait)
        await context.onToken(machine.host, `${error.message.split('. ')[0]}. From ${ip}.`)
        throw error
      }
      if (before && before.fingerprint !== machine.fingerprint && hasCredential)
        throw new GatewayRefusal(
          'duplicate',
          `Another machine, ${before.host}, uses this agent's id. Remove the data folder here and enrol again: it gets an id of its own.`,
        )
      const { credential, stored } = await newCredential(request, channel)
      const isKnown = hasCredential && before?.standing === 'approved'
      const standing = isKnown || !context.needsApproval() ? 'approved' : 'pending'
      const agent: FleetAgent = {
        ...untold,
        interval: context.interval(),
        ...before,
        enrolledAt: now(),
        id,
        standing,
        channel,
        version,
        ip: channel === 'tls' ? ip : (machine.addresses[0] ?? ''),
        host: machine.host,
        domain: machine.domain,
        addresses: machine.addresses,
        system: machine.system,
        release: machine.release,
        architecture: machine.architecture,
        fingerprint: machine.fingerprint,
      }
      await fleet.add(agent, async (tx) => {
        if (!isRetry && !(await spendToken(tx, token.id, now())))
          throw new GatewayRefusal(
            'token',
            'This join token was used up by another agent meanwhile. Ask for a new one.',
          )
        await credentials.insert(tx, stored)
      })
      credentials.added(stored)
      await credentials.revoke([id], now(), stored.key)
      await context.onToken(machine.host, undefined)
      context.onDecision([id])
      await events.log({
        severity: 'info',
        kind: 'enrolment',
        agent: id,
        message: before ? 'Enrolled again' : standing === 'pending' ? 'Enrolled, waits for approval' : 'Enrolled',
        detail: `${machine.host}, ${channel === 'local' ? 'local socket' : `TLS from ${ip}`}, join token ${token.id}`,
      })
      context.onChange()
      return { agent: id, standing, credential, console: context.consoleName, time: now() }
    },
    async revoke(agents) {
      await credentials.revoke(agents, now())
      context.onDecision(agents)
    },
    async approve(agents) {
      const waiting = agents.filter((id) => (fleet.get(id)?.standing ?? 'approved') !== 'approved')
      context.onDecision(waiting)
      for (const agent of waiting) fleet.change(agent, { standing: 'approved' })
      await fleet.flush()
      return waiting.length
    },
    certificateNotAfter: (agent) => credentials.notAfter(agent),
  }
}
