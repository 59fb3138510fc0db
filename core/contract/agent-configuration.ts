import { z } from 'zod'

const text = z.string().max(1000)
const texts = z.array(text).max(500)

/** When, and how, a licence that nobody uses is taken back. Nothing happens unless `enabled` is true. */
export const harvestingRules = z.strictObject({
  enabled: z.boolean(),
  /** Any of these that is told fires. Minutes without input (without CPU and I/O where the desktop does not tell). */
  idleMinutes: z.number().int().min(1).max(10_080).optional(),
  /** CPU of the process below `percent` of one core for `minutes`. */
  cpuBelow: z
    .strictObject({ percent: z.number().min(0).max(100), minutes: z.number().int().min(1).max(1440) })
    .optional(),
  /** Working hours in the machine's local time; outside them the rule fires. Days: 1 Monday ... 7 Sunday; `HH:MM`. */
  workingHours: z
    .strictObject({
      days: z.array(z.number().int().min(1).max(7)).max(7),
      from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    })
    .optional(),
  /** The user is asked first; without an answer within `timeoutSeconds` the method is applied. */
  ask: z.strictObject({ timeoutSeconds: z.number().int().min(10).max(3600) }).optional(),
  /** `notify` tells the user and does nothing else; `dryRun` only writes the event that would have been. */
  method: z.enum(['notify', 'graceful', 'force', 'suspend', 'dryRun']),
  /** Graceful: after so long it is forced; left out: never. */
  forceAfterSeconds: z.number().int().min(5).max(3600).optional(),
})
export type HarvestingRules = z.infer<typeof harvestingRules>

export const applicationRules = z.strictObject({
  /** File names of its programs, by system; case counts on Linux only. `*` and `?` stand for any characters and one. */
  executables: z.strictObject({ windows: texts, linux: texts, macos: texts }),
  /** The program's path must fit one of these, with `*` and `?`; empty: any path. */
  paths: texts,
  /** Its publisher (company name in the file, Windows; signing team, macOS) must be one of these; empty: any. */
  publishers: texts,
  harvesting: harvestingRules.optional(),
})
export type ApplicationRules = z.infer<typeof applicationRules>

/** A command whose output is a look at a licence server. The agent runs only programs of a list of its own. */
export const pollCommand = z.strictObject({
  name: z.string().min(1).max(100),
  command: z.string().min(1).max(1000),
  arguments: z.array(z.string().max(1000)).max(50),
  everySeconds: z.number().int().min(30).max(86_400),
  timeoutSeconds: z.number().int().min(5).max(600),
})
export type PollCommand = z.infer<typeof pollCommand>

export const collectorSettings = z.strictObject({
  /** `all`: every process; `users`: those of people, not of system accounts; `applications`: those of custom applications. */
  processes: z.strictObject({
    enabled: z.boolean(),
    everySeconds: z.number().int().min(1).max(600),
    which: z.enum(['all', 'users', 'applications']),
  }),
  /** Libraries that processes of custom applications have loaded. */
  modules: z.strictObject({ enabled: z.boolean(), everySeconds: z.number().int().min(5).max(3600) }),
  /** How long nobody used a session or a program; harvesting needs it. */
  idle: z.strictObject({ enabled: z.boolean() }),
  /** Addresses from browser histories: off unless an admin asks. `host` keeps nothing but the site's name. */
  addresses: z.strictObject({ enabled: z.boolean(), detail: z.enum(['host', 'full']) }),
  polls: z.strictObject({ enabled: z.boolean(), commands: z.array(pollCommand).max(100) }),
  /** Licence logs that are followed as they grow. */
  logs: z.strictObject({
    enabled: z.boolean(),
    files: z.array(z.strictObject({ path: z.string().min(1).max(4096), server: z.string().max(255) })).max(100),
  }),
})
export type CollectorSettings = z.infer<typeof collectorSettings>

export const spoolSettings = z.strictObject({
  quotaMegabytes: z.number().int().min(1).max(65_536),
  /** `pause`: nothing more is read until there is room (logs wait on their disk); `dropOldest`: the oldest records go, counted. */
  whenFull: z.enum(['pause', 'dropOldest']),
})
export type SpoolSettings = z.infer<typeof spoolSettings>
