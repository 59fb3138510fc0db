import { z } from 'zod'

/**
 * The lines of a batch, one JSON object each, in the order in which they happened. `process`, `module` and `address` have the fields of
 * core/importers/{process-records,module-records,url-records}/README.md, written in the order given here. A run is told when it begins
 * (`start` alone), and when it is over with a line that is complete in itself (`start` and `end` and all the rest): the console needs no
 * earlier line to understand it. Times are epoch milliseconds. `host` must be the agent's own.
 */
const shortText = z.string().max(1000)
const path = z.string().max(4096)
const instant = z.number().int().min(315_532_800_000).max(4_102_444_800_000)

const run = {
  start: instant,
  end: instant.optional(),
  pid: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32),
  host: z.string().min(1).max(255),
  domain: shortText.optional(),
  user: shortText.optional(),
  system: shortText.optional(),
  architecture: shortText.optional(),
  executable: shortText.optional(),
  path: path.optional(),
  /** Of a custom application: its name. */
  application: shortText.optional(),
  version: shortText.optional(),
}

export const processRecord = z.strictObject({
  record: z.literal('process'),
  ...run,
  exitStatus: z.union([z.string().max(64), z.number()]).optional(),
})
export type ProcessRecord = z.infer<typeof processRecord>

export const moduleRecord = z.strictObject({ record: z.literal('module'), ...run, module: path.min(1) })
export type ModuleRecord = z.infer<typeof moduleRecord>

export const addressRecord = z.strictObject({
  record: z.literal('address'),
  ...run,
  window: z.string().max(64).optional(),
  url: z.string().min(1).max(8192),
  title: z.string().max(2000).optional(),
})
export type AddressRecord = z.infer<typeof addressRecord>

/**
 * All that runs at this moment, told when the agent starts and once an hour: whatever else the console took for running ended while
 * nobody looked, and counts until the last `observedUntil`. Keys: `runKey`.
 */
export const inventoryRecord = z.strictObject({
  record: z.literal('inventory'),
  of: z.enum(['process', 'module', 'address']),
  at: instant,
  keys: z.array(z.string().max(9000)).max(20_000),
})
export type InventoryRecord = z.infer<typeof inventoryRecord>

/** A piece of a followed log, or the whole output of a command (then `offset` goes on from the outputs before it). */
export const fileRecord = z.strictObject({
  record: z.literal('file'),
  kind: z.enum(['log', 'poll']),
  /** Tells files apart that had the same path one after the other (rotation): made by the agent, letters, digits and `-`. */
  stream: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  /** File or command as the machine names it. */
  name: z.string().min(1).max(4096),
  /** Licence server, where the admin stated one. */
  server: z.string().max(255),
  /** IANA zone of the machine. */
  zone: z.string().max(64).optional(),
  /** Where these bytes stand in the stream. */
  offset: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** Base64. */
  bytes: z.string().max(262_144),
})
export type FileRecord = z.infer<typeof fileRecord>

/** Something that was done, or would have been, to give a licence back. */
export const harvestRecord = z.strictObject({
  record: z.literal('harvest'),
  at: instant,
  application: z.string().min(1).max(200),
  pid: z.number().int().min(0),
  user: shortText,
  /** Which rule fired, with its figures. */
  reason: z.string().max(1000),
  action: z.enum([
    'notified',
    'asked',
    'kept-by-user',
    'closed',
    'forced',
    'suspended',
    'resumed',
    'dry-run',
    'failed',
  ]),
  detail: z.string().max(1000),
})
export type HarvestRecord = z.infer<typeof harvestRecord>

export const agentRecord = z.discriminatedUnion('record', [
  processRecord,
  moduleRecord,
  addressRecord,
  inventoryRecord,
  fileRecord,
  harvestRecord,
])
export type AgentRecord = z.infer<typeof agentRecord>

/** What makes a run one: the same key is the same run, told again. */
export const runKey = (run: ProcessRecord | ModuleRecord | AddressRecord): string => {
  const process = `${run.pid}@${run.start}`
  if (run.record === 'module') return `${process} ${run.module}`
  return run.record === 'address' ? `${process} ${run.window ?? ''}` : process
}
