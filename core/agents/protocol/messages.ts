import { z } from 'zod'
import { connectionInterval } from '../../contract/agent-defaults.ts'
import { agentConfiguration } from './configuration.ts'
import { agentUpdateState, updateOffer } from './updates.ts'

/**
 * What an agent and the console say to each other, as HTTP over a local socket or TLS 1.3 with client certificates.
 *
 * | request | body | answer |
 * |---|---|---|
 * | `GET /v1/hello` with `x-lictor-agent`, `x-lictor-nonce` | – | `HelloAnswer` |
 * | `POST /v1/enrol` | `EnrolRequest` | `EnrolAnswer` |
 * | `POST /v1/connect` | first line `ConnectRequest`, then one line per record of its batch (records.ts); gzip allowed | `ConnectAnswer` |
 * | `POST /v1/renew` | `RenewRequest` | `RenewAnswer` |
 * | `GET /v1/artifacts/SHA256`, `range` allowed | – | the update's bytes, while the agent has an offer of it |
 *
 * Anything else is answered with a status of 400 and above and a `Refusal`. On the local socket an agent says who it is with
 * `authorization: Lictor AGENT SECRET`, on TLS with its certificate, whose common name is the agent's id.
 */
const agentId = z.uuid()
const shortText = z.string().max(255)
/** Epoch milliseconds. */
const instant = z.number().int().min(0).max(8.64e15)
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const sequence = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** The machine as it describes itself. */
export const machineFacts = z.strictObject({
  host: z.string().min(1).max(255),
  domain: shortText,
  /** Addresses of its interfaces, the one that it talks to the console with first. */
  addresses: z.array(z.string().max(64)).max(64),
  system: z.enum(['windows', 'linux', 'macos']),
  release: shortText,
  architecture: shortText,
  /** Hash of what makes this machine another than its clone: machine id, first hardware address. */
  fingerprint: z.string().min(16).max(128),
})
export type MachineFacts = z.infer<typeof machineFacts>

/** The console shows that it knows the secret before the agent sends it: somebody else may have taken the name of the socket. */
export const helloAnswer = z.strictObject({
  protocol: z.number().int(),
  console: shortText,
  /** Console's clock. */
  time: instant,
  /** Hex HMAC-SHA256 of the nonce under the SHA-256 of the agent's secret; empty for an agent that is not known here. */
  proof: z.string().max(64),
})
export type HelloAnswer = z.infer<typeof helloAnswer>

export const enrolRequest = z.strictObject({
  protocol: z.number().int(),
  /** The join token as the admin passed it on. */
  token: z.string().min(10).max(500),
  /** Made by the agent when its data folder was. */
  agent: agentId,
  version: z.string().min(1).max(64),
  machine: machineFacts,
  /** PEM, a certificate signing request of a P-256 key; required over TLS. */
  request: z.string().max(8192).optional(),
})
export type EnrolRequest = z.infer<typeof enrolRequest>

export const credential = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('certificate'),
    /** PEM. */
    certificate: z.string().max(16_384),
    /** PEM of the console's own authority. */
    authority: z.string().max(16_384),
    notAfter: instant,
  }),
  /** For the local socket. */
  z.strictObject({ kind: z.literal('secret'), secret: z.string().min(32).max(128) }),
])
export type Credential = z.infer<typeof credential>

/** `pending`: an admin has to approve the agent; it asks again at its interval and keeps what it collects. */
export const standing = z.enum(['approved', 'pending', 'quarantined'])
export type Standing = z.infer<typeof standing>

export const enrolAnswer = z.strictObject({ agent: agentId, standing, credential, console: shortText, time: instant })
export type EnrolAnswer = z.infer<typeof enrolAnswer>

/** Trouble that the agent knows of; the console adds what it sees itself (core/events/issue-catalogue.ts). */
export const agentIssueCodes = [
  'collector-failing',
  'harvesting-tool-missing',
  'several-users',
  'spool-near-full',
  'spool-full',
  'spool-damaged',
  'configuration-refused',
  'update-failed',
] as const

export const agentIssue = z.strictObject({
  code: z.enum(agentIssueCodes),
  /** Which collector, command, file or application; with the code it makes the issue one. */
  subject: shortText,
  /** Why, in words of the system. */
  detail: z.string().max(2000),
  since: instant,
})
export type AgentIssue = z.infer<typeof agentIssue>

