import type { Notice } from '../../core/contract/tasks.ts'
import { count } from '../formats.ts'

export interface Popup {
  /** Stays the same while a group grows, so that it is updated in its place. */
  readonly key: string
  readonly severity: Notice['severity']
  readonly title: string
  readonly message: string
  readonly link?: string
  readonly ids: readonly number[]
}

/** So many of one severity stand alone; more become one popup. */
const mostAlone = 3

const severities: readonly Notice['severity'][] = ['error', 'warning', 'success', 'info']
const words: { readonly [S in Notice['severity']]: readonly [one: string, many: string] } = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  success: ['notice of finished work', 'notices of finished work'],
  info: ['notice', 'notices'],
}

/** What to show for the notices that stand as popups: each by itself, or one for all of a severity when many came at once. */
export const arrangePopups = (popped: readonly Notice[]): readonly Popup[] =>
  severities.flatMap((severity) => {
    const notices = popped.filter((notice) => notice.severity === severity)
    if (notices.length <= mostAlone)
      return notices.map(({ id, title, message, link }) => ({
        key: `notice:${id}`,
        severity,
        title,
        message,
        link,
        ids: [id],
      }))
    const latest = notices[notices.length - 1]
    return [
      {
        key: `notices:${severity}`,
        severity,
        title: count(notices.length, ...words[severity]),
        message: `Latest: ${latest.title}`,
        ids: notices.map(({ id }) => id),
      },
    ]
  })
