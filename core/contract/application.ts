import { z } from 'zod'
import { call } from './call.ts'

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
  customerId: z.string().max(200),
  /** Feed of console updates; empty: off. */
  updateFeed: z.string().max(2000),
})
export type Settings = z.infer<typeof settings>

export interface SearchHit {
  readonly kind: 'type' | 'feature' | 'user' | 'host' | 'vendor-licence' | 'import'
  readonly label: string
  readonly detail: string
  /** A page path. */
  readonly link: string
}

export const applicationCalls = {
  'application.info': call<ApplicationInfo>()(z.strictObject({})),
  'settings.read': call<Settings>()(z.strictObject({})),
  'settings.change': call<Settings>()(settings.partial()),
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
