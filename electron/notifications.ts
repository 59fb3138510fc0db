import { Notification } from 'electron'
import type { Api } from '../core/contract/contract.ts'
import type { EventFrame } from '../core/contract/frames.ts'
import type { Notice } from '../core/contract/tasks.ts'

export interface NoticesOptions {
  readonly api: Pick<Api, 'notices.list'>
  readonly onEvent: (listener: (frame: EventFrame) => void) => () => void
  /** A window in front shows its notices itself. */
  readonly isInFront: () => boolean
  readonly open: (link: string) => void
  readonly log: (error: unknown, where: string) => void
}

/** More new notices than this at once become one notification. */
const mostAtOnce = 3

/** Shows new notices natively while the window is not in front. What was there at the start is not shown again. */
export const showNotices = async ({ api, onEvent, isInFront, open, log }: NoticesOptions): Promise<() => void> => {
  let shownUpTo = latest(await api['notices.list']({}))
  let reading = Promise.resolve()

  const show = async (): Promise<void> => {
    const fresh = (await api['notices.list']({})).filter(({ id, seen, isQuiet }) => id > shownUpTo && !seen && !isQuiet)
    shownUpTo = Math.max(shownUpTo, latest(fresh))
    if (fresh.length === 0 || isInFront()) return
    if (fresh.length > mostAtOnce) notify(`${fresh.length} new notices`, fresh[0].title, () => open('/overview'))
    else for (const notice of fresh) notify(notice.title, notice.message, () => open(notice.link ?? '/overview'))
  }

  return onEvent(({ event }) => {
    if (event !== 'notices.changed') return
    reading = reading.then(show).catch((error: unknown) => log(error, 'notifications'))
  })
}

/** One native notification; nothing where the system has none. */
export const notify = (title: string, body: string, onClick?: () => void): void => {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title: asText(title, 100), body: asText(body, 300) })
  if (onClick) notification.on('click', onClick)
  notification.show()
}

const latest = (notices: readonly Notice[]): number => Math.max(0, ...notices.map(({ id }) => id))

/** Linux desktops take a body for markup, and file names end up in it. */
const asText = (text: string, longest: number): string => {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  if (process.platform !== 'linux') return cut
  return cut.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
