import { usualTokenLife } from '../agents/protocol/limits.ts'
import { ConsoleError } from '../contract/errors.ts'
import { withCalls } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'
import { asTable } from './text-table.ts'

export interface TokenCommandOptions {
  readonly db: string
  readonly uses?: string
  readonly expires?: string
  readonly note?: string
}

const units: { readonly [unit: string]: number } = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const longestLife = 30 * 86_400_000

/** `24h`, `90m`, `7d` in milliseconds. @throws ConsoleError `invalid` */
const readLifetime = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,6})\s*([mhd])$/.exec(text.trim()) ?? []
  const lifetime = Number(count) * (units[unit] ?? Number.NaN)
  if (!(lifetime >= 60_000 && lifetime <= longestLife))
    throw new ConsoleError('invalid', `--expires ${text} is not a time such as 90m, 24h or 7d; at most 30d.`)
  return lifetime
}

/** Makes a join token and prints it, alone on standard output. */
export const agentTokenCommand = async (
  { db, uses = '1', expires, note = '' }: TokenCommandOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const count = Number(uses)
  if (!Number.isInteger(count) || count < 1 || count > 100_000)
    throw new ConsoleError('invalid', `--uses ${uses} is not a number of agents from 1 to 100,000.`)
  const lifetime = expires === undefined ? usualTokenLife : readLifetime(expires)
  const made = await withCalls(db, io, (call) => call('agents.createToken', { uses: count, lifetime, note }), {
    sent: 'it makes the token',
  })
  await write(io, `${made.token}\n`)
  say(io, `For ${count === 1 ? 'one agent' : `${count} agents`}, until ${new Date(made.expiresAt).toISOString()}.`)
  // Through a pipe: everybody on a machine sees the arguments of its programs.
  say(io, 'Enrol an agent with:')
  if (made.socket)
    say(io, `  printf '%s' TOKEN | lictor-agent enrol --server ${made.socket} --token -    (on this machine, as you)`)
  if (made.address) say(io, `  printf '%s' TOKEN | lictor-agent enrol --server ${made.address} --token -`)
  return ExitStatus.well
}

export interface AgentListOptions {
  readonly db: string
  readonly format: 'text' | 'json'
}

/** Prints all agents as the agents page shows them. */
export const agentListCommand = async ({ db, format }: AgentListOptions, io: ConsoleIo): Promise<ExitStatus> => {
  const rows = await withCalls(db, io, (call) => call('agents.list', {}), { sent: 'it is asked' })
  if (format === 'json') {
    const list = rows.map((row) => ({
      id: row.id,
      name: row.name,
      version: row.version,
      status: row.status,
      standing: row.standing,
      host: row.host,
      ip: row.ip,
      lastConnection: row.lastConnection === 0 ? null : new Date(row.lastConnection).toISOString(),
      errors: row.errors,
      warnings: row.warnings,
      groups: row.groups,
      licenseServers: row.licenseServers,
      applications: row.applications,
    }))
    await write(io, `${JSON.stringify(list, null, 2)}\n`)
    return ExitStatus.well
  }
  if (rows.length === 0) say(io, 'No agent is enrolled. `lictor agents token` makes a join token for one.')
  const header = [
    'Name',
    'Status',
    'Version',
    'Host',
    'IP',
    'Last connection',
    'Errors',
    'Warnings',
    'Groups',
    'Agent ID',
  ]
  const cells = rows.map((row) => [
    row.name,
    row.standing === 'approved' ? row.status : row.standing,
    row.version,
    row.host,
    row.ip,
    row.lastConnection === 0 ? 'never' : new Date(row.lastConnection).toISOString(),
    String(row.errors),
    String(row.warnings),
    row.groups.join(', '),
    row.id,
  ])
  if (rows.length > 0) await write(io, asTable([header, ...cells]))
  return ExitStatus.well
}
