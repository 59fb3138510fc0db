import { z } from 'zod'

/**
 * What is signed. A signed file is `{ payload, signatures }`: the payload is base64 of JSON, and the signatures (ed25519, base64) are over
 * the payload's bytes, so nothing has to be brought into a canonical form.
 *
 * `root.json` says which keys count for what; `manifest.json` says which version of the agent is bundled and what its files are. A new root
 * is signed by enough keys of the one before and of its own, so keys can be replaced; all roots are kept, and an agent that knows an old
 * one walks along them.
 *
 * An agent has to understand what a console of years later signed. So fields may be added, and keys, platforms and formats that it does
 * not know are left out; what is there now stays as it is.
 */
const shortText = z.string().max(255)
const instant = z.number().int().min(0).max(8.64e15)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const version = z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}(-[0-9A-Za-z.-]{1,40})?$/)

export const signed = z.strictObject({
  payload: z.base64().max(1_000_000),
  signatures: z.array(z.strictObject({ key: hash, signature: z.base64().max(10_000) })).max(20),
})
export type Signed = z.infer<typeof signed>

/** Keys are named by the SHA-256 of their SubjectPublicKeyInfo in DER form. */
export const root = z.object({
  kind: z.literal('root'),
  /** 1, 2, 3, ...: an agent takes the next one only. */
  number: z.number().int().min(1),
  issued: instant,
  /** Key to its SubjectPublicKeyInfo, base64 of DER. */
  keys: z.record(hash, z.base64().max(10_000)),
  rootKeys: z.array(hash).min(1).max(10),
  rootThreshold: z.number().int().min(1).max(10),
  releaseKeys: z.array(hash).min(1).max(10),
  releaseThreshold: z.number().int().min(1).max(10),
  /** A throw-away key of a checkout: a packaged console refuses it. */
  isDevelopment: z.boolean(),
})
export type Root = z.infer<typeof root>

/** `root.json`: every root there was, the first one first. */
export const rootFile = z.object({ roots: z.array(signed).min(1).max(50) })

export const platforms = ['linux-x64', 'linux-arm64', 'win-x64', 'darwin-arm64'] as const
export type Platform = (typeof platforms)[number]

export const artifact = z.object({
  platform: z.enum(platforms),
  /** `package`: installed by hand or by a software distribution; `update`: the same program as one packed file for agents that are there. */
  purpose: z.enum(['package', 'update']),
  /** Of an update always `gz`: the executable, gzip. */
  format: z.enum(['deb', 'rpm', 'tar.gz', 'exe', 'gz']),
  /** File name beside the manifest. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/),
  bytes: z.number().int().min(1).max(1_000_000_000),
  sha256: hash,
  /** Of an update: of the executable once it is unpacked. */
  unpacked: z.object({ bytes: z.number().int().min(1).max(2_000_000_000), sha256: hash }).optional(),
})
export type Artifact = z.infer<typeof artifact>

export const release = z.object({
  kind: z.literal('release'),
  /** Grows with each release: an agent never takes a smaller one than it has seen. */
  number: z.number().int().min(1),
  version,
  issued: instant,
  expires: instant,
  /** The oldest agent that can be brought up to this one. */
  updatesFrom: version,
  artifacts: z
    .array(z.unknown())
    .max(200)
    .transform((all): Artifact[] => all.flatMap((one) => artifact.safeParse(one).data ?? [])),
})
export type Release = z.infer<typeof release>

/** Stages of one agent's update, as told by the agent from `downloading` on. */
export const updateStages = [
  'queued',
  'offered',
  'downloading',
  'verifying',
  'installing',
  'restarting',
  'done',
  'failed',
  'rolledBack',
  'cancelled',
] as const
export type UpdateStage = (typeof updateStages)[number]

/** In `ConnectRequest.update`: where the agent stands. */
export const agentUpdateState = z.strictObject({
  platform: z.enum(platforms).or(z.literal('')),
  /** Empty when the agent can replace itself; else why it cannot (started by hand, folder not writable). */
  unable: z.string().max(1000),
  /** The highest release and root it has seen. */
  release: z.number().int().min(0),
  root: z.number().int().min(0),
  /** Of the last offer that it took up; left out when there was none. */
  current: z
    .strictObject({
      offer: shortText,
      version,
      stage: z.enum(['downloading', 'verifying', 'installing', 'restarting', 'done', 'failed', 'rolledBack']),
      percent: z.number().min(0).max(100),
      reason: z.string().max(2000),
    })
    .optional(),
})
export type AgentUpdateState = z.infer<typeof agentUpdateState>

/** In `ConnectAnswer.update`: take this up, or leave off what is under way (`cancel`). */
export const updateOffer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offer'),
    /** Names this try; the agent repeats it. */
    offer: shortText,
    manifest: signed,
    /** Roots after the one that the agent has, in order. */
    roots: z.array(signed).max(50),
    /** Bytes a second. */
    rate: z.number().int().min(1),
  }),
  z.strictObject({ kind: z.literal('cancel'), offer: shortText }),
])
export type UpdateOffer = z.infer<typeof updateOffer>
