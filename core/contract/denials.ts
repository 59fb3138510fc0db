import { z } from 'zod'
import { call } from './call.ts'

/** True: nothing was granted. Local: the same vendor licence granted it at nearly the same time. Forwarded: another one did. */
export type DenialVerdict = 'true' | 'local' | 'forwarded'

/** One failed request in a licence log. */
export interface Denial {
  /** For `denials.holders`; valid until the day is derived anew. */
  readonly id: string
  /** ISO 8601 with offset, on the clock of its source. */
  readonly at: string
  readonly vendorLicence: string
  readonly feature: string
  readonly user: string
  readonly host: string
  /** Unsupported: the server does not serve the feature. Such a request is always a true denial. */
  readonly kind: 'denied' | 'unsupported'
  readonly verdict: DenialVerdict
  /** Of a false one: who granted it. */
  readonly grantedBy?: string
  /** As the daemon wrote it, without codes. */
  readonly reason: string
  /** `-4,342`. */
  readonly codes: string
  /** What that means, in plain words; absent for codes that nobody documents. */
  readonly explanation?: string
}

export interface DenialPage {
  readonly denials: readonly Denial[]
  /** Goes on from here; absent at the end. */
  readonly next?: string
}

/** Who held a feature's licences when a request for it failed. */
export interface DenialHolders {
  readonly at: string
  readonly vendorLicence: string
  readonly feature: string
  /** Licences there were; `uncounted`, or absent where it is not known. */
  readonly capacity?: number | 'uncounted'
  readonly held: number
  /** Most licences first. */
  readonly holders: readonly {
    readonly user: string
    readonly host: string
    readonly licences: number
    /** Since when on that day, ISO; absent: since the day before or longer. */
    readonly since?: string
  }[]
}

export const denialCalls = {
  /**
   * Failed requests, the latest first, so many of them; `text` must be in the feature, user, host, vendor licence or reason; `from` and
   * `to` are ISO dates, the last one included.
   */
  'denials.list': call<DenialPage>()(
    z.strictObject({
      verdict: z.enum(['all', 'true', 'false']),
      text: z.string().max(200),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      after: z.string().max(80).optional(),
      count: z.number().int().min(1).max(500),
    }),
  ),
  /** @throws `not-found` when the day was derived anew since the list was made */
  'denials.holders': call<DenialHolders>()(z.strictObject({ id: z.string().max(80) })),
}
