/** Somebody who is logged in, as the system tells. Times are epoch milliseconds; `inputSince` is left out where it does not tell. */
export interface LoggedIn {
  readonly user: string
  readonly inputSince?: number
}

/** `gdbus call` of Mutter's GetIdletime: `(uint64 1834562,)`. @returns milliseconds */
export const parseMutterIdle = (text: string): number | undefined => {
  const found = /\(uint64 (\d+),\)/.exec(text)
  return found ? Number(found[1]) : undefined
}

/** `xprintidle`: `1834562`. @returns milliseconds */
export const parsePlainIdle = (text: string): number | undefined => {
  const found = /^\s*(\d+)\s*$/.exec(text)
  return found ? Number(found[1]) : undefined
}

/** `ioreg -c IOHIDSystem`: `"HIDIdleTime" = 4321567890`, nanoseconds. @returns milliseconds */
export const parseHidIdle = (text: string): number | undefined => {
  const found = /"HIDIdleTime" = (\d+)/.exec(text)
  return found ? Math.floor(Number(found[1]) / 1e6) : undefined
}

/**
 * `loginctl show-session ID...`: blocks of `Name=value` with a blank line between them, who came first before the others. A session at a
 * terminal tells when its terminal was last read; a desktop only that it is idle, if it tells anything.
 */
export const parseSessions = (text: string): LoggedIn[] =>
  text
    .split(/\n\s*\n/)
    .map(
      (block) => new Map(block.split('\n').map((line) => [line.split('=', 1)[0] ?? '', line.replace(/^[^=]*=/, '')])),
    )
    .filter((session) => session.get('Class') === 'user' && session.get('State') !== 'closing' && session.get('Name'))
    .sort((a, b) => Number(a.get('TimestampMonotonic')) - Number(b.get('TimestampMonotonic')))
    .map((session) => {
      const isGraphical = session.get('Type') !== 'tty'
      const since = Math.floor(Number(session.get('IdleSinceHint')) / 1000)
      const told = since > 0 && (!isGraphical || session.get('IdleHint') === 'yes')
      return { user: session.get('Name') ?? '', ...(told ? { inputSince: since } : {}) }
    })

/**
 * `who`, who came first before the others where it tells the date in figures:
 * ```text
 * lena     tty2         2026-11-22 07:01 (tty2)
 * lena     console      Nov 22 07:01
 * ```
 */
export const parseWho = (text: string): LoggedIn[] =>
  text
    .split('\n')
    .flatMap((line) => {
      const found = /^(\S+)\s+\S+\s+(\d{4}-\d\d-\d\d \d\d:\d\d)?/.exec(line)
      return found ? [{ user: found[1] ?? '', at: found[2] ?? '' }] : []
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ user }) => ({ user }))

/**
 * `quser`, in the order of the session's numbers, which is that of coming. Its headings and words are of the machine's language, its columns
 * are not. Idle time: `none` or a word, `.` for less than a minute, minutes, `hours:minutes` or `days+hours:minutes`.
 * ```text
 *  USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME
 * >lena                  console             1  Active      none   11/22/2026 7:01 AM
 *  tom                                       2  Disc      1+02:03  11/21/2026 9:15 AM
 * ```
 * @param now epoch milliseconds
 */
export const parseQuser = (text: string, now: number): LoggedIn[] =>
  text
    .split(/\r?\n/)
    .slice(1)
    .flatMap((line) => {
      const found = /^\s*(?:(\S+)\s+)?(\d+)\s+(\S+)\s+(\S+)\s/.exec(line.slice(23))
      const user = line.slice(1, 23).trim()
      return found && user !== '' ? [{ user, id: Number(found[2]), idle: idleMinutes(found[4] ?? '') }] : []
    })
    .sort((a, b) => a.id - b.id)
    .map(({ user, idle }) => ({
      user,
      ...(idle === undefined ? {} : { inputSince: now - idle * 60_000 }),
    }))

const idleMinutes = (text: string): number | undefined => {
  if (text === '.') return 0
  const found = /^(?:(?:(\d+)\+)?(\d+):)?(\d+)$/.exec(text)
  return found ? (Number(found[1] ?? 0) * 24 + Number(found[2] ?? 0)) * 60 + Number(found[3]) : undefined
}
