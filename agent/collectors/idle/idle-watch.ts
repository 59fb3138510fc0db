import type { CollectorContext, SeenProcess } from '../../collector.ts'
import { runProgram } from '../../run-program.ts'
import { desktopOf, runOnDesktop } from './linux-session.ts'
import {
  type LoggedIn,
  parseHidIdle,
  parseMutterIdle,
  parsePlainIdle,
  parseQuser,
  parseSessions,
  parseWho,
} from './parse-idle.ts'

/** Who sits in front of the machine, and since when they have not touched it. */
export interface IdleWatch {
  /** Those who are logged in, who came first before the others; empty where the system does not tell. */
  people(): Promise<readonly LoggedIn[]>
  /** Since when there was no input at the session of a process, in epoch milliseconds; `undefined` where nothing tells. */
  inputSince(process: SeenProcess, people: readonly LoggedIn[]): Promise<number | undefined>
}

const timeout = 5000
const properties = ['Name', 'Class', 'State', 'Type', 'TimestampMonotonic', 'IdleHint', 'IdleSinceHint']

export const createIdleWatch = ({ machine, now }: CollectorContext): IdleWatch =>
  machine.system === 'linux' ? linux(now) : machine.system === 'windows' ? windows(now) : macos(now)

/** By what the login service says of all sessions of a user: the latest; nothing when one of their desktops says nothing. */
const saidOf = (user: string, people: readonly LoggedIn[]): number | undefined => {
  const sessions = people.filter((one) => one.user.toLowerCase() === user.toLowerCase())
  if (sessions.length === 0 || sessions.some(({ inputSince }) => inputSince === undefined)) return undefined
  return Math.max(...sessions.map(({ inputSince }) => inputSince ?? 0))
}

const linux = (now: () => number): IdleWatch => ({
  async people() {
    const list = await runProgram('loginctl', ['list-sessions', '--no-legend'], { timeout })
    const ids = list.status === 0 ? list.stdout.split('\n').flatMap((line) => line.trim().split(/\s+/)[0] || []) : []
    if (ids.length > 0) {
      const shown = await runProgram('loginctl', ['show-session', ...properties.map((name) => `-p${name}`), ...ids], {
        timeout,
      })
      return parseSessions(shown.stdout)
    }
    return parseWho((await runProgram('who', [], { timeout })).stdout)
  },
  async inputSince({ pid, user }, people) {
    const desktop = desktopOf(pid)
    if (desktop?.env.DBUS_SESSION_BUS_ADDRESS) {
      const asked = ['--dest', 'org.gnome.Mutter.IdleMonitor', '--object-path', '/org/gnome/Mutter/IdleMonitor/Core']
      const call = ['call', '--session', ...asked, '--method', 'org.gnome.Mutter.IdleMonitor.GetIdletime']
      const idle = parseMutterIdle((await runOnDesktop(desktop, 'gdbus', call, { timeout })).stdout)
      if (idle !== undefined) return now() - idle
    }
    if (desktop?.env.DISPLAY) {
      const idle = parsePlainIdle((await runOnDesktop(desktop, 'xprintidle', [], { timeout })).stdout)
      if (idle !== undefined) return now() - idle
    }
    return saidOf(user, people)
  },
})

const windows = (now: () => number): IdleWatch => ({
  // Its exit status says nothing: it is 1 with and without sessions. Home editions do not have it.
  people: async () => parseQuser((await runProgram('quser.exe', [], { timeout })).stdout, now()),
  inputSince: async ({ user }, people) => saidOf(user, people),
})

const macos = (now: () => number): IdleWatch => ({
  people: async () => parseWho((await runProgram('who', [], { timeout })).stdout),
  async inputSince({ user }) {
    const console = await runProgram('stat', ['-f', '%Su', '/dev/console'], { timeout })
    if (console.stdout.trim() !== user) return undefined
    const idle = parseHidIdle((await runProgram('ioreg', ['-c', 'IOHIDSystem', '-d', '4'], { timeout })).stdout)
    return idle === undefined ? undefined : now() - idle
  },
})
