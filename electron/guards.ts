import { app, type Session, type WebContents } from 'electron'
import { isOurPage } from './page-address.ts'

/** Keeps every page of the application where it is: no leaving, no second window, no embedded browser. */
export const guardContents = (openLink: (contents: WebContents, address: string) => void): void => {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => keepHome(event))
    contents.on('will-frame-navigate', (event) => keepHome(event))
    contents.on('will-redirect', (event) => keepHome(event))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openLink(contents, url)
      return { action: 'deny' }
    })
  })
}

const keepHome = (event: { readonly url: string; preventDefault(): void }): void => {
  if (!isOurPage(event.url)) event.preventDefault()
}

/** Copying text is all that the page needs of the machine; Electron would grant everything that nobody denies. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

export const guardPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) =>
    callback(granted.has(permission) && isOurPage(requestingUrl)),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) => granted.has(permission) && isOurPage(requestingOrigin),
  )
  session.setDevicePermissionHandler(() => false)
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null))
}

/** Nothing leaves the machine: what the page's policy should already forbid ends here. The updater has a session of its own. */
export const guardNetwork = (session: Session): void => {
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'] },
    (_details, callback) => callback({ cancel: true }),
  )
  session.on('will-download', (event, item) => {
    // Pictures and tables that the page made itself; the save dialog asks where to.
    if (!item.getURL().startsWith('blob:app://console/') && !item.getURL().startsWith('data:image/'))
      event.preventDefault()
  })
}
