import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packDeb } from './pack-deb.ts'
import { packTar } from './pack-tar.ts'
import { packStandIns, standInTarget as target } from './packages-suite.ts'
import { hasThrowAwayRoot, lacks, runInThrowAwayRoot, titled } from './throw-away-root-suite.ts'

// A blank: paths are quoted everywhere.
const files = mkdtempSync(join(tmpdir(), 'script of the agent-'))
afterAll(() => rmSync(files, { recursive: true, force: true }))
const at = (name: string) => join(files, name)
const folderOf = (version: string) => `lictor-agent-${version}-${target.platform}`
beforeAll(async () => {
  await packStandIns(files, [packTar, packDeb])
  for (const version of ['0.9.0', '1.0.0']) {
    const { status, stderr } = spawnSync('tar', ['-xzf', at(`${folderOf(version)}.tar.gz`), '-C', files])
    expect([status, String(stderr)]).toEqual([0, ''])
  }
})

const install = (version: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(
    at(`${folderOf(version)}/install.sh`),
    ['--no-service', '--root', at('root'), '--data', at('data'), ...args],
    { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } },
  )
const used = () => {
  const read = (name: string) => {
    try {
      return readFileSync(at(`root/${name}`), 'utf8').trim()
    } catch {
      return undefined
    }
  }
  return [read('previous'), read('current')]
}
const versions = () => readdirSync(at('root/versions')).sort()

test('install.sh installs into folders of anybody, over same, older and newer, and removes', () => {
  writeFileSync(at('token'), 'lt1_secret\n', { mode: 0o600 })

  const wrong = install('0.9.0', [], { LICTOR_TOKEN: 'wrong' })
  expect([wrong.status, used()]).toEqual([3, [undefined, '0.9.0']])
  expect(wrong.stderr).toContain('next: run this again, with --server ADDRESS and the join token')
  const first = install('0.9.0', ['--server', 'https://console:7443', '--token-file', at('token')])
  expect([first.status, first.stderr]).toEqual([0, `lictor-agent: version 0.9.0 is installed in ${at('root')}\n`])
  expect(readFileSync(at('data/enrolment.json'), 'utf8')).toMatch(
    /^enrol --data .+ by \w+, server https:\/\/console:7443, token lt1_secret\n$/,
  )
  expect(statSync(at('data')).mode & 0o777).toBe(0o700)
  const again = install('0.9.0', ['--server', 'https://other:7443'], { LICTOR_TOKEN: 'lt1_other' })
  expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('already; the token was not used')])
  expect(readFileSync(at('data/enrolment.json'), 'utf8')).toContain('lt1_secret')

  expect([install('1.0.0').status, used()]).toEqual([0, ['0.9.0', '1.0.0']])
  expect([install('1.0.0').status, used()]).toEqual([0, ['0.9.0', '1.0.0']])
  mkdirSync(at('root/versions/0.8.0'))
  expect(install('0.9.0').stderr).toContain('version 1.0.0, which is newer than 0.9.0, stays in use')
  expect([used(), versions()]).toEqual([
    ['0.9.0', '1.0.0'],
    ['0.9.0', '1.0.0'],
  ])
  expect([install('0.9.0', ['--downgrade']).status, used()]).toEqual([0, ['1.0.0', '0.9.0']])
  expect(spawnSync(at('root/launcher'), ['--version'], { encoding: 'utf8' }).stdout).toBe('0.9.0\n')

  expect(install('0.9.0', ['--data', 'relative']).status).toBe(2)
  expect(install('0.9.0', ['--nonsense']).stderr).toContain('--nonsense is not understood; nothing was changed')
  expect([install('0.9.0', ['--uninstall']).status, used()]).toEqual([0, [undefined, undefined]])
  expect(statSync(at('data/enrolment.json')).isFile()).toBe(true)
  expect(install('0.9.0', ['--uninstall', '--purge']).status).toBe(0)
  expect(() => statSync(at('data'))).toThrow()
})

test('install.sh leaves alone what is not an agent, and nothing half done', () => {
  mkdirSync(at('photos'))
  writeFileSync(at('photos/one.jpg'), '')
  const before = statSync(at('photos'))
  for (const place of ['--root', '--data']) {
    const { status, stderr } = install('1.0.0', [place, at('photos')])
    expect([status, stderr]).toEqual([2, expect.stringContaining('holds something else than')])
  }
  expect(install('1.0.0', ['--uninstall', '--purge', '--data', at('photos')]).stderr).toContain('and stays')
  expect([readdirSync(at('photos')), statSync(at('photos')).mode]).toEqual([['one.jpg'], before.mode])

  // A program that does not run here; one that cannot be copied.
  const broken = at(folderOf('broken'))
  spawnSync('cp', ['-r', at(folderOf('1.0.0')), broken])
  expect(install('0.9.0').status).toBe(0)
  writeFileSync(join(broken, 'lictor-agent'), '#!/bin/sh\nexit 1\n')
  expect([install('broken').status, used(), versions()]).toEqual([1, [undefined, '0.9.0'], ['0.9.0']])
  rmSync(join(broken, 'lictor-agent'))
  expect(install('broken')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('what was installed before stays'),
  })
  expect([used(), readdirSync(at('root/versions'))]).toEqual([[undefined, '0.9.0'], ['0.9.0']])
})

