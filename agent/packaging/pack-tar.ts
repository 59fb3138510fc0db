import { join } from 'node:path'
import { type Payload, scriptText, shellScript } from './payload.ts'
import { writeTarGz } from './tar.ts'

/** The archive with `install.sh`, for Linux without its package managers, and for macOS. @returns its file name */
export const packTar = async (payload: Payload, folder: string): Promise<string> => {
  const { target, version, packed, root, licences, seconds } = payload
  const name = `lictor-agent-${version}-${target.platform}`
  const service = target.system === 'macos' ? 'io.lictor.agent.plist' : 'lictor-agent.service'
  const file = `${name}.tar.gz`
  await writeTarGz(
    join(folder, file),
    [
      { path: `${name}/`, mode: 0o755 },
      {
        path: `${name}/install.sh`,
        mode: 0o755,
        content: await shellScript(await scriptText('install.sh', { VERSION: version })),
      },
      { path: `${name}/${service}`, mode: 0o644, content: await scriptText(service) },
      { path: `${name}/root.json`, mode: 0o644, content: root },
      { path: `${name}/LICENCES`, mode: 0o644, content: licences },
      { path: `${name}/README`, mode: 0o644, content: await scriptText('README') },
      { path: `${name}/lictor-agent`, mode: 0o755, content: packed },
    ],
    seconds,
  )
  return file
}
