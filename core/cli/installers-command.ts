import type { InstallerState } from '../contract/updates.ts'
import { withCalls } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'
import { asTable } from './text-table.ts'

export interface InstallersCommandOptions {
  readonly db: string
  readonly format: 'text' | 'json'
}

/** Prints which installers of the agent came with the console, verified anew. @returns `rejected` unless there are some and all may be used */
export const installersCommand = async (
  { db, format }: InstallersCommandOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const state = await withCalls(db, io, (call) => call('installers.verify', {}), { sent: 'it is asked' })
  if (format === 'json') await write(io, `${JSON.stringify(json(state), null, 2)}\n`)
  else if (state.installers.length > 0) await write(io, table(state))
  if (state.problem) say(io, state.problem)
  if (state.installers.length === 0) say(io, 'In a checkout, `npm run build:agents` makes them.')
  if (state.isDevelopment)
    say(io, 'They are signed with a throw-away key of this checkout: agents of a released console do not take them.')
  return state.version && state.installers.every(({ isVerified }) => isVerified) ? ExitStatus.well : ExitStatus.rejected
}

const instant = (at: number): string | null => (at === 0 ? null : new Date(at).toISOString())

const json = ({ installers, version, issued, expires, isDevelopment, problem }: InstallerState) => ({
  version,
  issued: instant(issued),
  expires: instant(expires),
  development: isDevelopment,
  problem,
  installers: installers.map(({ isVerified, ...installer }) => ({ ...installer, verified: isVerified })),
})

const table = ({ installers }: InstallerState): string =>
  asTable([
    ['File', 'Version', 'Platform', 'For', 'Bytes', 'SHA-256', 'Verified'],
    ...installers.map(({ file, version, platform, purpose, bytes, sha256, isVerified }) => [
      file,
      version,
      platform,
      purpose === 'package' ? 'installation' : 'update',
      String(bytes),
      sha256,
      isVerified ? 'yes' : 'no',
    ]),
  ])