/** Records that an agent gives up for one of these had their sequence already: the console never sees it. All others never had one. */
export const reasonsAfterNumbering = ['spool-full', 'damaged'] as const

export const spoolState = z.strictObject({
  /** Made at random when the spool was: a wiped agent begins anew and never collides. */
  epoch: z.string().min(8).max(64),
  /** Sequence of the first and last record of this request's batch; left out when there is nothing to send. Sequences begin at 1. */
  first: sequence.optional(),
  last: sequence.optional(),
  /** SHA-256, hex, of the records' lines as they are sent (before compression), the last line end included. */
  sha256: z.string().length(64).optional(),
  /** The oldest sequence that the spool still has. */
  oldestKept: sequence,
  /** Records that wait, those of this batch included, and when the oldest was written. */
  waiting: count,
  waitingSince: instant.optional(),
  bytes: count,
  quota: count,
  /** Records given up so far in this epoch, by reason (`reasonsAfterNumbering` among them). */
  dropped: z
    .record(z.string().max(64), count)
    .refine((reasons) => Object.keys(reasons).length <= 100, 'too many reasons'),
})
export type SpoolState = z.infer<typeof spoolState>

/** The sessions of a custom application on the agent's machine at this moment. */
export const applicationSessions = z.strictObject({
  application: z.number().int().positive(),
  sessions: count,
  users: z.array(shortText).max(200),
})

export const connectRequest = z.strictObject({
  protocol: z.number().int(),
  agent: agentId,
  version: z.string().min(1).max(64),
  /** Random, made when the program started: two that take turns are clones. */
  instance: z.string().min(8).max(64),
  /** Agent's clock when it sent this, and milliseconds since its machine started. */
  time: instant,
  monotonic: z.number().min(0),
  /** When the program started. */
  started: instant,
  machine: machineFacts,
  /** Seconds, as applied; its own when somebody started it with another than the console's. */
  interval: z.number().min(0).max(86_400),
  isOwnInterval: z.boolean(),
  /** Revision of the configuration as applied; empty before the first. */
  configuration: z.string().max(64),
  /** Up to here processes, modules and addresses were observed: runs that are open lasted at least until then. */
  observedUntil: instant.optional(),
  spool: spoolState,
  issues: z.array(agentIssue).max(200),
  /** Licence servers that this machine provided data of. */
  servers: z.array(shortText).max(500),
  applications: z.array(applicationSessions).max(2000),
  /** Left out by agents that are not brought up to date by the console. */
  update: agentUpdateState.optional(),
})
export type ConnectRequest = z.infer<typeof connectRequest>

export const connectAnswer = z.strictObject({
  standing,
  console: shortText,
  time: instant,
  /** Seconds until the next connection. */
  interval: z.number().int().min(1).max(connectionInterval.most),
  /** Up to this sequence everything of the epoch is committed here; the agent may forget it. */
  acknowledged: z.strictObject({ epoch: z.string().max(64), last: count }),
  /** What was sent has come but is not on the console's disk yet: ask again in a moment, without records. */
  pending: z.boolean().optional(),
  /** The batch did not go on from what is here: send from this sequence. */
  resendFrom: sequence.optional(),
  /** So many further batches may be sent right away; 0: wait for the next interval. */
  credit: z.number().int().min(0).max(1000),
  /** Present when it is not the one that the agent has applied. */
  configuration: agentConfiguration.optional(),
  /** The certificate should be renewed now. */
  renew: z.boolean().optional(),
  update: updateOffer.optional(),
})
export type ConnectAnswer = z.infer<typeof connectAnswer>

export const renewRequest = z.strictObject({ request: z.string().min(1).max(8192) })
export type RenewRequest = z.infer<typeof renewRequest>
export const renewAnswer = z.strictObject({ credential })
export type RenewAnswer = z.infer<typeof renewAnswer>

/**
 * Why a request was not served. `credential`: none, unknown, expired or revoked; `other-agent`: it speaks for another; `duplicate`: two
 * machines use this id; `token`: not a token of this console, used up, expired or revoked; `retryAfter` is seconds.
 */
export const refusal = z.strictObject({
  code: z.enum([
    'invalid',
    'credential',
    'other-agent',
    'duplicate',
    'token',
    'too-old',
    'too-new',
    'too-large',
    'busy',
    'internal',
  ]),
  message: z.string().max(2000),
  retryAfter: z.number().min(0).optional(),
})
export type Refusal = z.infer<typeof refusal>
