import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serviceFile } from './service-file.ts'

const program = { command: 'C:\\Program Files\\Lictor\\node.exe', args: ['agent\\main.ts'] }

test('the three kinds start the same command, whatever the paths hold', () => {
  expect(serviceFile('systemd', '/srv/50% of $HOME', { command: '/opt/my node', args: ['main.ts'] })).toContain(
    'ExecStart="/opt/my node" "main.ts" "run" "--data" "/srv/50%% of $$HOME"\n',
  )
  expect(serviceFile('launchd', '/Library/A & B', { command: '/opt/node', args: [] })).toContain(
    '<string>--data</string>\n    <string>/Library/A &amp; B</string>',
  )
  const windows = serviceFile('windows', 'C:\\ProgramData\\Lictor Agent\\', program)
  expect(windows).toContain('<executable>C:\\Program Files\\Lictor\\node.exe</executable>')
  expect(windows).toContain(
    '<arguments>agent\\main.ts run --data &quot;C:\\ProgramData\\Lictor Agent\\\\&quot;</arguments>',
  )
})

const hasVerify = spawnSync('systemd-analyze', ['--version'], { stdio: 'ignore' }).error === undefined
test.skipIf(!hasVerify)('systemd understands its unit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unit-'))
  const unit = join(folder, 'lictor-agent.service')
  writeFileSync(unit, serviceFile('systemd', folder, { command: process.execPath, args: ['main.ts'] }))
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect([status, stderr]).toEqual([0, ''])
})
