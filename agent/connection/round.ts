import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { bodyLimit } from '../../core/agents/protocol/limits.ts'
import {
  type ConnectAnswer,
  type ConnectRequest,
  connectAnswer,
  renewAnswer,
  type SpoolState,
  type Standing,
} from '../../core/agents/protocol/messages.ts'
import type { AgentLog } from '../agent-log.ts'
import type { Enrolment, StoredCredential } from '../enrolment.ts'
import type { Spool } from '../spool/spool.ts'
import type { BatchSize } from './batch-size.ts'
import { makeCertificateRequest } from './certificate-request.ts'
import type { ConsoleConnection } from './console-connection.ts'
import { ConsoleRefusal, ConsoleUnreachable } from './console-refusal.ts'
import { type KnownConsole, openKnownConsole } from './known-console.ts'
import { isRenewalDue } from './pace.ts'
import { authorityHash, toStore } from './received-credential.ts'
import { withoutUnknown } from './without-unknown.ts'

export interface RoundContext {
  readonly enrolment: Enrolment
  readonly spool: Spool
  readonly size: BatchSize
  readonly log: AgentLog
  /** False until the console has said what it has of the spool's epoch: then records are sent. */
  readonly knowsMark: boolean
  /** @param host what the machine is called in this batch */
  envelope(spool: SpoolState, localAddress: string, host: string): ConnectRequest
  /** Called for each answer, in order. `knowsMark`: it says what the console has of the spool's epoch. */
  onAnswer(answer: PlainAnswer, clockOffset: number, knowsMark: boolean): Promise<void>
  onCredential(credential: StoredCredential): Promise<void>
}

/** Milliseconds until the console is asked whether what it has is on its disk: half a minute in all, then with the next connection. */
const asksAgainAfter = [100, 200, 400, 800, 1600, 3200, 6400, 6400, 6400, 6400] as const

/** The configuration is judged by itself: one that is refused must not keep records from being acknowledged. */
const plainAnswer = connectAnswer.omit({ configuration: true })
export type PlainAnswer = Omit<ConnectAnswer, 'configuration'> & { readonly configuration?: unknown }

export interface RoundResult {
  readonly standing: Standing
  /** Nothing waits any more. */
  readonly isDrained: boolean
}

/**
 * Connects once: proves on the local socket who is there, sends what waits as far as the console lets it, takes what it says, renews the
 * certificate when it is time. @throws ConsoleRefusal, ConsoleUnreachable; what was not acknowledged stays in the spool
 */
export const connectRound = async (context: RoundContext): Promise<RoundResult> => {
  const { enrolment, spool, size } = context
  const { connection, headers } = await openKnownConsole(enrolment)
  try {
    let { standing } = enrolment
    let sends = context.knowsMark
    let asked = 0
    for (;;) {
      const batch = await spool.next(sends && standing === 'approved' ? size.limit() : undefined)
      const envelope = context.envelope(batch.state, connection.localAddress, batch.host)
      const body = await compressed(Buffer.concat([Buffer.from(`${JSON.stringify(envelope)}\n`), batch.records]))
      if (body.bytes.length > bodyLimit.sent && batch.records.length > 0) {
        size.smaller()
        continue
      }
      const answer = await sendBatch(connection, headers, body, size)
      const knowsMark = answer.standing === 'approved' && answer.acknowledged.epoch === batch.state.epoch
      await context.onAnswer(answer, envelope.time - answer.time, knowsMark)
      // Whom it does not serve, it does not tell what it has.
      if (knowsMark) await spool.acknowledge(answer.acknowledged)
      else spool.notTaken()
      if (answer.resendFrom !== undefined) await spool.resendFrom(answer.resendFrom)
      if (batch.records.length > 0) size.larger()
      standing = answer.standing
      sends = knowsMark && answer.pending !== true
      const isDrained = (await spool.next()).state.waiting === 0
      if (answer.pending === true && asked < asksAgainAfter.length) {
        await pause(asksAgainAfter[asked++])
        continue
      }
      asked = 0
      if (isDrained || answer.pending === true || answer.credit === 0 || standing !== 'approved') {
        await renewIfDue(connection, context, answer).catch((error: unknown) =>
          context.log('the certificate was not renewed', error),
        )
        return { standing, isDrained }
      }
    }
  } finally {
    connection.close()
  }
}

const pack = promisify(gzip)
const compressed = async (bytes: Buffer) =>
  bytes.length < 1024 ? { bytes, isPacked: false } : { bytes: await pack(bytes), isPacked: true }

const sendBatch = async (
  connection: ConsoleConnection,
  headers: KnownConsole['headers'],
  body: { readonly bytes: Buffer; readonly isPacked: boolean },
  size: BatchSize,
): Promise<PlainAnswer> => {
  try {
    const value = await connection.ask({
      method: 'POST',
      path: '/v1/connect',
      headers: {
        'content-type': 'application/x-ndjson',
        ...(body.isPacked ? { 'content-encoding': 'gzip' } : {}),
        ...headers,
      },
      body: body.bytes,
    })
    const { configuration, ...rest } = value as { readonly configuration?: unknown }
    const told = withoutUnknown(plainAnswer, rest)
    if (told.success) return configuration === undefined ? told.data : { ...told.data, configuration }
    throw new ConsoleUnreachable('The console answered with something that this agent does not understand.')
  } catch (error) {
    // A connection that broke may have done so because it is slow.
    if (error instanceof ConsoleUnreachable || (error instanceof ConsoleRefusal && error.code === 'too-large'))
      size.smaller()
    throw error
  }
}

const renewIfDue = async (connection: ConsoleConnection, context: RoundContext, answer: PlainAnswer): Promise<void> => {
  const { agent, credential } = context.enrolment
  if (credential.kind !== 'certificate') return
  // By the console's clock: this machine's may be years off.
  if (answer.renew !== true && !isRenewalDue(credential.notBefore, credential.notAfter, answer.time)) return
  const { key, request } = await makeCertificateRequest(agent)
  const told = withoutUnknown(
    renewAnswer,
    await connection.ask({
      method: 'POST',
      path: '/v1/renew',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ request })),
    }),
  )
  if (!told.success) throw new ConsoleUnreachable('The console answered a renewal with something else.')
  await context.onCredential(toStore(told.data.credential, key, authorityHash(credential.authority)))
}
