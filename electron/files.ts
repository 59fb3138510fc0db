import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Api } from '../core/contract/contract.ts'
import { ConsoleError } from '../core/contract/errors.ts'
import type { FileOffers } from '../core/host/file-offers.ts'

export interface FileCallsOptions {
  readonly window: () => BrowserWindow | undefined
  readonly fileOffers: Pick<FileOffers, 'offerPath'>
  readonly exportFile: (id: string) => { readonly path: string } | undefined
}

/** The two calls of the contract that need a native dialog. Paths stay here; the page hears ids. */
export const createFileCalls = ({ window, fileOffers, exportFile }: FileCallsOptions) =>
  ({
    'host.pickFiles': async () => {
      const chosen = await dialog.showOpenDialog(openWindow(window()), {
        title: 'Choose files to import',
        buttonLabel: 'Import',
        properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
      })
      if (chosen.canceled) return []
      return Promise.all(
        chosen.filePaths.map(async (path) => ({ fileId: await fileOffers.offerPath(path), name: basename(path) })),
      )
    },
    'host.saveExport': async ({ exportId, fileName }) => {
      const found = exportFile(exportId)
      if (!found) throw new ConsoleError('not-found', 'This export is no longer there. Export the table again.')
      const name = basename(fileName.replaceAll('\\', '/'))
      const chosen = await dialog.showSaveDialog(openWindow(window()), {
        title: 'Save the export',
        buttonLabel: 'Save',
        defaultPath: join(app.getPath('downloads'), name),
        properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      })
      if (chosen.canceled || chosen.filePath === '') return { saved: false }
      await copyFile(found.path, chosen.filePath).catch((error: NodeJS.ErrnoException) => {
        throw new ConsoleError('refused', whyNotSaved(basename(chosen.filePath), error.code))
      })
      return { saved: true }
    },
  }) satisfies Partial<Api>

const openWindow = (window: BrowserWindow | undefined): BrowserWindow => {
  if (!window || window.isDestroyed()) throw new ConsoleError('refused', 'The window was closed.')
  return window
}

const whyNotSaved = (name: string, code: string | undefined): string => {
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `“${name}” was not saved: the disk is full. Make room or choose another folder; the export itself is kept.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `“${name}” was not saved: writing there is not allowed, or another program has the file open. Choose another folder; the export itself is kept.`
  return `“${name}” was not saved (${code ?? 'unknown reason'}). Choose another folder; the export itself is kept.`
}
