import { expect, test } from 'vitest'
import { parseHidIdle, parseMutterIdle, parsePlainIdle, parseQuser, parseSessions, parseWho } from './parse-idle.ts'

const minute = 60_000

test('the sessions of the login service, in the order of logging in, without greeters and those that end', () => {
  const text = `Name=tom
TimestampMonotonic=90000000
Type=tty
Class=user
State=active
IdleHint=no
IdleSinceHint=1763794800000000

Name=gdm
TimestampMonotonic=10000000
Type=wayland
Class=greeter
State=online
IdleHint=no
IdleSinceHint=0

Name=lena
TimestampMonotonic=50000000
Type=wayland
Class=user
State=active
IdleHint=no
IdleSinceHint=1763790000000000

Name=ida
TimestampMonotonic=60000000
Type=x11
Class=user
State=online
IdleHint=yes
IdleSinceHint=1763791000000000

Name=old
TimestampMonotonic=20000000
Type=x11
Class=user
State=closing
IdleHint=yes
IdleSinceHint=1763791000000000
`
  expect(parseSessions(text)).toEqual([
    { user: 'lena' },
    { user: 'ida', inputSince: 1_763_791_000_000 },
    { user: 'tom', inputSince: 1_763_794_800_000 },
  ])
  expect(parseSessions('')).toEqual([])
})

test('who is there, on Linux and on macOS', () => {
  expect(
    parseWho('tom      pts/0        2026-11-22 08:30 (10.0.0.7)\nlena     tty2         2026-11-22 07:01 (tty2)\n'),
  ).toEqual([{ user: 'lena' }, { user: 'tom' }])
  expect(parseWho('lena     console      Nov 22 07:01 \ntom      ttys000      Nov 22 06:10 \n')).toEqual([
    { user: 'lena' },
    { user: 'tom' },
  ])
  expect(parseWho('')).toEqual([])
})

test('quser in English and in German: names with blanks, disconnected sessions, every form of idle time', () => {
  const now = 1_763_800_000_000
  const english = [
    ' USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME',
    ' tom                                       3  Disc        1+02:03  11/21/2026 9:15 AM',
    '>lena                  console             1  Active      none   11/22/2026 7:01 AM',
    ' ida may               rdp-tcp#5           2  Active          .  11/22/2026 7:30 AM',
    ' averyveryverylongname rdp-tcp#6           4  Active       1:05  11/22/2026 7:40 AM',
  ].join('\r\n')
  expect(parseQuser(english, now)).toEqual([
    { user: 'lena' },
    { user: 'ida may', inputSince: now },
    { user: 'tom', inputSince: now - (26 * 60 + 3) * minute },
    { user: 'averyveryverylongname', inputSince: now - 65 * minute },
  ])
  const german = [
    ' BENUTZERNAME          SITZUNGSNAME       ID  STATUS  LEERLAUF   ANMELDEZEIT',
    '>lena                  console             1  Aktiv          7  22.11.2026 07:01',
  ].join('\r\n')
  expect(parseQuser(german, now)).toEqual([{ user: 'lena', inputSince: now - 7 * minute }])
  expect(parseQuser('No User exists for *', now)).toEqual([])
})

test('idle time of desktops', () => {
  expect(parseMutterIdle('(uint64 1834562,)\n')).toBe(1_834_562)
  expect(parseMutterIdle('Error: GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown')).toBeUndefined()
  expect(parsePlainIdle('1834562\n')).toBe(1_834_562)
  expect(parsePlainIdle("couldn't open display")).toBeUndefined()
  expect(parseHidIdle('    | |   "HIDIdleTime" = 4321567890\n')).toBe(4321)
  expect(parseHidIdle('')).toBeUndefined()
})