const noRoot = hasThrowAwayRoot(files) ? '' : 'root and the overlay file system'

test.skipIf(noRoot !== '')(
  titled(
    'install.sh makes a service of a user of its own, at the places it has, and takes it away (in a throw-away root)',
    noRoot,
  ),
  () => {
    const script = (version: string) => `/mnt/${folderOf(version)}/install.sh`
    const { stdout, stderr } = runInThrowAwayRoot(
      `
exec 2>&1
places='--root /srv/the_agent --data /srv/the_data'
perl -e 'use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un("/run/console.sock")); chmod 0600, "/run/console.sock"'
LICTOR_TOKEN=lt1_secret ${script('0.9.0')} --server /run/console.sock $places || echo "ended with $?"
LICTOR_TOKEN=lt1_secret ${script('0.9.0')} --server https://console:7443
cat /srv/the_data/enrolment.json
stat -c '%A %U:%G %n' /srv/the_agent /srv/the_agent/versions /srv/the_agent/versions/0.9.0/lictor-agent /srv/the_data /srv/the_data/enrolment.json /etc/systemd/system/lictor-agent.service
grep -e ExecStart -e ReadWrite -e ^User /etc/systemd/system/lictor-agent.service
grep -rl lt1_secret /etc /srv/the_agent /var/log 2>/dev/null || echo 'the token is nowhere else'
echo '- newer, where the agent laid traps'
setpriv --reuid=lictor-agent --regid=lictor-agent --clear-groups sh -c '
  cd /srv/the_agent && rm current && ln -s /etc current && ln -s /root versions/1.0.0'
before=$(stat -c %a /root; ls -A /etc /root)
${script('1.0.0')}
[ "$before" = "$(stat -c %a /root; ls -A /etc /root)" ] && echo 'nothing else was touched'
cat /srv/the_agent/current; ls /srv/the_agent/versions
echo '- removed'
${script('1.0.0')} --uninstall; ls -A /srv /srv/the_data; ls /etc/systemd/system/lictor-agent.service 2>/dev/null || echo no unit
${script('1.0.0')} --uninstall --purge $places; ls -A /srv; id lictor-agent 2>/dev/null || echo nobody left
${script('1.0.0')} --root '/srv/50%' || echo "ended with $?"
${lacks('dpkg') === '' ? `dpkg --force-depends -i /mnt/lictor-agent_1.0.0_${target.debArchitecture}.deb >/dev/null 2>&1; ${script('1.0.0')} || echo "ended with $?"` : ''}
`,
      files,
    )
    expect(stdout.trimEnd().split('\n'), stderr).toEqual(
      `lictor-agent: the service runs as user lictor-agent, who may not connect to /run/console.sock: name the console by its address, https://NAME:PORT
lictor-agent: installed, but not introduced to a console: the line above says why
lictor-agent: next: run this again, with --server ADDRESS and the join token in LICTOR_TOKEN or --token-file
lictor-agent: version 0.9.0 is installed in /srv/the_agent
ended with 3
lictor-agent: version 0.9.0 is installed in /srv/the_agent
enrol --data /srv/the_data by lictor-agent, server https://console:7443, token lt1_secret
drwxrwxr-t root:lictor-agent /srv/the_agent
drwxrwxr-t root:lictor-agent /srv/the_agent/versions
-rwxr-xr-x root:root /srv/the_agent/versions/0.9.0/lictor-agent
drwx------ lictor-agent:lictor-agent /srv/the_data
-rw-r--r-- lictor-agent:lictor-agent /srv/the_data/enrolment.json
-rw-r--r-- root:root /etc/systemd/system/lictor-agent.service
User=lictor-agent
ExecStart="/srv/the_agent/launcher" launch --root "/srv/the_agent" --data "/srv/the_data"
ReadWritePaths="/srv/the_agent" "/srv/the_data"
the token is nowhere else
- newer, where the agent laid traps
lictor-agent: version 1.0.0 is installed in /srv/the_agent
nothing else was touched
1.0.0
1.0.0
- removed
lictor-agent: removed; its data stays in /srv/the_data
/srv:
the_data

/srv/the_data:
enrolment.json
no unit
lictor-agent: removed, with its data
nobody left
lictor-agent: a service cannot be told paths with one of " \\ % $ & < >; nothing was changed
ended with 2
${
  lacks('dpkg') === ''
    ? `lictor-agent: a package manager put the agent into /opt/lictor-agent: update it with a newer package, remove it with apt-get remove or rpm -e; nothing was changed
ended with 1`
    : ''
}`
        .trimEnd()
        .split('\n'),
    )
  },
)
