import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packDeb } from './pack-deb.ts'
import { packRpm } from './pack-rpm.ts'
import { packTar } from './pack-tar.ts'
import { packProgram } from './pack-update.ts'
import { type Payload, scriptText } from './payload.ts'
import { targetPlatforms } from './platforms.ts'
import { hasThrowAwayRoot, runInThrowAwayRoot } from './throw-away-root-suite.ts'

const files = mkdtempSync(join(tmpdir(), 'packages-'))
afterAll(() => rmSync(files, { recursive: true, force: true }))
const target = targetPlatforms.find(({ platform }) => platform === `linux-${process.arch}`) ?? targetPlatforms[0]!
const isInstalled = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
const hasRoot = hasThrowAwayRoot(files)

/** Says its version, and keeps what it is introduced with. */
const program = (version: string) => `#!/bin/sh
case $1 in
  --version) echo ${version} ;;
  enrol)
    test "$LICTOR_TOKEN" != wrong || { echo 'The console did not take it.' >&2; exit 1; }
    echo "$* by $(id -un), server $LICTOR_SERVER, token $LICTOR_TOKEN" >"$3/enrolment.json" ;;
  status) echo "$* by $(id -un), state $XDG_STATE_HOME" ;;
esac
`

const payloads: Payload[] = []
beforeAll(async () => {
  for (const version of ['0.9.0', '1.0.0']) {
    const executable = join(files, `program-${version}`)
    writeFileSync(executable, program(version))
    chmodSync(executable, 0o755)
    const packed = await packProgram(executable, join(files, `${version}.gz`))
    payloads.push({
      target,
      version,
      executable,
      packed,
      root: '{"roots":[]}\n',
      licences: 'None.\n',
      seconds: 1_790_000_000,
    })
    for (const pack of [packDeb, packTar, ...(isInstalled('rpmbuild') ? [packRpm] : [])])
      await pack(payloads.at(-1)!, files)
  }
})

/** What the agent's own update does: a version beside the packaged one, and the pointer. */
const updateItself = `
setpriv --reuid=lictor-agent --regid=lictor-agent --clear-groups sh -c '
  cd /opt/lictor-agent
  mkdir versions/0.9.5 && cp versions/0.9.0/lictor-agent versions/0.9.5/
  echo 0.9.5 >current.new && mv current.new current
  rm -f launcher root.json versions/0.9.0/lictor-agent 2>/dev/null
  test -x launcher && test -f root.json && test -x versions/0.9.0/lictor-agent && echo "what root put there stays"'
`
const look = `cat /opt/lictor-agent/current; ls -A /opt/lictor-agent /opt/lictor-agent/versions | tr '\\n' ' '; echo`

