import { type BrowserWindow, dialog } from 'electron'

export interface ClosingOptions {
  readonly hasRunningWork: () => boolean
  /** Called with a listener for whenever work may have ended; returns how to stop. */
  readonly onWorkChanged: (listener: () => void) => () => void
  readonly quit: () => void
}

/** Asks before a window with running work closes: go on hidden and quit at the end, stop now, or stay. */
export const askBeforeClosing = (
  window: BrowserWindow,
  { hasRunningWork, onWorkChanged, quit }: ClosingOptions,
): void => {
  let mayClose = false
  let isAsking = false
  let stopWaiting: (() => void) | undefined

  const closeNow = (): void => {
    mayClose = true
    quit()
  }
  const finishHidden = (): void => {
    window.hide()
    const check = (): void => {
      // Somebody started the console again meanwhile: it goes on as before.
      if (window.isVisible()) stopWaiting?.()
      else if (!hasRunningWork()) closeNow()
    }
    stopWaiting = onWorkChanged(check)
    check()
  }
  const ask = async (): Promise<void> => {
    isAsking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'An import is still running.',
      detail: 'What was read so far is kept. An import that is stopped can be resumed where it was.',
      buttons: ['Finish in the background, then quit', 'Stop and quit', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    })
    isAsking = false
    if (response === 0) finishHidden()
    if (response === 1) closeNow()
  }

  window.on('close', (event) => {
    if (mayClose || !hasRunningWork()) return
    event.preventDefault()
    if (!isAsking) void ask()
  })
  window.once('closed', () => stopWaiting?.())
}
