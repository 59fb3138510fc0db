import { rm } from 'node:fs/promises'
import type { AppUpdater } from 'electron-updater'
import { ConsoleError } from '../core/contract/errors.ts'
import type { Notice } from '../core/contract/tasks.ts'

export type UpdateNotice = Pick<Notice, 'severity' | 'title' | 'message'>

export interface UpdaterOptions {
  readonly updater: AppUpdater
  /** The feed named in the settings; empty: off. */
  readonly feed: () => Promise<string>
  readonly tell: (notice: UpdateNotice) => void
  readonly confirm: (message: string, detail: string, button: string) => Promise<boolean>
  /** Throws `refused` when the downloaded file is not to be trusted. Always runs before an installation. */
  readonly verify: (file: string, version: string, feed: string) => Promise<void>
  /** Brings the database to rest. */
  readonly beforeInstall: () => Promise<void>
  readonly log: (error: unknown, where: string) => void
}

/**
 * Updates from a plain folder on a server. Nothing is looked for, loaded or installed unasked while no feed is named; with one, only the
 * look is automatic. `check(true)` is somebody asking: it always says how it ended.
 */
export const createUpdater = ({ updater, feed, tell, confirm, verify, beforeInstall, log }: UpdaterOptions) => {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  updater.disableWebInstaller = true
  // Without a listener the emitter throws; every failure comes back from the call as well.
  updater.on('error', (error) => log(error, 'updater'))
  /** What was told unasked; told again only at the next start. */
  const told = new Set<string>()

  const tellOnce = (key: string, isAsked: boolean, notice: UpdateNotice): void => {
    if (isAsked || !told.has(key)) tell(notice)
    told.add(key)
  }

  const install = async (version: string, url: string): Promise<void> => {
    const question = `Lictor ${version} can be installed. You have ${updater.currentVersion.version}.`
    if (!(await confirm(question, 'It is downloaded now and checked before anything is installed.', 'Download'))) return
    const [file] = await updater.downloadUpdate()
    try {
      await verify(file, version, url)
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
    const ready = `Lictor ${version} is ready.`
    if (
      !(await confirm(
        ready,
        'Lictor closes, is replaced, and opens again. Your data stays as it is.',
        'Install and restart',
      ))
    )
      return
    await beforeInstall()
    updater.quitAndInstall(false, true)
  }

  const look = async (isAsked: boolean): Promise<void> => {
    const url = await feed()
    if (url === '') {
      if (isAsked)
        tell({
          severity: 'info',
          title: 'Updates are off',
          message: 'Name a feed in the settings to look for updates.',
        })
      return
    }
    if (!isAllowedFeed(url))
      throw new ConsoleError('refused', `The update feed “${url}” is not an https address. Correct it in the settings.`)
    updater.setFeedURL({ provider: 'generic', url })
    const found = await updater.checkForUpdates()
    if (!found?.isUpdateAvailable) {
      if (isAsked)
        tell({
          severity: 'info',
          title: 'No update',
          message: `Lictor ${updater.currentVersion.version} is the newest version there.`,
        })
      return
    }
    const { version } = found.updateInfo
    if (isAsked) return install(version, url)
    tellOnce(version, false, {
      severity: 'info',
      title: `Lictor ${version} is available`,
      message: 'Choose “Check for updates…” in the Help menu to install it.',
    })
  }

  const attempt = (isAsked: boolean): Promise<void> =>
    look(isAsked).catch((error: unknown) => {
      log(error, 'updater')
      const message =
        error instanceof ConsoleError
          ? error.message
          : 'The update feed did not answer as it should. Check its address in the settings, or try again later.'
      tellOnce('failure', isAsked, { severity: 'warning', title: 'The update did not work', message })
    })

  let last = Promise.resolve()
  let asked: Promise<void> | undefined
  /** One look at a time; a second click on the menu joins the first. */
  const check = (isAsked: boolean): Promise<void> => {
    if (isAsked && asked) return asked
    const next = last.then(() => attempt(isAsked))
    last = next
    if (isAsked)
      asked = next.finally(() => {
        asked = undefined
      })
    return next
  }
  return { check }
}

/** Feeds come over https; plain http only from this machine, where an administrator may serve a shared folder. */
export const isAllowedFeed = (address: string): boolean => {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname))
}
