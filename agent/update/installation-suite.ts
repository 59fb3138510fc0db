import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Installation, installationAt, programOf } from './installation.ts'

/** For tests: an installation whose versions are shell scripts. Each start is noted in `starts`. */
export interface ScriptedInstallation {
  readonly installation: Installation
  readonly data: string
  readonly folder: string
  /** `script` runs with $VERSION and $DATA. */
  install(version: string, script: string): void
  starts(): readonly string[]
  current(): string
  has(file: string): boolean
  remove(): void
}

/** Tells that it is well, as an agent does when its console answered. */
export const reports = `printf '{"version":"%s","time":1}' "$VERSION" >"$DATA/healthy.json"`
/** Runs until it is told to end. */
export const stays = `while :; do sleep 0.05; done`

export const scriptedInstallation = (): ScriptedInstallation => {
  const folder = mkdtempSync(join(tmpdir(), 'installation-'))
  const [root, data] = [join(folder, 'root'), join(folder, 'data')]
  const installation = installationAt(root)
  mkdirSync(installation.versions, { recursive: true })
  mkdirSync(data)
  const starts = join(folder, 'starts')
  writeFileSync(starts, '')
  return {
    installation,
    data,
    folder,
    install(version, script) {
      const program = programOf(installation, version)
      mkdirSync(join(installation.versions, version))
      writeFileSync(program, `#!/bin/sh\nVERSION=${version} DATA='${data}'\necho ${version} >>'${starts}'\n${script}\n`)
      chmodSync(program, 0o755)
    },
    starts: () => readFileSync(starts, 'utf8').split('\n').filter(Boolean),
    current: () => readFileSync(installation.current, 'utf8').trim(),
    has: (file) => existsSync(join(data, file)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
