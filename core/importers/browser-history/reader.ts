import { UsageKind } from '../../facts/usage-fact.ts'
import { keptUrl } from '../proxies/kept-url.ts'
import { isLogTime } from '../proxies/proxy-requests.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { createHistoryMark, type HistoryMark } from './history-mark.ts'

/** First line: whose history it is. */
export interface HistoryHead {
  /** The browser: `Google Chrome`. */
  readonly history: string
  readonly host: string
  readonly user: string
}

/** Any other line. */
export interface HistoryVisitLine {
  readonly visit: number
  /** Microseconds since 1970. */
  readonly time: number
  readonly url: string
  readonly title: string
}

export interface HistoryReaderState {
  readonly head: HistoryHead | null
  readonly mark: HistoryMark | null
}

const longestTitle = 200
/** What is a page of a site; the browser's own pages, files and scripts are not. */
const isOfTheWeb = /^(?:https?|ftp):\/\//i

export const createHistoryReader = (writer: UsageWriter, resume: unknown): UsageReader => {
  writer.clock('utc')
  const state = resume as HistoryReaderState | undefined
  let head = state?.head ?? null
  const mark = createHistoryMark(state?.mark)

  /** Why the line was rejected; undefined where it was used or ignored. */
  const read = (line: string): string | undefined => {
    if (line.trim() === '') {
      writer.ignored('blank line')
      return undefined
    }
    const value = parsed(line)
    if (value === undefined) return 'not-a-visit'
    if (typeof value.history === 'string') {
      head = { history: value.history, host: text(value.host), user: text(value.user) }
      writer.server(head.host)
      writer.ignored('whose history it is')
      return undefined
    }
    const { visit, time, url } = value
    if (!Number.isSafeInteger(visit) || typeof time !== 'number' || typeof url !== 'string') return 'not-a-visit'
    if (!Number.isSafeInteger(time) || !isLogTime(time / 1e6)) return 'not-a-time'
    if (head === null) return 'no-head'
    mark.visit(visit as number, time)
    const address = isOfTheWeb.test(url) ? keptUrl(url) : undefined
    if (address === undefined) {
      writer.ignored('page that is not of the web')
      return undefined
    }
    const title = text(value.title).replace(/\s+/g, ' ').trim().slice(0, longestTitle)
    const { history, host, user } = head
    const subject = writer.subject('visit', { host, user, browser: history, url: address, title })
    writer.row(UsageKind.stated, Math.floor(time / 1000) / 1000, 0, subject)
    writer.used('visit')
    return undefined
  }

  return {
    line(line, lineNumber) {
      const reason = read(line)
      if (reason !== undefined) writer.reject(reason, lineNumber, line)
    },
    save: (): HistoryReaderState => ({ head, mark: mark.save() }),
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const parsed = (line: string): { readonly [name: string]: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [name: string]: unknown })
      : undefined
  } catch {
    return undefined
  }
}
