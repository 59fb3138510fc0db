/** The longest address that is kept, in characters. */
const longest = 200
const address = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#@]+)([^?#;]*)/i
/** A server and a port, as a tunnel is asked for. */
const tunnel = /^(?:[^/?#@\s]*@)?((?:\[[0-9a-f:.]+\]|[^/?#@:\s]+):\d{1,5})$/i
/** Numbers of things and keys: different in each address, and telling nobody anything. */
const identifier = /\d{6}|[0-9a-f]{16}/i
const longestName = 40

/**
 * What is kept of an address: scheme, server, port and path. The query, the fragment, what follows a `;` and a name with its password are
 * left out, for they hold what people typed and the keys of their sessions. @returns undefined where it is no address of the web
 */
export const keptUrl = (url: string): string | undefined => {
  const found = address.exec(url)
  if (found) {
    const [, scheme, server, path] = found as unknown as [string, string, string, string]
    if (!isServer(server)) return undefined
    return `${scheme.toLowerCase()}://${server.toLowerCase()}${path === '' ? '/' : path}`.slice(0, longest)
  }
  const host = tunnel.exec(url)?.[1]
  return host === undefined || !isServer(host) ? undefined : host.toLowerCase()
}

const isServer = (server: string): boolean => server.length <= 260 && !/[\s"<>\\^`{|}\0]/.test(server)

/** The same with a `*` for parts of the path that only one address has: `/invoices/20260114.pdf` is `/invoices/*`. */
export const pageOfUrl = (kept: string): string => {
  const start = kept.indexOf('/', kept.indexOf('://') + 3)
  if (start < 0) return kept
  const path = kept.slice(start)
  if (path.length <= longestName && !identifier.test(path)) return kept
  const parts = path.split('/').map((part) => (part.length > longestName || identifier.test(part) ? '*' : part))
  return kept.slice(0, start) + parts.join('/')
}

/** The site of a kept address: it without its path. */
export const siteOfUrl = (kept: string): string => {
  const scheme = kept.indexOf('://')
  if (scheme < 0) return kept
  const start = kept.indexOf('/', scheme + 3)
  return start < 0 ? kept : kept.slice(0, start + 1)
}
