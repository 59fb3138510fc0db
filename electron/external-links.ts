import { type BaseWindow, dialog, shell } from 'electron'

/** The address as it would be opened outside, or `undefined` when it is not one that may leave the window. */
export const externalAddress = (address: string): string | undefined => {
  const url = URL.parse(address)
  if (url === null || address.length > 2000) return undefined
  if (url.protocol === 'mailto:') return url.href
  // A name before the host is there to make another host look like the one meant.
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined
}

/** Opens an https or mailto address outside the console, after asking: addresses may come from a log. Everything else is dropped. */
export const openExternally = async (window: BaseWindow, address: string): Promise<void> => {
  const target = externalAddress(address)
  if (target === undefined) return
  const isMail = target.startsWith('mailto:')
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: isMail ? 'Write an e-mail?' : `Open ${new URL(target).host} in the browser?`,
    detail: target,
    buttons: [isMail ? 'Write e-mail' : 'Open in browser', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) await shell.openExternal(target)
}
