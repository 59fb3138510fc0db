import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasTool, runTool } from './build-tool.ts'
import type { Bundle } from './bundle-program.ts'
import { signAdHoc } from './mach-o-signature.ts'
import { packDeb } from './pack-deb.ts'
import { packNsis, windowsCompiler } from './pack-nsis.ts'
import { packRpm } from './pack-rpm.ts'
import { packTar } from './pack-tar.ts'
import { packProgram } from './pack-update.ts'
import type { Payload } from './payload.ts'
import { hostPlatform, type TargetPlatform } from './platforms.ts'
import { bringRuntime, runtimeLicence } from './runtime.ts'
import type { PackedFile } from './signing.ts'
import { hashFile } from './signing-keys.ts'
import { makeExecutable } from './single-executable.ts'

export interface PlatformBuild {
  readonly target: TargetPlatform
  readonly version: string
  readonly bundle: Bundle
  /** Runtime of this machine, of the same version. */
  readonly builder: string
  readonly root: string
  readonly seconds: number
  /** Where runtimes lie, where the work is done, and where what is made goes. */
  readonly cache: string
  readonly work: string
  readonly output: string
  readonly say: (line: string) => void
}

interface Package {
  readonly format: PackedFile['format']
  /** What has to be installed, and as which Debian package. */
  readonly tools: readonly (readonly [command: string, debian: string])[]
  readonly pack: (payload: Payload, folder: string) => Promise<string>
}

const packages: { readonly [system in TargetPlatform['system']]: readonly Package[] } = {
  linux: [
    { format: 'deb', tools: [], pack: packDeb },
    { format: 'rpm', tools: [['rpmbuild', 'rpm']], pack: packRpm },
    { format: 'tar.gz', tools: [], pack: packTar },
  ],
  windows: [
    {
      format: 'exe',
      tools: [
        ['makensis', 'nsis'],
        [windowsCompiler, 'gcc-mingw-w64-x86-64'],
      ],
      pack: packNsis,
    },
  ],
  macos: [{ format: 'tar.gz', tools: [], pack: packTar }],
}

/** Builds the program for a platform and everything it is handed on as. A package whose tool is missing is left out, and that is said. */
export const buildPlatform = async (build: PlatformBuild): Promise<readonly PackedFile[]> => {
  const { target, version, bundle, cache, output, say } = build
  const { platform } = target
  const runtime = await bringRuntime(target, cache, say)
  const executable = join(build.work, `${platform}-${target.executable}`)
  await makeExecutable(build.builder, runtime.slim, bundle.file, executable, build.work)
  if (target.system === 'macos') await signAdHoc(executable, 'io.lictor.agent')
  if (target === hostPlatform()) await runTool(executable, ['--version'])
  const update = `lictor-agent-${version}-${platform}.gz`
  const packed = await packProgram(executable, join(output, update))
  const unpacked = { bytes: packed.bytes, sha256: await hashFile(executable) }
  const files: PackedFile[] = [{ platform, purpose: 'update', format: 'gz', file: update, unpacked }]
  const licences = `== Node.js ==\n\n${(await runtimeLicence(cache)).trim()}\n\n${bundle.licences}`
  const payload: Payload = { target, version, executable, packed, root: build.root, licences, seconds: build.seconds }
  for (const { format, tools, pack } of packages[target.system]) {
    const missing = []
    for (const [command, debian] of tools) if (!(await hasTool(command))) missing.push(`${command} (Debian: ${debian})`)
    if (missing.length > 0) {
      say(`${platform} ${format}: not built, ${missing.join(' and ')} missing`)
      continue
    }
    files.push({ platform, purpose: 'package', format, file: await pack(payload, output) })
  }
  await rm(executable)
  return files
}
