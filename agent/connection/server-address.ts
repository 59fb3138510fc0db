import { resolve } from 'node:path'
import { AgentProblem } from '../agent-problem.ts'

/** A console: on this machine by a Unix socket or a named pipe, else over TLS. */
export type ServerAddress =
  | { readonly kind: 'local'; readonly path: string; readonly text: string }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number; readonly text: string }

/** macOS takes 103 bytes, Linux 107; a longer one would be cut silently. */
const longestSocketPath = 103

/** `https://NAME:PORT`, or the path of a socket. @throws AgentProblem */
export const readServerAddress = (text: string, platform: NodeJS.Platform = process.platform): ServerAddress => {
  if (text.trim() === '' || /^[a-z]+:\/\//i.test(text)) return tlsAddress(text)
  const path = platform === 'win32' ? text : resolve(text)
  if (platform !== 'win32' && Buffer.byteLength(path) > longestSocketPath)
    throw new AgentProblem(
      `The path of a socket may have ${longestSocketPath} bytes; ${path} has more. Nothing was changed. Start the console with a shorter --agent-socket.`,
    )
  return { kind: 'local', path, text: path }
}

const tlsAddress = (text: string): ServerAddress => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url?.protocol !== 'https:' ||
    url.port === '' ||
    url.username !== '' ||
    (url.pathname !== '/' && url.pathname !== '')
  )
    throw new AgentProblem(
      `${JSON.stringify(text)} is no address of a console. Nothing was changed. Give https://NAME:PORT, as the console shows it under Agents, or the path of its local socket.`,
    )
  // An IPv6 address stands in brackets.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { kind: 'tls', host, port: Number(url.port), text: `https://${url.host}` }
}
