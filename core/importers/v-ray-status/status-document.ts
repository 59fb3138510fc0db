type Fields = { readonly [name: string]: unknown }

export interface VRayClient {
  readonly user: string
  readonly host: string
  readonly count: number
}

export interface VRayLicence {
  readonly feature: string
  readonly version: string
  /** As the data types list it: `Interface` or `Render`. */
  readonly purpose: string
  /** `Online`, `Offline` or `Dongle`; empty where it is not told. */
  readonly category: string
  /** NaN: not told. */
  readonly licences: number
  readonly used: number
  readonly clients: readonly VRayClient[]
}

export interface VRayStatus {
  readonly time: string
  readonly server: string
  readonly uri: string
  /** The server said that it cannot tell. */
  readonly isDown: boolean
  /** Each entry as it could be read; text of those that could not. */
  readonly licences: readonly (VRayLicence | string)[]
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first of some names that an object has, whatever their case and underscores. */
const pick = (of: Fields, names: readonly string[]): unknown => {
  const plain = new Map(Object.entries(of).map(([name, value]) => [name.toLowerCase().replace(/[_\s-]/g, ''), value]))
  for (const name of names) {
    const value = plain.get(name)
    if (value !== undefined && value !== null) return value
  }
  return undefined
}
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
const numberOf = (value: unknown): number => {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 31 ? number : Number.NaN
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()

const clientOf = (value: unknown): VRayClient | undefined => {
  if (typeof value === 'string') {
    // k.osei@node01
    const at = value.lastIndexOf('@')
    return { user: at < 0 ? value : value.slice(0, at), host: at < 0 ? '' : value.slice(at + 1), count: 1 }
  }
  if (!isFields(value)) return undefined
  const count = pick(value, ['count', 'licenses', 'instances', 'used'])
  return {
    user: textOf(pick(value, ['user', 'username', 'login', 'name'])),
    host: textOf(pick(value, ['host', 'hostname', 'machine', 'computer', 'address', 'ip'])),
    count: count === undefined ? 1 : numberOf(count),
  }
}

const licenceOf = (value: unknown): VRayLicence | string => {
  if (!isFields(value)) return JSON.stringify(value)
  const feature = textOf(pick(value, ['name', 'product', 'productname', 'feature', 'title', 'id']))
  const clients = pick(value, ['users', 'clients', 'sessions', 'checkouts', 'usedby'])
  const listed = Array.isArray(clients) ? clients.map(clientOf) : []
  const used = pick(value, ['used', 'inuse', 'taken', 'usedcount'])
  const total = pick(value, ['total', 'count', 'max', 'capacity', 'licenses', 'totalcount'])
  const free = pick(value, ['free', 'available'])
  const inUse = used === undefined ? listed.reduce((sum, client) => sum + (client?.count ?? 0), 0) : numberOf(used)
  const licences = total !== undefined ? numberOf(total) : free !== undefined ? numberOf(free) + inUse : Number.NaN
  const isCounted = (total === undefined && free === undefined) || !Number.isNaN(licences)
  const whole = listed.filter((client) => client !== undefined && client.count > 0) as VRayClient[]
  if (feature === '' || !isCounted || Number.isNaN(inUse) || whole.length < listed.length) return JSON.stringify(value)
  const purpose = textOf(pick(value, ['licensetype', 'licencetype', 'type', 'purpose']))
  const category = capital(textOf(pick(value, ['category', 'mode', 'source', 'kind'])))
  return {
    feature,
    version: textOf(pick(value, ['version', 'featureversion', 'productversion'])),
    // Nodes and Swarm render; everything else opens an interface.
    purpose: /render|node|swarm/i.test(purpose || feature) ? 'Render' : 'Interface',
    category: category === 'Online' || category === 'Offline' || category === 'Dongle' ? category : '',
    licences,
    used: inUse,
    clients: whole,
  }
}

const uriHost = /^(?:[a-z]+:\/\/)?(\[[^\]]+\]|[^:/]+)/i

/** The looks of a document: an object, or a list of them. Undefined: it is not about licences. */
export const statusesOf = (document: unknown): readonly VRayStatus[] | undefined => {
  const list = Array.isArray(document) ? document : [document]
  const statuses = list.map(statusOf)
  return statuses.length > 0 && statuses.every((status) => status !== undefined) ? statuses : undefined
}

const statusOf = (value: unknown): VRayStatus | undefined => {
  if (!isFields(value)) return undefined
  const outer = pick(value, ['result', 'status', 'response', 'data'])
  const of: Fields = isFields(outer) ? { ...value, ...outer } : value
  const entries = pick(of, ['licenses', 'licences', 'products', 'features', 'entitlements'])
  const error = pick(of, ['error', 'errors', 'errormessage'])
  if (!Array.isArray(entries) && error === undefined) return undefined
  const uri = textOf(pick(of, ['uri', 'url', 'server', 'host', 'hostname', 'address']))
  const server = textOf(pick(of, ['server', 'host', 'hostname', 'address', 'uri', 'url']))
  return {
    time: textOf(pick(of, ['timestamp', 'time', 'date', 'now', 'generated', 'servertime'])),
    server: uriHost.exec(server)?.[1] ?? server,
    uri,
    isDown: !Array.isArray(entries),
    licences: Array.isArray(entries) ? entries.map(licenceOf) : [],
  }
}
