import { readFileSync, statSync } from 'node:fs'
import { runProgram } from '../../run-program.ts'

/** What a program needs to speak to the desktop of somebody: their account, and where the desktop is. */
export interface DesktopOf {
  readonly uid: number
  readonly gid: number
  readonly env: NodeJS.ProcessEnv
}

const wanted = [
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'XDG_CURRENT_DESKTOP',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
]

/** Of the desktop on which a process was started, by its own surroundings; nothing else of them is taken. `undefined`: it has none, or is over. */
export const desktopOf = (pid: number): DesktopOf | undefined => {
  try {
    const { uid, gid } = statSync(`/proc/${pid}`)
    const env: NodeJS.ProcessEnv = { PATH: process.env.PATH }
    for (const entry of readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')) {
      const name = entry.split('=', 1)[0] ?? ''
      if (wanted.includes(name)) env[name] = entry.slice(name.length + 1)
    }
    return env.DISPLAY || env.WAYLAND_DISPLAY || env.DBUS_SESSION_BUS_ADDRESS ? { uid, gid, env } : undefined
  } catch {
    return undefined
  }
}

/** Runs a program on that desktop. Another's desktop is open to root only. */
export const runOnDesktop = (
  { uid, gid, env }: DesktopOf,
  command: string,
  args: readonly string[],
  options: { readonly timeout?: number; readonly signal?: AbortSignal } = {},
) => runProgram(command, args, { env, ...(process.getuid?.() === uid ? {} : { uid, gid }), ...options })