test.skipIf(!hasRoot || !isInstalled('dpkg'))(
  'a .deb is installed, updated, gone back from, removed and purged (dpkg, in a throw-away root)',
  () => {
    const deb = (version: string) =>
      `dpkg --force-depends -i /mnt/lictor-agent_${version}_${target.debArchitecture}.deb >/dev/null`
    const { stdout, stderr } = runInThrowAwayRoot(
      `
export LICTOR_SERVER=https://console:7443
LICTOR_TOKEN=lt1_secret ${deb('0.9.0')}
unset LICTOR_SERVER
${look}
cat /var/lib/lictor-agent/enrolment.json
stat -c '%A %U:%G %n' /opt/lictor-agent /opt/lictor-agent/* /opt/lictor-agent/versions/0.9.0/* /var/lib/lictor-agent /var/lib/lictor-agent/*
lictor-agent status
grep -rl lt1_secret /etc /opt/lictor-agent /var/lib/dpkg /var/log 2>/dev/null || echo 'the token is nowhere else'
echo '- itself'; ${updateItself}
${deb('0.9.0')}; ${look}
echo '- newer'; ${deb('1.0.0')}; ${look}; cat /opt/lictor-agent/previous
${deb('1.0.0')}; ${look}
echo '- older'; ${deb('0.9.0')}; ${look}
dpkg -r lictor-agent >/dev/null; ls -A /opt; ls /var/lib/lictor-agent
echo '- again, with what it had'; ${deb('1.0.0')}; ${look}; cat /var/lib/lictor-agent/enrolment.json
dpkg -P lictor-agent >/dev/null; ls -A /opt; ls -d /var/lib/lictor-agent /etc/lictor-agent || true; id lictor-agent || echo nobody left
`,
      files,
    )
    const before = spawnSync('ls', ['-A', '/opt'], { encoding: 'utf8' }).stdout
    expect(stdout.trimEnd().split('\n'), stderr).toEqual(
      `0.9.0
/opt/lictor-agent: current launcher packaged root.json versions  /opt/lictor-agent/versions: 0.9.0 
enrol --data /var/lib/lictor-agent by lictor-agent, server https://console:7443, token lt1_secret
drwxrwxr-t root:lictor-agent /opt/lictor-agent
-rw-r--r-- lictor-agent:lictor-agent /opt/lictor-agent/current
-rwxr-xr-x root:root /opt/lictor-agent/launcher
-rw-r--r-- root:root /opt/lictor-agent/packaged
-rw-r--r-- root:root /opt/lictor-agent/root.json
drwxrwxr-t root:lictor-agent /opt/lictor-agent/versions
-rwxr-xr-x root:root /opt/lictor-agent/versions/0.9.0/lictor-agent
drwx------ lictor-agent:lictor-agent /var/lib/lictor-agent
-rw-r--r-- lictor-agent:lictor-agent /var/lib/lictor-agent/enrolment.json
status by lictor-agent, state /var/lib
the token is nowhere else
- itself
what root put there stays
0.9.5
/opt/lictor-agent: current launcher packaged root.json versions  /opt/lictor-agent/versions: 0.9.0 0.9.5 
- newer
1.0.0
/opt/lictor-agent: current launcher packaged previous root.json versions  /opt/lictor-agent/versions: 0.9.5 1.0.0 
0.9.5
1.0.0
/opt/lictor-agent: current launcher packaged previous root.json versions  /opt/lictor-agent/versions: 0.9.5 1.0.0 
- older
0.9.0
/opt/lictor-agent: current launcher packaged root.json versions  /opt/lictor-agent/versions: 0.9.0 0.9.5 
${before}enrolment.json
- again, with what it had
1.0.0
/opt/lictor-agent: current launcher packaged root.json versions  /opt/lictor-agent/versions: 1.0.0 
enrol --data /var/lib/lictor-agent by lictor-agent, server https://console:7443, token lt1_secret
${before}nobody left`.split('\n'),
    )
  },
)

test.skipIf(!hasRoot || !isInstalled('rpmbuild'))(
  'an .rpm is installed, updated, gone back from and removed (rpm, in a throw-away root)',
  () => {
    const rpm = (how: string, version: string) =>
      // Debian's rpm warns of itself.
      `rpm ${how} --nodeps /mnt/lictor-agent-${version}-1.${target.rpmArchitecture}.rpm 2>&1 | sed /^rpm:/d`
    const { stdout, stderr } = runInThrowAwayRoot(
      `
mkdir -p /etc/lictor-agent
printf 'LICTOR_SERVER=https://console:7443\\nLICTOR_TOKEN=wrong\\n' >/etc/lictor-agent/enrol.conf
chmod 600 /etc/lictor-agent/enrol.conf
${rpm('-U', '0.9.0')}; ls -A /var/lib/lictor-agent /etc/lictor-agent
sed -i s/wrong/lt1_secret/ /etc/lictor-agent/enrol.conf
chmod 644 /etc/lictor-agent/enrol.conf; ${rpm('-U --replacepkgs', '0.9.0')}; ls -A /etc/lictor-agent
chmod 600 /etc/lictor-agent/enrol.conf; ${rpm('-U --replacepkgs', '0.9.0')}; ls -A /etc/lictor-agent; cat /var/lib/lictor-agent/enrolment.json
echo '- itself'; ${updateItself}
${rpm('-U', '1.0.0')}; ${look}; cat /opt/lictor-agent/previous
echo '- older'; ${rpm('-U --oldpackage', '0.9.0')}; ${look}; stat -c '%A %U:%G %n' /opt/lictor-agent /opt/lictor-agent/root.json
rpm -e --nodeps lictor-agent; ls -A /opt; ls /var/lib/lictor-agent /usr/lib/systemd/system/lictor-agent.service /usr/bin/lictor-agent 2>/dev/null || true
`,
      files,
    )
    const before = spawnSync('ls', ['-A', '/opt'], { encoding: 'utf8' }).stdout
    expect(stdout.trimEnd().split('\n'), stderr).toEqual(
      `The console did not take it.
lictor-agent: installed, but not introduced to a console: the line above says why
/etc/lictor-agent:
enrol.conf

/var/lib/lictor-agent:
lictor-agent: /etc/lictor-agent/enrol.conf can be read by others and was not used; make it chmod 600
enrol.conf
enrol --data /var/lib/lictor-agent by lictor-agent, server https://console:7443, token lt1_secret
- itself
what root put there stays
1.0.0
/opt/lictor-agent: current launcher packaged previous root.json versions  /opt/lictor-agent/versions: 0.9.5 1.0.0 
0.9.5
- older
0.9.0
/opt/lictor-agent: current launcher packaged root.json versions  /opt/lictor-agent/versions: 0.9.0 0.9.5 
drwxrwxr-t root:lictor-agent /opt/lictor-agent
-rw-r--r-- root:root /opt/lictor-agent/root.json
${before}/var/lib/lictor-agent:
enrolment.json`.split('\n'),
    )
  },
)

