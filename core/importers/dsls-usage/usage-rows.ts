/** A licence pool, or a user of one, as `getLicenseUsage` tells of it in either form. */
export interface PoolRow {
  readonly editor: string
  readonly feature: string
  readonly release: string
  readonly model: string
  readonly pricing: string
  readonly licences: number
  /** What tells pools of one feature apart: commercial type, expiration, customer. */
  readonly key: string
}

export interface UserRow {
  readonly pool: PoolRow
  readonly user: string
  readonly host: string
  /** Path of the program; empty: none runs (a named user who is only assigned). */
  process: string
  readonly clientVersion: string
  readonly session: string
  readonly count: number
  readonly isQueued: boolean
}

/** Licensing models as the data types list them. */
export const modelOf = (text: string): string =>
  /^named/i.test(text)
    ? 'NamedUsers'
    : /^concurrent/i.test(text)
      ? 'ConcurrentUser'
      : /^token/i.test(text)
        ? 'Token'
        : text

/** `ws-7 (432814D6D37FC631-0a0a142d.18)/10.1.2.3` → `ws-7` */
export const hostOf = (text: string): string => text.replace(/\s*\([^()]*\)\s*(?:\/\S*)?\s*$/, '').trim()

/** `/opt/flow/bin/solve ( 3148728)` → `/opt/flow/bin/solve` */
export const pathOf = (text: string): string => text.replace(/\s*\(\s*\d+\)\s*$/, '').trim()

const most = 2 ** 31 - 1

/** A count of licences or tokens; NaN for anything else. */
export const countOf = (text: string | undefined): number => {
  const count = text !== undefined && /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN
  return count <= most ? count : Number.NaN
}
