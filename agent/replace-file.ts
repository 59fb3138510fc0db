import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file so that after a crash it is the old one or the new one, whole. Only its owner may read it, unless `mode` says otherwise. */
export const replaceFile = async (path: string, text: string, mode = 0o600): Promise<void> => {
  const draft = `${path}.new`
  const file = await open(draft, 'w', mode)
  try {
    // Whatever the umask is.
    await file.chmod(mode)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncFolder(dirname(path))
}

/** Makes names in a folder safe. Windows has nothing of the kind, and needs none. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
