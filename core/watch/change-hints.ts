import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/**
 * Word from the system that something changed in a folder. A hint only: network shares give none, and a full queue drops some, so the
 * regular looks go on. @returns what ends it; `undefined` where the system cannot tell
 */
export const followHints = (
  { path, kind }: { readonly path: string; readonly kind: 'folder' | 'file' },
  onHint: () => void,
  onEnd: () => void,
): (() => void) | undefined => {
  let watcher: FSWatcher
  try {
    // A file's own watch ends when it is renamed; its folder's does not.
    watcher = watch(kind === 'folder' ? path : dirname(path), { persistent: false }, (_, name) => {
      if (kind === 'folder' || name === null || name === basename(path)) onHint()
    })
  } catch {
    return undefined
  }
  watcher.on('error', () => {
    watcher.close()
    onEnd()
  })
  return () => watcher.close()
}
