import type { BundledInstaller, InstallerState } from '../../contract/updates.ts'
import type { Artifact } from '../protocol/updates.ts'
import { installCommand } from './install-command.ts'
import type { FoundRelease } from './read-release.ts'

/** `fault` is empty for a file that is as it was signed, else follows its name. */
export const installerOf = (artifact: Artifact, { claimed }: FoundRelease, fault: string): BundledInstaller => {
  const { platform, purpose, format, file, bytes, sha256 } = artifact
  const isVerified = fault === ''
  return {
    platform,
    purpose,
    format,
    file,
    bytes,
    sha256,
    version: claimed?.version ?? '',
    isVerified,
    problem: isVerified ? '' : `${file} ${fault}. It is not handed out. Install the console again to get a whole one.`,
    command: isVerified && purpose === 'package' ? installCommand(artifact) : '',
  }
}

export const stateOf = (
  { trusted, isDevelopment, problem }: FoundRelease,
  installers: readonly BundledInstaller[],
): InstallerState => {
  const bad = installers.filter(({ isVerified }) => !isVerified)
  return {
    installers,
    version: trusted?.release.version ?? '',
    issued: trusted?.release.issued ?? 0,
    expires: trusted?.release.expires ?? 0,
    isDevelopment,
    problem: [problem, trusted ? summary(bad, installers.length) : ''].filter(Boolean).join(' '),
  }
}

const summary = (bad: readonly BundledInstaller[], of: number): string => {
  const [first] = bad
  if (!first) return ''
  return bad.length === 1 ? first.problem : `${bad.length} of ${of} files cannot be used; the first: ${first.problem}`
}
