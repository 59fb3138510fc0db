import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packProgram } from './pack-update.ts'
import type { Payload } from './payload.ts'
import { targetPlatforms } from './platforms.ts'

/** The Linux that packages are tried out on: this machine's, where there is one. */
export const standInTarget =
  targetPlatforms.find(({ platform }) => platform === `linux-${process.arch}`) ?? targetPlatforms[0]!

/** Stands in for the agent: says its version, and keeps what it is introduced with. */
const program = (version: string) => `#!/bin/sh
case $1 in
  --version) echo ${version} ;;
  enrol)
    test "$LICTOR_TOKEN" != wrong || { echo 'The console did not take it.' >&2; exit 1; }
    echo "$* by $(id -un), server $LICTOR_SERVER, token $LICTOR_TOKEN" >"$3/enrolment.json" ;;
  status) echo "$* by $(id -un), state $XDG_STATE_HOME" ;;
esac
`

/** Packs two versions of the stand-in, 0.9.0 and 1.0.0, into a folder. */
export const packStandIns = async (
  folder: string,
  packs: readonly ((payload: Payload, folder: string) => Promise<string>)[],
): Promise<void> => {
  for (const version of ['0.9.0', '1.0.0']) {
    const executable = join(folder, `program-${version}`)
    writeFileSync(executable, program(version))
    chmodSync(executable, 0o755)
    const payload: Payload = {
      target: standInTarget,
      version,
      executable,
      packed: await packProgram(executable, join(folder, `${version}.gz`)),
      root: '{"roots":[]}\n',
      licences: 'None.\n',
      seconds: 1_790_000_000,
    }
    for (const pack of packs) await pack(payload, folder)
  }
}
