import { z } from 'zod'
import { call } from './call.ts'

/** One licence server's log stream. Instants are ISO 8601 with offset in the source's zone. */
export interface Source {
  readonly id: number
  readonly server: string
  readonly daemons: readonly string[]
  readonly zone: string
  readonly zoneOrigin: string
  readonly firstAt?: string
  readonly lastAt?: string
  readonly files: number
  readonly lines: number
  readonly days: number
  /** Days whose numbers are being rebuilt right now. */
  readonly staleDays: number
  readonly observedHours: number
}

export const sourceCalls = {
  'sources.list': call<readonly Source[]>()(z.strictObject({})),
}
