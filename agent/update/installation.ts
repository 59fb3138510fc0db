import { constants } from 'node:fs'
import { access, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Platform, platforms } from '../../core/agents/protocol/updates.ts'
import { compareVersions } from '../../core/agents/protocol/versions.ts'
import { replaceFile } from '../replace-file.ts'

/**
 * Where the program lies. Launchers and agents of all versions share this form, and installers write it: `current` and `previous` are one line, a
 * version; its program is `versions/VERSION/lictor-agent`, on Windows with `.exe`.
 */
export interface Installation {
  readonly path: string
  /** Keys that the agent begins to trust with. */
  readonly roots: string
  readonly versions: string
  readonly current: string
  readonly previous: string
}

/** Set by the launcher for the agent: the path of the installation. Without it nobody would start what an update brings. */
export const installationVariable = 'LICTOR_AGENT_ROOT'

export const installationAt = (folder: string): Installation => {
  const path = resolve(folder)
  return {
    path,
    roots: join(path, 'root.json'),
    versions: join(path, 'versions'),
    current: join(path, 'current'),
    previous: join(path, 'previous'),
  }
}

export const executableName = process.platform === 'win32' ? 'lictor-agent.exe' : 'lictor-agent'

export const programOf = ({ versions }: Installation, version: string): string =>
  join(versions, version, executableName)

/** Of this machine; undefined where no agent is built for it. */
export const thisPlatform = (): Platform | undefined => {
  const system = process.platform === 'win32' ? 'win' : process.platform
  return platforms.find((platform) => platform === `${system}-${process.arch}`)
}

/** As in core/agents/protocol/updates.ts: a version becomes the name of a folder, and no way out of it. */
export const isVersionName = (text: string): boolean =>
  /^\d{1,5}\.\d{1,5}\.\d{1,5}(-[0-9A-Za-z.-]{1,40})?$/.test(text) && !text.includes('..')

/** The version that a pointer file names; undefined where it is missing, cannot be read or names none. */
export const readPointer = async (path: string): Promise<string | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => '')
  return isVersionName(text.trim()) ? text.trim() : undefined
}

/** After a crash it is the old one or the new one. Whoever calls the agent on this machine reads it. */
export const writePointer = (path: string, version: string): Promise<void> => replaceFile(path, `${version}\n`, 0o644)

export const isInstalled = (installation: Installation, version: string): Promise<boolean> =>
  access(programOf(installation, version), constants.X_OK).then(
    () => true,
    () => false,
  )

/** Versions whose program is there, the newest first. */
export const installedVersions = async (installation: Installation): Promise<readonly string[]> => {
  const names = await readdir(installation.versions).catch(() => [])
  const found = []
  for (const name of names.filter(isVersionName)) if (await isInstalled(installation, name)) found.push(name)
  return found.sort((a, b) => compareVersions(b, a))
}
