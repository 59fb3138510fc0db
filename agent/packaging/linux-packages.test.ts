import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packDeb } from './pack-deb.ts'
import { packRpm } from './pack-rpm.ts'
import { packStandIns, standInTarget as target } from './packages-suite.ts'
import { scriptText } from './payload.ts'
import { hasThrowAwayRoot, lacks, runInThrowAwayRoot, titled } from './throw-away-root-suite.ts'

const files = mkdtempSync(join(tmpdir(), 'packages of the agent-'))
afterAll(() => rmSync(files, { recursive: true, force: true }))
const noRoot = hasThrowAwayRoot(files) ? '' : 'root and the overlay file system'
beforeAll(() => packStandIns(files, [packDeb, ...(lacks('rpmbuild') === '' ? [packRpm] : [])]))

const next =
  'lictor-agent: next: LICTOR_TOKEN=TOKEN lictor-agent enrol --server ADDRESS, then systemctl start lictor-agent'

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

test.skipIf(noRoot !== '' || lacks('dpkg') !== '')(
  titled(
    'a .deb is installed, updated, gone back from, removed and purged (dpkg, in a throw-away root)',
    noRoot,
    lacks('dpkg'),
  ),
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

test.skipIf(noRoot !== '' || lacks('dpkg') !== '')(
  titled(
    'a .deb starts its service, again when it is brought up to date, and is installed whatever systemd says',
    noRoot,
    lacks('dpkg'),
  ),
  () => {
    const deb = (version: string) =>
      `dpkg --force-depends -i /mnt/lictor-agent_${version}_${target.debArchitecture}.deb 2>&1 | grep ^lictor-agent: || true`
    const { stdout, stderr } = runInThrowAwayRoot(
      `
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mkdir -p /run/systemd/system /usr/local/bin
printf '#!/bin/sh\nprintf "%%s " "$1" >>/told\ncase " $REFUSES " in *" $1 "*) exit 1 ;; esac\n' >/usr/local/bin/systemctl
chmod 755 /usr/local/bin/systemctl
look() { echo "$(cat /told): $(dpkg-query -W -f '\${Status}' lictor-agent)"; rm -f /told; }
export LICTOR_SERVER=https://console:7443
${deb('0.9.0')}; look
LICTOR_TOKEN=lt1_secret ${deb('0.9.0')}; look
${deb('1.0.0')}; look
LICTOR_TOKEN=lt1_other ${deb('1.0.0')}; look
printf '#!/bin/sh\\necho root\\n' >/usr/local/sbin/systemctl && chmod 755 /usr/local/sbin/systemctl
lictor-agent status; rm /usr/local/sbin/systemctl
export REFUSES='is-enabled'; ${deb('1.0.0')}; look
export REFUSES='is-enabled is-active'; ${deb('1.0.0')}; look
export REFUSES='daemon-reload enable restart'; ${deb('1.0.0')}; look
dpkg -r lictor-agent >/dev/null; rm -f /told
LICTOR_TOKEN=lt1_other ${deb('1.0.0')}; look
`,
      files,
    )
    expect(stdout.trimEnd().split('\n'), stderr).toEqual(
      `${next}
daemon-reload enable : install ok installed
daemon-reload is-enabled restart : install ok installed
daemon-reload is-enabled restart : install ok installed
lictor-agent: this machine is introduced to a console already; the token was not used
daemon-reload is-enabled restart : install ok installed
status by root, state /var/lib
daemon-reload is-enabled is-active restart : install ok installed
daemon-reload is-enabled is-active : install ok installed
lictor-agent: systemd did not read its units anew
lictor-agent: the service did not start: journalctl -u lictor-agent says why
daemon-reload is-enabled restart : install ok installed
lictor-agent: this machine is introduced to a console already; the token was not used
lictor-agent: systemd did not read its units anew
lictor-agent: the service was not switched on
lictor-agent: the service did not start: journalctl -u lictor-agent says why
daemon-reload enable is-enabled restart : install ok installed`.split('\n'),
    )
  },
)

test.skipIf(noRoot !== '' || lacks('rpmbuild') !== '')(
  titled(
    'an .rpm is installed, updated, gone back from and removed (rpm, in a throw-away root)',
    noRoot,
    lacks('rpmbuild'),
  ),
  () => {
    const rpm = (how: string, version: string) =>
      // Debian's rpm warns of itself.
      `rpm ${how} --nodeps /mnt/lictor-agent-${version}-1.${target.rpmArchitecture}.rpm 2>&1 | sed /^rpm:/d`
    const { stdout, stderr } = runInThrowAwayRoot(
      `
mkdir -p /etc/lictor-agent
printf 'LICTOR_SERVER=https://console:7443\\r\\nLICTOR_TOKEN=wrong' >/etc/lictor-agent/enrol.conf
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
${next}
/etc/lictor-agent:
enrol.conf

/var/lib/lictor-agent:
lictor-agent: /etc/lictor-agent/enrol.conf can be read by others and was not used; make it chmod 600
${next}
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

const noSystemd = lacks('systemd-analyze')
test.skipIf(noSystemd !== '')(titled('systemd understands the unit', noSystemd), async () => {
  const unit = join(files, 'lictor-agent.service')
  writeFileSync(join(files, 'launcher'), '')
  chmodSync(join(files, 'launcher'), 0o755)
  writeFileSync(unit, await scriptText('lictor-agent.service', { ROOT: files, DATA: files, USER: 'root' }))
  const { status, stderr } = spawnSync('systemd-analyze', ['--man=no', 'verify', unit], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})
