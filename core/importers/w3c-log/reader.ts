import { createProxyRequests, isLogTime, largestAnswer } from '../proxies/proxy-requests.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { type ColumnPlan, fieldNames, planOf } from './columns.ts'
import { instantOf } from './instant.ts'

interface State {
  readonly fields: readonly string[] | null
  readonly date: string
}

/** Why a line was rejected; undefined where it was used or ignored. */
type Outcome = string | undefined

/** A value in quotes or brackets may hold blanks; two quotes in it are one. */
const quotedValues = /"((?:[^"]|"")*)"|(\[[^\]]*\]|\S+)/g

const refusal = /^(?:TCP_)?DENIED|^POLICY_DENIED|^blocked/i
/** A log has few different actions. */
const refusals = new Map<string, boolean>()
const isRefusal = (action: string): boolean => {
  const known = refusals.get(action)
  if (known !== undefined) return known
  const is = refusal.test(action)
  if (refusals.size < 1000) refusals.set(Buffer.from(action).toString(), is)
  return is
}

export const createW3cReader = (writer: UsageWriter, resume: unknown): UsageReader => {
  writer.clock('utc')
  const requests = createProxyRequests(writer)
  const state = resume as State | undefined
  let fields = state?.fields ?? null
  let plan: ColumnPlan | string = fields ? planOf(fields) : ''
  /** Of the last #Date line, for logs whose lines have a time alone. */
  let date = state?.date ?? ''

  const directive = (line: string): Outcome => {
    const stated = /^#Date:\s*(\d{4}-\d\d-\d\d)/i.exec(line)
    if (stated) date = stated[1] as string
    const server = /^#(?:Computer|Remark:\s*Server):?\s*(\S+)/i.exec(line)
    if (server) writer.server(server[1] as string)
    if (!/^#Fields:/i.test(line)) {
      writer.ignored('line about the log')
      return undefined
    }
    fields = fieldNames(line)
    plan = planOf(fields)
    if (typeof plan === 'string') return 'fields-missing'
    writer.ignored('line about the log')
    return undefined
  }

  const request = (values: readonly string[], columns: ColumnPlan): Outcome => {
    if (values.length < columns.count) return 'breaks-off'
    const value = (at: number): string => {
      const found = at < 0 ? '-' : (values[at] as string)
      return found === '-' ? '' : found
    }
    const time =
      columns.stamp >= 0 && columns.time < 0
        ? instantOf('', value(columns.stamp))
        : instantOf(value(columns.date) || date, value(columns.time))
    if (!isLogTime(time)) return 'not-a-time'
    const size = value(columns.size)
    const bytes = size === '' ? 0 : Number(size)
    if (!(bytes >= 0 && bytes <= largestAnswer && Number.isInteger(bytes))) return 'not-a-size'
    if (value(columns.status) === '407' || isRefusal(value(columns.action))) {
      writer.ignored('refused by the proxy')
      return undefined
    }
    const client = value(columns.client)
    const user = value(columns.user)
    const name = user === 'anonymous' ? '' : user
    const address = value(columns.address)
    const found =
      requests.add(time, client, name, address, bytes) ||
      requests.add(time, client, name, joined(value, columns), bytes)
    if (!found) return 'no-address'
    writer.used('request')
    return undefined
  }

  const read = (line: string): Outcome => {
    if (line.charCodeAt(0) === 35) return directive(line)
    if (line.trim() === '') {
      writer.ignored('blank line')
      return undefined
    }
    if (typeof plan === 'string') return 'no-fields'
    return request(split(line), plan)
  }

  return {
    line(line, lineNumber) {
      const reason = read(line)
      if (reason !== undefined) writer.reject(reason, lineNumber, line)
    },
    save: (): State => ({ fields, date }),
  }
}

const split = (line: string): readonly string[] => {
  if (line.includes('\t')) return line.split('\t')
  if (!/["[]/.test(line)) return line.split(' ')
  return Array.from(line.matchAll(quotedValues), ([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replaceAll('""', '"'),
  )
}

/** An address from its parts: what a tunnel asks for has a server and a port, and no path. */
const joined = (value: (at: number) => string, { scheme, host, port, path, method, address }: ColumnPlan): string => {
  const server = value(host)
  const number = value(port)
  const rest = value(path) || (value(address).startsWith('/') ? value(address) : '/')
  if (/^(?:CONNECT|tunnel|ssl|tcp)/i.test(value(method)) || /^(?:tcp|ssl|ssl-tunnel)$/i.test(value(scheme)))
    return server.includes(':') ? server : `${server}:${number || '443'}`
  const protocol = value(scheme) || (number === '443' ? 'https' : 'http')
  const usual = (protocol === 'http' && number === '80') || (protocol === 'https' && number === '443')
  return `${protocol}://${server}${number === '' || usual || server.includes(':') ? '' : `:${number}`}${rest.startsWith('/') ? rest : `/${rest}`}`
}
