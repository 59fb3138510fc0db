import type { IncomingMessage } from 'node:http'

export interface Refusal {
  readonly status: number
  readonly reason: string
}

/**
 * Why a request is not ours to answer; looked at before anything else. The exact `Host` is what stops DNS rebinding,
 * `Origin` and `Sec-Fetch-Site` stop other pages of the same browser. Whoever writes gets an origin checked, present or not.
 */
export const whyRefused = (request: IncomingMessage, port: number, isUpgrade = false): Refusal | undefined => {
  const hosts = valuesOf(request, 'host')
  const host = hosts[0]
  if (hosts.length !== 1 || (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`))
    return { status: 403, reason: 'Unknown host' }
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return { status: 403, reason: 'Asked from another site' }
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const origins = valuesOf(request, 'origin')
  const mustHaveOrigin = isUpgrade || !isRead
  const isOurOrigin = origins.length === 1 && origins[0] === `http://${host}`
  if (origins.length > 0 || mustHaveOrigin ? !isOurOrigin : false)
    return { status: 403, reason: 'Asked from another origin' }
  if (!isRead && request.method !== 'POST') return { status: 405, reason: 'Only GET, HEAD and POST' }
  const url = request.url ?? ''
  if (!url.startsWith('/') || url.length > 4096) return { status: 400, reason: 'Not a path' }
  return undefined
}

/** Every value of a header as it was sent; Node's own `headers` keep only the first `Host`. */
const valuesOf = (request: IncomingMessage, name: string): readonly string[] =>
  request.rawHeaders.filter((_, index) => index % 2 === 1 && request.rawHeaders[index - 1].toLowerCase() === name)
