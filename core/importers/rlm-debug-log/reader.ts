import { UsageKind } from '../../facts/usage-fact.ts'
import { createObservedDays, type ObservedDays } from '../observation/observed-days.ts'
import { nearestMidnight, nextMidnight, secondOfDay } from '../observation/yearless-time.ts'
import { statedInstant } from '../polling/stated-instant.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { type DebugEvent, debugEvent } from './debug-events.ts'

interface State {
  readonly server: string
  readonly now: number | null
  /** `now` is a date that somebody wrote, or the day that the admin stated: the next line may lie a little before it. */
  readonly isStated: boolean
  readonly isDatedSeen: boolean
  readonly isUndatedSeen: boolean
  readonly listing: string | null
  readonly observed: readonly (readonly [isv: string, observed: readonly number[]])[]
}

/** `05/11 15:17 (hexavend) OUT: …` */
const prefix = /^(\d\d)\/(\d\d) (\d{1,2}:\d\d) \(([^)\s]+)\)(.*)$/
/** `Server started on lic07 (hostid: 6fc049e3e83d) for:` */
const started = /^ Server started on (\S+) .*for:\s*$/
const rereading = /^ Re-?reading license files, supporting products:\s*$/
const stopped = /^ (?:Shutdown request|Server shut(?:ting)? down|EXITING)/i
const kindOf = {
  OUT: UsageKind.out,
  IN: UsageKind.in,
  DENIED: UsageKind.denied,
  QUEUED: UsageKind.queued,
  DEQUEUED: UsageKind.dequeued,
} as const
const nameOf = { OUT: 'checkout', IN: 'check-in', DENIED: 'denial', QUEUED: 'queued', DEQUEUED: 'dequeued' } as const

export const createRlmDebugReader = (
  writer: UsageWriter,
  resume: unknown,
  startDay: number | undefined,
): UsageReader => {
  const state = resume as State | undefined
  let server = state?.server ?? ''
  let now = state?.now ?? (startDay === undefined ? Number.NaN : startDay * 86400)
  let isStated = state?.isStated ?? true
  let isDatedSeen = state?.isDatedSeen ?? false
  let isUndatedSeen = state?.isUndatedSeen ?? false
  /** The vendor whose list of products goes on. */
  let listing = state?.listing ?? undefined
  let at = 0
  /** A denial whose reason stands on the next line. */
  let denied: { readonly isv: string; readonly event: DebugEvent; readonly time: number } | undefined
  const observed = new Map<string, ObservedDays>()

  const observedOf = (isv: string, saved?: readonly number[]): ObservedDays => {
    let of = observed.get(isv)
    if (!of) {
      const subject = () => writer.subject('server', { server, daemon: isv, manager: 'RLM' })
      of = createObservedDays(
        (from, to) => writer.row(UsageKind.observed, from, to - from, subject()),
        () => undefined,
        saved,
      )
      observed.set(isv, of)
    }
    return of
  }
  for (const [isv, saved] of state?.observed ?? []) observedOf(isv, saved)

  const subjectOf = (isv: string, { product, version, user, host }: DebugEvent): number =>
    writer.subject('licence', { server, daemon: isv, manager: 'RLM', feature: product, version, user, host })
  const writeDenied = (reason: string): void => {
    if (!denied) return
    const { isv, event, time } = denied
    denied = undefined
    writer.row(UsageKind.denied, time, 0, subjectOf(isv, event), event.count, writer.text(reason))
  }
  const isDated = (month: string, dayOfMonth: string, time: string): boolean => {
    const midnight = (isStated ? nearestMidnight : nextMidnight)(Number(month), Number(dayOfMonth), now)
    const next = midnight + secondOfDay(time)
    if (Number.isNaN(next)) return false
    isStated = false
    at = next
    now = Math.max(next, Number.isNaN(now) ? next : now - 7200)
    return true
  }
  const read = (isv: string, message: string, number: number, text: string) => {
    if (listing === isv && /^ \t/.test(message)) {
      // Versions are not listed: what is used stands for all of a product's.
      for (const product of message.trim().split(/\s+/)) {
        const subject = writer.subject('licence', { server, daemon: isv, manager: 'RLM', feature: product })
        writer.row(UsageKind.known, at, 0, subject)
      }
      return writer.used('list of products')
    }
    listing = undefined
    const start = started.exec(message)
    if (start || rereading.test(message)) listing = isv
    if (start) {
      const before = observedOf(isv)
      const host = start[1] as string
      writer.server(host)
      // It was not stopped in an orderly way: what it had given out was over with its last line.
      if (!Number.isNaN(before.last)) end(isv, before.last)
      server = host
      observedOf(isv).begin(at)
      return writer.used('start')
    }
    observedOf(isv).note(at)
    if (stopped.test(message)) {
      end(isv, at)
      return writer.used('shutdown')
    }
    const event = debugEvent(message.trimStart())
    if (event === 'torn') return writer.reject('torn', number, text)
    if (!event) return writer.ignored('other')
    if (event.word === 'DENIED') denied = { isv, event, time: at }
    else writer.row(kindOf[event.word], at, 0, subjectOf(isv, event), event.count)
    writer.used(nameOf[event.word])
  }
  const end = (isv: string, time: number): void => {
    writer.row(UsageKind.ended, time, 0, writer.subject('server', { server, daemon: isv, manager: 'RLM' }))
    observed.get(isv)?.end()
    observed.delete(isv)
  }

  return {
    line(text, number) {
      const found = prefix.exec(text)
      if (!found) {
        if (text.trim() === '') return writer.ignored('blank')
        const stamp = statedInstant(text)
        if (stamp) {
          now = stamp.time
          isStated = true
          return writer.ignored('date')
        }
        return writer.reject('no-prefix', number, text)
      }
      const [, month = '', dayOfMonth = '', time = '', isv = '', message = ''] = found
      if (denied) {
        const isReason = denied.isv === isv && /^ \s+\S/.test(message)
        writeDenied(isReason ? message.trim() : '')
        if (isReason) return writer.used('reason of a denial')
      }
      if (isv === 'rlm') return writer.ignored('manager')
      writer.daemon(isv)
      if (Number.isNaN(now)) {
        if (!/^ (?:OUT|IN|DENIED): /.test(message)) return writer.ignored('other')
        isUndatedSeen = true
        return writer.reject('no-year', number, text)
      }
      if (!isDated(month, dayOfMonth, time)) return writer.reject('bad-time', number, text)
      isDatedSeen = true
      read(isv, message, number, text)
    },
    flush() {
      for (const of of observed.values()) of.flush()
    },
    finish() {
      writeDenied('')
      for (const of of observed.values()) of.flush()
      // No year at all: a line that counts and yields no row makes the import ask for the day.
      if (isUndatedSeen && !isDatedSeen) writer.used('event without a year')
    },
    get settled() {
      return denied === undefined
    },
    save: (): State => ({
      server,
      now: Number.isNaN(now) ? null : now,
      isStated,
      isDatedSeen,
      isUndatedSeen,
      listing: listing ?? null,
      observed: [...observed].map(([isv, of]) => [isv, of.save()] as const),
    }),
  }
}
