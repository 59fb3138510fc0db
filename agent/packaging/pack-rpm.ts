import { copyFile, link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runTool } from './build-tool.ts'
import { linuxFiles, maintainer } from './pack-deb.ts'
import { type Payload, scriptText } from './payload.ts'
import { packageVersion } from './version-names.ts'

/** The package for Fedora, RHEL, SUSE and their kin, by `rpmbuild`. @returns its file name */
export const packRpm = async (payload: Payload, folder: string): Promise<string> => {
  const { target, version, executable, seconds } = payload
  const work = await mkdtemp(join(tmpdir(), 'lictor-rpm-'))
  try {
    const tree = join(work, 'tree')
    const paths = []
    for (const { path, mode, content } of await linuxFiles(payload, 'rpm')) {
      const place = join(tree, path)
      await mkdir(dirname(place), { recursive: true })
      if (typeof content === 'string' || Buffer.isBuffer(content)) await writeFile(place, content)
      else await link(executable, place).catch(() => copyFile(executable, place))
      paths.push(`%attr(${mode.toString(8)}, root, root) ${path.slice(1)}`)
    }
    const spec = join(work, 'lictor-agent.spec')
    await writeFile(spec, await specText(payload, tree, paths))
    await runTool(
      'rpmbuild',
      ['-bb', '--quiet', `--target=${target.rpmArchitecture}-linux`, `--define=_topdir ${join(work, 'build')}`, spec],
      { env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) } },
    )
    const made = join(work, 'build', 'RPMS', target.rpmArchitecture)
    const [name] = await readdir(made)
    if (name === undefined) throw new Error('rpmbuild wrote no package.')
    const file = `lictor-agent-${version}-1.${target.rpmArchitecture}.rpm`
    await copyFile(join(made, name), join(folder, `${file}.new`))
    await rename(join(folder, `${file}.new`), join(folder, file))
    return file
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/**
 * Nothing is compiled: what there is is taken as it is, and the program is not touched. What is done after an installation is done last, when
 * the files of the version before are gone.
 */
const specText = async ({ version, seconds }: Payload, tree: string, paths: readonly string[]): Promise<string> => {
  // A percent sign would begin a macro.
  const shared = `set -eu\n${await scriptText('agent-setup.sh')}\n${await scriptText('after-install.sh')}`.replaceAll(
    '%',
    '%%',
  )
  return `%global debug_package %{nil}
%global __os_install_post %{nil}
%global __strip /bin/true
%global _build_id_links none
%global _binary_payload w9.zstdio
%global _source_payload w9.zstdio
%global clamp_mtime_to_source_date_epoch 1
%global use_source_date_epoch_as_buildtime 1
%global _buildhost lictor.invalid

Name: lictor-agent
Version: ${packageVersion(version)}
Release: 1
Summary: Reports to a Lictor console what runs on this machine
License: LicenseRef-Lictor
URL: https://lictor.invalid
Group: System/Monitoring
Packager: ${maintainer}
AutoReqProv: no
Requires: glibc >= 2.28
Requires: libstdc++.so.6(GLIBCXX_3.4.21)(64bit)
Requires: libatomic.so.1()(64bit)
Requires(pre): /usr/sbin/useradd
Requires: /usr/bin/setpriv

%description
The agent looks at what its console asks for (programs, modules, addresses,
logs of licence servers), keeps it on the disk until the console has it, and
reports once per interval.

%install
mkdir -p %{buildroot}
cp -al ${tree}/. %{buildroot}/ 2>/dev/null || cp -a ${tree}/. %{buildroot}/

%files
%dir /opt/lictor-agent/versions/${version}
%doc /usr/share/doc/lictor-agent/README
%license /usr/share/doc/lictor-agent/copyright
%license /usr/share/doc/lictor-agent/LICENCES
${paths.filter((path) => !path.includes('/usr/share/doc/')).join('\n')}

%posttrans
${shared}
after_install '${version}'

%preun
${shared}
[ "$1" -gt 0 ] || before_removal

%postun
${shared}
[ "$1" -gt 0 ] || after_removal

%changelog
* ${changeDate(seconds)} ${maintainer} - ${packageVersion(version)}-1
- Built from the source of the console of this version.
`
}
/** `Sun Nov 22 2026` */
const changeDate = (seconds: number): string => {
  const [day, date, month, year] = new Date(seconds * 1000).toUTCString().replace(',', '').split(' ')
  return [day, month, date, year].join(' ')
}
