import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CollectorContext, SeenProcess } from '../../collector.ts'
import { createIdleWatch } from './idle-watch.ts'

/** A real process with a desktop around it; scripts stand for the desktop's own programs. */
describe.runIf(process.platform === 'linux')('idle time on Linux', () => {
  let folder: string
  let program: ChildProcess
  const path = process.env.PATH
  const now = 1_763_800_000_000

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lictor-idle-'))
    process.env.PATH = folder
    program = spawn('/bin/sleep', ['600'], {
      env: { DISPLAY: ':77', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', SECRET: 'x' },
      stdio: 'ignore',
    })
  })
  afterEach(() => {
    program.kill('SIGKILL')
    process.env.PATH = path
    rmSync(folder, { recursive: true, force: true })
  })
  const stand = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const watch = () => createIdleWatch({ machine: { system: 'linux' }, now: () => now } as CollectorContext)
  const seen = () => ({ pid: program.pid, user: 'lena' }) as SeenProcess
  const inputSince = async () => watch().inputSince(seen(), await watch().people())

  test('the desktop is asked first, then the screen, then the login service; nothing of them told is nothing known', async () => {
    expect(await watch().people()).toEqual([])
    expect(await inputSince()).toBeUndefined()

    stand(
      'loginctl',
      'if [ "$1" = list-sessions ]; then echo " 3 1000 lena seat0"; else echo "Name=lena\nClass=user\nState=active\nType=tty\nTimestampMonotonic=1\nIdleHint=no\nIdleSinceHint=1763799000000000"; fi',
    )
    expect(await watch().people()).toEqual([{ user: 'lena', inputSince: 1_763_799_000_000 }])
    expect(await inputSince()).toBe(1_763_799_000_000)

    stand('xprintidle', '[ "$DISPLAY$SECRET" = :77 ] && echo 60000')
    expect(await inputSince()).toBe(now - 60_000)

    stand('gdbus', '[ "$DBUS_SESSION_BUS_ADDRESS" = unix:path=/nowhere ] && echo "(uint64 1000,)"')
    expect(await inputSince()).toBe(now - 1000)
  })

  test('without a login service, who is there by the terminals', async () => {
    stand('loginctl', 'echo "System has not been booted with systemd" >&2; exit 1')
    stand('who', 'echo "tom pts/0 2026-11-22 08:30 (10.0.0.7)"; echo "lena tty2 2026-11-22 07:01"')
    expect(await watch().people()).toEqual([{ user: 'lena' }, { user: 'tom' }])
  })
})
