import type { EventFilter, EventKind, EventSeverity } from '../../core/contract/events.ts'
import { kindWords, severityWords } from './event-words.ts'

export const ranges = { hour: 'Last hour', day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' } as const
export type Range = keyof typeof ranges

/** What is listed, as it stands in the page's address. */
export interface ShownEvents {
  /** Empty: all. */
  readonly severities: readonly EventSeverity[]
  readonly kinds: readonly EventKind[]
  readonly agent?: string
  readonly search: string
  readonly range?: Range
  /** Local dates, both included; instead of `range`. */
  readonly days?: { readonly from: string; readonly to: string }
  readonly needLook: boolean
}

const listed = <T extends string>(text: string | null, known: { readonly [K in T]: string }): readonly T[] =>
  (text ?? '').split(',').filter((word): word is T => Object.hasOwn(known, word))
const date = (text: string | null): string | undefined => /^\d{4}-\d\d-\d\d$/.exec(text ?? '')?.[0]

export const readShown = (query: URLSearchParams): ShownEvents => {
  const range = query.get('when') ?? ''
  const [from, to] = [date(query.get('from')), date(query.get('to'))]
  return {
    severities: listed(query.get('severity'), severityWords),
    kinds: listed(query.get('kind'), kindWords),
    ...(query.get('agent') ? { agent: query.get('agent') as string } : {}),
    search: query.get('text') ?? '',
    ...(Object.hasOwn(ranges, range) ? { range: range as Range } : {}),
    ...(from && to ? { days: { from, to } } : {}),
    needLook: query.get('look') === '1',
  }
}

export const pathOfShown = ({ severities, kinds, agent, search, range, days, needLook }: ShownEvents): string => {
  const query = new URLSearchParams()
  if (needLook) query.set('look', '1')
  if (severities.length > 0) query.set('severity', severities.join(','))
  if (kinds.length > 0) query.set('kind', kinds.join(','))
  if (agent) query.set('agent', agent)
  if (range) query.set('when', range)
  else if (days) {
    query.set('from', days.from)
    query.set('to', days.to)
  }
  if (search) query.set('text', search)
  return `/events${query.size > 0 ? `?${query}` : ''}`
}

export const isFiltered = (shown: ShownEvents): boolean => pathOfShown(shown) !== '/events'

const spans: { readonly [R in Range]: number } = { hour: 1, day: 24, week: 168, month: 720 }

/** Midnight of a date by this machine's clock, so many days later. */
const midnight = (day: string, later = 0): number => {
  const [year, month, of] = day.split('-').map(Number)
  return new Date(year!, month! - 1, of! + later).getTime()
}

/** As the core takes it. What is counted back is counted from `now`. */
export const filterOf = (shown: ShownEvents, now: number): EventFilter => ({
  ...(shown.severities.length > 0 ? { severities: [...shown.severities] } : {}),
  ...(shown.kinds.length > 0 ? { kinds: [...shown.kinds] } : {}),
  ...(shown.agent ? { agents: [shown.agent] } : {}),
  ...(shown.search.trim() ? { search: shown.search.trim().slice(0, 200) } : {}),
  ...(shown.range ? { from: now - spans[shown.range] * 3_600_000 } : {}),
  ...(shown.days && !shown.range ? { from: midnight(shown.days.from), to: midnight(shown.days.to, 1) } : {}),
  ...(shown.needLook ? { unacknowledged: true } : {}),
})
