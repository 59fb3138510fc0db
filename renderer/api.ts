import { createClient } from '../core/contract/client.ts'
import { createElectronTransport } from './transport/electron-transport.ts'
import { createWebTransport } from './transport/web-transport.ts'

/** The one line to the core: the preload's bridge in the desktop window, a WebSocket in a browser page. */
export const transport = window.lictor ? createElectronTransport(window.lictor) : createWebTransport()

/** Every call and event of the contract, typed. Stores take it as an argument, so that tests can bring their own. */
export const api = createClient(transport)

/** Hands a dropped or chosen file to the core. In a browser page it is copied, hence the progress. */
export const offerFile = transport.offerFile

/**
 * Brings a written export to the user: the host's own dialog, or a download. Resolves to false when the dialog was closed
 * without saving.
 */
export const saveExport = async (exportId: string, fileName: string): Promise<boolean> => {
  const address = transport.downloadAddress(exportId)
  if (address === undefined) return (await api.call('host.saveExport', { exportId, fileName })).saved
  const anchor = document.createElement('a')
  anchor.href = address
  anchor.download = fileName
  anchor.click()
  return true
}
