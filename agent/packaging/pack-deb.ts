import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { linuxPlaces, type Payload, scriptText, shellScript } from './payload.ts'
import { type TarEntry, writeTarGz } from './tar.ts'
import { packageVersion } from './version-names.ts'

/** The package for Debian, Ubuntu and their kin. @returns its file name */
export const packDeb = async (payload: Payload, folder: string): Promise<string> => {
  const { target, version, seconds } = payload
  const file = `lictor-agent_${version}_${target.debArchitecture}.deb`
  const [control, data] = [join(folder, `${file}.control`), join(folder, `${file}.data`)]
  const entries = await linuxFiles(payload, 'deb')
  await writeTarGz(data, withFolders(entries), seconds)
  await writeTarGz(control, await controlFiles(payload, entries), seconds)
  await writeArchive(join(folder, file), seconds, [
    ['debian-binary', Buffer.from('2.0\n')],
    ['control.tar.gz', control],
    ['data.tar.gz', data],
  ])
  await Promise.all([rm(control), rm(data)])
  return file
}

/** What a Linux package puts where; paths begin with `./`. */
export const linuxFiles = async (payload: Payload, kind: 'deb' | 'rpm'): Promise<readonly TarEntry[]> => {
  const { version, packed, root, licences, seconds } = payload
  const doc = './usr/share/doc/lictor-agent'
  const changes = `lictor-agent (${packageVersion(version)}) stable; urgency=medium

  * Built from the source of the console of this version.

 -- ${maintainer}  ${new Date(seconds * 1000).toUTCString().replace('GMT', '+0000')}
`
  return [
    { path: `./opt/lictor-agent/versions/${version}/lictor-agent`, mode: 0o755, content: packed },
    { path: './opt/lictor-agent/root.json', mode: 0o644, content: root },
    {
      path: `${kind === 'rpm' ? './usr/lib' : './lib'}/systemd/system/lictor-agent.service`,
      mode: 0o644,
      content: await scriptText('lictor-agent.service', linuxPlaces),
    },
    { path: './usr/bin/lictor-agent', mode: 0o755, content: await scriptText('lictor-agent.sh') },
    { path: `${doc}/README`, mode: 0o644, content: await scriptText('README') },
    { path: `${doc}/copyright`, mode: 0o644, content: await scriptText('copyright') },
    { path: `${doc}/LICENCES`, mode: 0o644, content: licences },
    ...(kind === 'rpm'
      ? []
      : [
          { path: `${doc}/changelog.gz`, mode: 0o644, content: gzipSync(changes, { level: 9 }) },
          {
            path: './usr/share/lintian/overrides/lictor-agent',
            mode: 0o644,
            content: await scriptText('lintian-overrides'),
          },
        ]),
  ]
}

export const maintainer = 'Lictor <maintainers@lictor.invalid>'

const withFolders = (files: readonly TarEntry[]): readonly TarEntry[] => {
  const folders = new Set(['./'])
  for (const { path } of files)
    for (let end = path.indexOf('/', 2); end !== -1; end = path.indexOf('/', end + 1))
      folders.add(path.slice(0, end + 1))
  return [...[...folders].sort().map((path) => ({ path, mode: 0o755 })), ...files]
}

const controlFiles = async (
  { target, version, executable, packed }: Payload,
  entries: readonly TarEntry[],
): Promise<readonly TarEntry[]> => {
  const sums = []
  let bytes = packed.bytes
  for (const { path, content } of entries) {
    const own = typeof content === 'string' || Buffer.isBuffer(content) ? Buffer.from(content) : undefined
    bytes += own?.length ?? 0
    sums.push(`${await md5(own === undefined ? createReadStream(executable) : [own])}  ${path.slice(2)}\n`)
  }
  const script = async (name: string, main: string): Promise<TarEntry> => ({
    path: `./${name}`,
    mode: 0o755,
    content: await shellScript(await scriptText('after-install.sh'), main),
  })
  const control = `Package: lictor-agent
Version: ${packageVersion(version)}
Architecture: ${target.debArchitecture}
Maintainer: ${maintainer}
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), libgcc-s1 | libgcc1, libatomic1, passwd, util-linux (>= 2.33)
Section: admin
Priority: optional
Homepage: https://lictor.invalid
Description: reports to a Lictor console what runs on this machine
 The agent looks at what its console asks for (programs, modules, addresses,
 logs of licence servers), keeps it on the disk until the console has it, and
 reports once per interval.
`
  return [
    { path: './', mode: 0o755 },
    { path: './control', mode: 0o644, content: control },
    { path: './md5sums', mode: 0o644, content: sums.join('') },
    await script('postinst', `\n[ "$1" != configure ] || after_install '${version}'\n`),
    await script('prerm', '\n[ "$1" != remove ] || before_removal\n'),
    await script(
      'postrm',
      `
case $1 in
  remove) after_removal ;;
  purge) after_removal; forget_everything ;;
esac
`,
    ),
  ]
}

const md5 = async (pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<string> => {
  const hash = createHash('md5')
  for await (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

/** The `ar` format as dpkg reads it: a line, then each member after a header of 60 bytes, beginning at an even place. */
const writeArchive = async (
  path: string,
  seconds: number,
  members: readonly (readonly [name: string, content: Buffer | string])[],
): Promise<void> => {
  const output = await open(path, 'w', 0o644)
  try {
    await output.writeFile('!<arch>\n')
    for (const [name, content] of members) {
      const bytes = typeof content === 'string' ? (await stat(content)).size : content.length
      const numbers = [
        String(seconds).padEnd(12),
        '0'.padEnd(6),
        '0'.padEnd(6),
        '100644'.padEnd(8),
        String(bytes).padEnd(10),
      ]
      await output.writeFile(`${name.padEnd(16)}${numbers.join('')}\`\n`)
      if (typeof content === 'string')
        for await (const piece of createReadStream(content, { highWaterMark: 1 << 20 })) await output.writeFile(piece)
      else await output.writeFile(content)
      if (bytes % 2 === 1) await output.writeFile('\n')
    }
  } finally {
    await output.close()
  }
}
