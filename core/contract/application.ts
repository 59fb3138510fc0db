import { z } from 'zod'
import { call } from './call.ts'
import { weekdays } from './weekdays.ts'

/** What the host can do beyond the contract. A page asks, it never guesses. */
export interface HostCapabilities {
  readonly kind: 'electron' | 'browser'
  /** `host.pickFiles` opens a native dialog; else the page uses its own file input and uploads. */
  readonly picksFiles: boolean
  /** `dialog`: `host.saveExport` asks where to; `download`: the page follows `/exports/<id>`. */
  readonly savesExports: 'dialog' | 'download'
  readonly nativeNotifications: boolean
}

export interface ApplicationInfo {
  readonly name: string
  readonly version: string
  readonly database: string
  /** The database has no import yet: the first start offers the sample. */
  readonly isEmpty: boolean
  readonly machineZone: string
  readonly host: HostCapabilities
}

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 08:30')
const isDate = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/**
 * When time is prime, on the wall clock of each source's own zone. Ranges of one day may touch or overlap. A holiday takes its whole
 * day, midnight to midnight, out; what a range of the evening before brings into the day too.
 */
export const primeTimeCalendar = z.strictObject({
  ranges: z
    .array(
      z
        .strictObject({
          days: z.array(z.enum(weekdays)).min(1).max(7),
          from: timeOfDay,
          /** `24:00` is the end of the day. Earlier than `from`: goes on into the next day until then. Equal to it: invalid. */
          to: z.union([timeOfDay, z.literal('24:00')]),
        })
        .refine(({ from, to }) => from !== to, 'ends when it begins'),
    )
    .min(1)
    .max(50),
  holidays: z
    .array(
      z.strictObject({
        /** ISO date. */
        date: z.string().refine(isDate, 'a date such as 2024-12-25'),
        name: z.string().max(100).optional(),
        /** Every year on this month and day. */
        yearly: z.boolean().optional(),
      }),
    )
    .max(2000),
})
export type PrimeTimeCalendar = z.infer<typeof primeTimeCalendar>

/** Settings that change numbers or behaviour; each is explained where it is edited. */
export const settings = z.strictObject({
  /** IANA zone of reports; empty: the only source's, else the machine's. */
  reportZone: z.string().max(64),
  theme: z.enum(['system', 'light', 'dark']),
  /** Seconds before and after a checkout within which a denial of the same user, feature and host counts as false. */
  denialBefore: z.number().int().min(0).max(3600),
  denialAfter: z.number().int().min(0).max(3600),
  /** Hours after which an interval in the queue is taken for given up. */
  queueHours: z.number().min(0.1).max(720),
  /**
   * Which hours are prime time. With it each record of the types that tell of prime time is `prime` or `non-prime` and is split at the
   * boundary; `null`: the value is `undef` and nothing is split. Applied when a report is run.
   */
  primeTime: primeTimeCalendar.nullable(),
  /** Days older than this many months are removed once a day; 0 keeps all. */
  retentionMonths: z.number().int().min(0).max(1200),
  /** Days that events are kept; 0 keeps all, up to 200,000. */
  eventDays: z.number().int().min(0).max(3650),
  /** From and to on this machine's clock, over midnight too: notices come without a popup then. `null`: at any hour. */
  quietHours: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .refine(({ from, to }) => from !== to, 'end when they begin')
    .nullable(),
  /** *Customer ID* of every record; empty: `undef`. Applied when a report is run. */
  customerId: z.string().max(200),
  /** Feed of console updates; empty: off. */
  updateFeed: z.string().max(2000),
})
export type Settings = z.infer<typeof settings>

/** Sizes of what is kept, for the page Settings. */
export interface DatabaseInfo {
  readonly path: string
  /** With the write-ahead log beside it. */
  readonly bytes: number
  readonly sources: number
  readonly imports: number
  /** Days of all sources together. */
  readonly days: number
}

export interface SearchHit {
  readonly kind:
    | 'type'
    | 'feature'
    | 'user'
    | 'host'
    | 'vendor-licence'
    | 'import'
    | 'agent'
    | 'agent-group'
    | 'application'
  readonly label: string
  readonly detail: string
  /** A page path. */
  readonly link: string
}

export const applicationCalls = {
  'application.info': call<ApplicationInfo>()(z.strictObject({})),
  'application.database': call<DatabaseInfo>()(z.strictObject({})),
  /**
   * Writes a checked copy of the database to a path of this machine, also while it is in use. An older backup of that name is replaced
   * only once the new one is whole. @throws `invalid` for a path that is not whole, `refused` where it cannot be written
   */
  'application.backUp': call<{ readonly path: string; readonly bytes: number }>()(
    z.strictObject({ path: z.string().min(1).max(4096) }),
  ),
  'settings.read': call<Settings>()(z.strictObject({})),
  /**
   * Keeps the values given and answers with all of them. `denialBefore`, `denialAfter` and `queueHours` change what is stored: a change
   * starts a task of kind `rebuild`, and reports say until its end that numbers may still change. All others count from the next report
   * on. `expected`: what the caller showed of the same names; @throws `refused` when another window has changed one of them meanwhile.
   * @throws `invalid` for a zone that is none
   */
  'settings.change': call<Settings>()(settings.partial().extend({ expected: settings.partial().optional() })),
  /** Layouts, column widths, last choices: small JSON kept per name for this workstation's user. */
  'preferences.read': call<{ readonly [name: string]: string }>()(z.strictObject({})),
  'preferences.write': call<null>()(
    z.strictObject({ name: z.string().min(1).max(120), value: z.string().max(100_000).nullable() }),
  ),
  'search.find': call<readonly SearchHit[]>()(
    z.strictObject({ text: z.string().max(200), limit: z.number().int().min(1).max(50) }),
  ),
  /** The host's own: a native file dialog. Browser hosts answer `refused`. */
  'host.pickFiles': call<readonly { readonly fileId: string; readonly name: string }[]>()(z.strictObject({})),
  'host.saveExport': call<{ readonly saved: boolean }>()(
    z.strictObject({ exportId: z.string().max(64), fileName: z.string().max(255) }),
  ),
}
