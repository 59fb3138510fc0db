import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A script runs as root in what looks like this machine, and writes into memory: a file system over the real one, in a mount namespace of its
 * own, which ends with the script. `files` is a folder of the real one that the script finds under /mnt.
 */
export const runInThrowAwayRoot = (script: string, files: string) => {
  const work = mkdtempSync(join(tmpdir(), 'root-'))
  try {
    const outside = `set -eu
mount -t tmpfs none ${work}/
mkdir ${work}/upper ${work}/work ${work}/root
mount -t overlay none -o lowerdir=/,upperdir=${work}/upper,workdir=${work}/work ${work}/root
mount --bind '${files}' ${work}/root/mnt
mount -t tmpfs none ${work}/root/run
for place in dev/null dev/urandom; do : >>${work}/root/$place; mount --bind /$place ${work}/root/$place; done
exec chroot ${work}/root /bin/sh -s`
    mkdirSync(files, { recursive: true })
    return spawnSync('unshare', ['--mount', '--pid', '--fork', 'sh', '-c', outside], {
      encoding: 'utf8',
      input: `set -eu\nmount -t proc proc /proc\n${script}`,
      timeout: 60_000,
    })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** What of these is not installed here, to follow "missing"; empty when all are. */
export const lacks = (...tools: readonly string[]): string =>
  tools.filter((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error !== undefined).join(' and ')

/** The title of a test that may be left out, with what it lacks. */
export const titled = (title: string, ...missing: readonly string[]): string => {
  const all = missing.filter(Boolean).join(' and ')
  return all === '' ? title : `${title} (not run: ${all} missing)`
}

/** Whether this machine lets us do that: it takes root and the overlay file system. `files`: any folder. */
export const hasThrowAwayRoot = (files: string): boolean =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  runInThrowAwayRoot('test ! -e /opt/nothing-here && echo yes', files).stdout === 'yes\n'