test('install.sh installs into folders of anybody, over same, older and newer, and removes', () => {
  const at = (name: string) => join(files, name)
  const unpack = (version: string) => {
    const { status, stderr } = spawnSync('tar', [
      '-xzf',
      at(`lictor-agent-${version}-${target.platform}.tar.gz`),
      '-C',
      files,
    ])
    expect([status, String(stderr)]).toEqual([0, ''])
  }
  const install = (version: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(
      join(files, `lictor-agent-${version}-${target.platform}/install.sh`),
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
  unpack('0.9.0')
  unpack('1.0.0')
  writeFileSync(at('token'), 'lt1_secret\n', { mode: 0o600 })

  const wrong = install('0.9.0', [], { LICTOR_TOKEN: 'wrong' })
  expect([wrong.status, used()]).toEqual([3, [undefined, '0.9.0']])
  const first = install('0.9.0', ['--server', 'https://console:7443', '--token-file', at('token')])
  expect([first.status, first.stderr]).toEqual([0, `lictor-agent: version 0.9.0 is installed in ${at('root')}\n`])
  expect(readFileSync(at('data/enrolment.json'), 'utf8')).toMatch(
    /^enrol --data \S+ by \w+, server https:\/\/console:7443, token lt1_secret\n$/,
  )
  expect(statSync(at('data')).mode & 0o777).toBe(0o700)

  expect([install('1.0.0').status, used()]).toEqual([0, ['0.9.0', '1.0.0']])
  expect([install('1.0.0').status, used()]).toEqual([0, ['0.9.0', '1.0.0']])
  expect(install('0.9.0').stderr).toContain('version 1.0.0, which is newer than 0.9.0, stays in use')
  expect(used()).toEqual(['0.9.0', '1.0.0'])
  expect([install('0.9.0', ['--downgrade']).status, used()]).toEqual([0, ['1.0.0', '0.9.0']])
  expect(spawnSync(at('root/launcher'), ['--version'], { encoding: 'utf8' }).stdout).toBe('0.9.0\n')

  expect(install('0.9.0', ['--data', 'relative']).status).toBe(2)
  expect(install('0.9.0', ['--nonsense']).stderr).toContain('--nonsense is not understood; nothing was changed')
  expect([install('0.9.0', ['--uninstall']).status, used()]).toEqual([0, [undefined, undefined]])
  expect(statSync(at('data/enrolment.json')).isFile()).toBe(true)
  writeFileSync(at('data/identity.json'), '{}')
  expect(install('0.9.0', ['--uninstall', '--purge']).status).toBe(0)
  expect(() => statSync(at('data'))).toThrow()
})

test.skipIf(!isInstalled('systemd-analyze'))('systemd understands the unit', async () => {
  const unit = join(files, 'lictor-agent.service')
  writeFileSync(join(files, 'launcher'), '')
  chmodSync(join(files, 'launcher'), 0o755)
  writeFileSync(unit, await scriptText('lictor-agent.service', { ROOT: files, DATA: files, USER: 'root' }))
  const { status, stderr } = spawnSync('systemd-analyze', ['--man=no', 'verify', unit], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})
