/** Where the columns stand that are used, as the last #Fields line says; -1 where one is missing. */
export interface ColumnPlan {
  readonly count: number
  readonly date: number
  readonly time: number
  /** Date and time in one: seconds since 1970, or dd/Mon/yyyy:HH:MM:SS +hhmm. */
  readonly stamp: number
  readonly client: number
  readonly user: number
  /** A whole address. */
  readonly address: number
  readonly scheme: number
  readonly host: number
  readonly port: number
  readonly path: number
  readonly method: number
  readonly size: number
  readonly status: number
  readonly action: number
}

/** `#Fields: date time c-ip cs(User-Agent)` → names in small letters. */
export const fieldNames = (line: string): string[] =>
  line
    .slice(line.indexOf(':') + 1)
    .trim()
    .split(/\s+/)
    .map((name) => name.toLowerCase())

/** @returns what to do with the lines below, or what is missing */
export const planOf = (names: readonly string[]): ColumnPlan | string => {
  const first = (...wanted: readonly string[]): number => {
    for (const name of wanted) if (names.includes(name)) return names.indexOf(name)
    return -1
  }
  const plan: ColumnPlan = {
    count: names.length,
    date: first('date', 'x-date'),
    time: first('time', 'x-time'),
    stamp: first('x-timestamp', 'timestamp', 'gmttime', 'localtime'),
    client: first('c-ip', 'c-dns', 'cs-ip', 'c-computername'),
    user: first('cs-username', 'cs-user', 'cs-auth-user', 'cs-userdn'),
    address: first('cs-uri', 'c-uri', 'cs-url', 'url', 's-uri', 'x-uri'),
    scheme: first('cs-uri-scheme', 'cs-protocol', 's-protocol'),
    host: first('cs-host', 'cs-uri-host', 'r-host', 'r-dns', 'cs(host)', 'x-host'),
    port: first('cs-uri-port', 'r-port', 's-port'),
    path: first('cs-uri-path', 'cs-uri-stem'),
    method: first('cs-method', 's-operation'),
    size: first('sc-bytes', 'sc-total-bytes', 's-bytes', 'bytes'),
    status: first('sc-status'),
    action: first('s-action', 'x-cache-info', 'sc-filter-result', 'action'),
  }
  if (plan.client < 0) return 'c-ip'
  return plan.address >= 0 || plan.host >= 0 ? plan : 'cs-uri'
}
