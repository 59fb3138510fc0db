import { app, type BrowserWindow, crashReporter, dialog } from 'electron'
import type { Logger } from 'pino'

/** Crash dumps stay on this machine; what goes wrong outside any call ends in the log, not in a dialog full of stack. */
export const watchCrashes = (log: Logger): void => {
  crashReporter.start({ uploadToServer: false })
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') log.error({ details }, 'a child process ended')
  })
  process.on('uncaughtException', (error) => log.fatal({ err: error }, 'uncaught exception'))
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'unhandled rejection'))
}

/** Offers to load the page again when its process ended or hangs. The core goes on meanwhile: nothing is lost with a page. */
export const watchPage = (window: BrowserWindow, log: Logger, showLogs: () => void): void => {
  let isAsking = false
  const ask = async (message: string): Promise<void> => {
    if (isAsking || window.isDestroyed()) return
    isAsking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail: 'Imports go on and nothing was lost. Reloading brings the page back.',
      buttons: ['Reload', 'Show log files', 'Close Lictor'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    isAsking = false
    if (window.isDestroyed()) return
    if (response === 1) showLogs()
    if (response === 2) window.close()
    else window.webContents.reload()
  }
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    log.error({ details }, 'the page ended')
    void ask('The page stopped working.')
  })
  window.on('unresponsive', () => {
    log.warn('the page does not respond')
    void ask('The page does not respond.')
  })
}
