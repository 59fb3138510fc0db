import { UsageKind } from '../../facts/usage-fact.ts'
import type { Importer } from '../importer.ts'
import { createObservedSpans, type EventPlace, type ObservedSpansState } from '../observation/observed-spans.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { createEventOrder, type EventOrderState } from './event-order.ts'
import { parseRowTime, type RowTime } from './row-time.ts'

/** As `capacityUncounted`: there is no limit. */
const uncounted = -2
/** More than any licence has. */
const mostLicences = 100_000_000

type EventWord = 'out' | 'in' | 'denied' | 'queued' | 'dequeued' | 'held' | 'start' | 'stop' | 'capacity' | 'known'

/** What programs call the same, by its letters alone. */
const words: { readonly [word: string]: EventWord } = {
  out: 'out',
  checkout: 'out',
  checkedout: 'out',
  granted: 'out',
  grant: 'out',
  issued: 'out',
  in: 'in',
  checkin: 'in',
  checkedin: 'in',
  released: 'in',
  release: 'in',
  returned: 'in',
  return: 'in',
  denied: 'denied',
  deny: 'denied',
  denial: 'denied',
  refused: 'denied',
  rejected: 'denied',
  queued: 'queued',
  queue: 'queued',
  dequeued: 'dequeued',
  dequeue: 'dequeued',
  held: 'held',
  session: 'held',
  used: 'held',
  start: 'start',
  started: 'start',
  stop: 'stop',
  stopped: 'stop',
  shutdown: 'stop',
  capacity: 'capacity',
  known: 'known',
}

/** What is written most, and is looked up as it stands. */
const asWritten = new Map<string, EventWord | undefined>()
const wordOf = (said: string): EventWord | undefined => {
  if (asWritten.has(said)) return asWritten.get(said)
  const name = said.toLowerCase().replace(/[^a-z]+/g, '')
  const word = Object.hasOwn(words, name) ? words[name] : undefined
  if (asWritten.size < 100) asWritten.set(said, word)
  return word
}

const kinds: { readonly [word in EventWord]?: UsageKind } = {
  out: UsageKind.out,
  in: UsageKind.in,
  denied: UsageKind.denied,
  queued: UsageKind.queued,
  dequeued: UsageKind.dequeued,
}

/** Why an event is turned down, in tables and JSON Lines alike. */
export const licenceEventRejections: Importer['rejections'] = {
  'not-a-time': {
    title: 'The time is not a time',
    explanation:
      'Known are 2024-03-04T09:15:00 with an offset, Z or neither, seconds and milliseconds since 1970, 04.03.2024 09:15, 3/4/2024 9:15 PM and 4-Mar-2024 09:15, of the years 1980 to 2100. The row was left out.',
  },
  'unknown-event': {
    title: 'What happened is not known',
    explanation:
      'The event is none of out, in, denied, queued, dequeued, held, start, stop, capacity and known. The row was left out; if it tells of use, the program that writes the file has to use one of these words.',
  },
  'no-feature': {
    title: 'No feature',
    explanation: 'The event is about a licence and does not say which. The row was left out.',
  },
  'not-a-number': {
    title: 'The number of licences is none',
    explanation:
      'A count must be a whole number from 1 on, a capacity one from 0 on or the word uncounted. The row was left out.',
  },
  'no-end': {
    title: 'A use that does not end',
    explanation:
      'The row tells a use as a whole, and its end is missing, is no time, or lies before its begin. It was left out, for nobody can tell how long it was.',
  },
}

/** The field of a documented column, trimmed; empty where there is none. */
export type FieldOf = (column: string) => string

export interface LicenceEventsState {
  readonly spans: ObservedSpansState
  readonly order: EventOrderState
}

/** Writes events as usage rows and what they show of their servers. */
export const createLicenceEvents = (writer: UsageWriter, saved?: LicenceEventsState) => {
  const spans = createObservedSpans(writer, saved?.spans)
  const order = createEventOrder(saved?.order)
  const subjects = new Map<string, number>()
  /** Capacities told on the present day, by series and clock: every day tells them anew, so that it can be read by itself. */
  const capacities = new Map<string, number>()
  let day = Number.NaN

  const newSubject = (of: FieldOf, server: string, daemon: string, isSeries: boolean): number => {
    const state = of('state').toLowerCase()
    return writer.subject('licence', {
      server,
      daemon,
      manager: of('manager'),
      package: of('package'),
      feature: of('feature'),
      version: of('version'),
      ...(isSeries
        ? {}
        : {
            user: of('user'),
            host: of('host'),
            applicationVersion: of('application version'),
            licenceType: of('licence type'),
            state: /^(?:borrowed|offline|roamed|1)$/.test(state) ? '1' : /^(?:linger|2)$/.test(state) ? '2' : '',
            project: of('project'),
          }),
    })
  }
  const subjectOf = (of: FieldOf, server: string, daemon: string, isSeries: boolean): number => {
    const series = `${server}\t${daemon}\t${of('manager')}\t${of('package')}\t${of('feature')}\t${of('version')}`
    const key = isSeries
      ? series
      : `${series}\t${of('user')}\t${of('host')}\t${of('application version')}\t${of('licence type')}\t${of('state')}\t${of('project')}`
    let subject = subjects.get(key)
    if (subject === undefined) {
      if (subjects.size > 100_000) subjects.clear()
      subject = newSubject(of, server, daemon, isSeries)
      subjects.set(key, subject)
    }
    return subject
  }
  const tellCapacity = (of: FieldOf, place: EventPlace, time: number, licences: number): void => {
    const today = Math.floor(time / 86400)
    if (today !== day) capacities.clear()
    day = today
    const series = subjectOf(of, place.server, place.daemon, true)
    const key = `${series},${place.isUtc}`
    // Read backwards, the one that comes last is the one that began.
    if (order.isAscending && capacities.get(key) === licences) return
    capacities.set(key, licences)
    writer.row(UsageKind.capacity, time, 0, series, licences)
  }

  return {
    /** @returns why it cannot be used; undefined when it was */
    event(of: FieldOf, isDayFirst = false): string | undefined {
      const at = parseRowTime(of('time'), isDayFirst)
      if (!at) return 'not-a-time'
      const said = of('event')
      const word = said === '' && of('end') !== '' ? 'held' : wordOf(said)
      if (word === undefined) return 'unknown-event'
      const place = { isUtc: at.isUtc, server: of('server'), daemon: of('daemon'), manager: of('manager') }
      const isOfServer = word === 'start' || word === 'stop'
      if (!isOfServer && of('feature') === '') return 'no-feature'
      const capacity = capacityIn(of('capacity') === '' && word === 'capacity' ? of('count') : of('capacity'))
      const count = word === 'capacity' ? 1 : countIn(of('count'))
      if (count === undefined || capacity === undefined) return 'not-a-number'
      if (word === 'capacity' && capacity === null) return 'not-a-number'
      const end = word === 'held' ? endOf(at, parseRowTime(of('end'), isDayFirst)) : undefined
      if (word === 'held' && end === undefined) return 'no-end'

      writer.server(place.server)
      writer.daemon(place.daemon)
      order.put(at.seconds, () => {
        if (word === 'start') return spans.start(place, at.seconds)
        if (word === 'stop') return spans.stop(place, at.seconds)
        writer.clock(at.isUtc ? 'utc' : 'wall')
        if (capacity !== null) tellCapacity(of, place, at.seconds, capacity)
        const kind = kinds[word]
        const detail = word === 'denied' ? of('reason') : word === 'queued' || word === 'dequeued' ? '' : of('handle')
        const subject = (): number => subjectOf(of, place.server, place.daemon, word === 'known')
        if (kind !== undefined) writer.row(kind, at.seconds, 0, subject(), count, writer.text(detail))
        else if (end !== undefined) writer.row(UsageKind.held, at.seconds, end - at.seconds, subject(), count)
        else if (word === 'known') writer.row(UsageKind.known, at.seconds, 0, subject())
        // Behind the event: read backwards, it may turn out to be the last of its run.
        spans.at(place, at.seconds)
        if (end !== undefined) spans.at(place, end)
      })
      writer.used(word)
      return undefined
    },
    flush() {
      order.release()
      spans.flush()
    },
    save: (): LicenceEventsState => ({ spans: spans.save(), order: order.save() }),
  }
}

/** Both on one clock, and in this order. */
const endOf = (begin: RowTime, end: RowTime | undefined): number | undefined =>
  end && end.isUtc === begin.isUtc && end.seconds >= begin.seconds ? end.seconds : undefined

const countIn = (text: string): number | undefined => {
  if (text === '') return 1
  const count = Number(text)
  return Number.isInteger(count) && count >= 1 && count <= mostLicences ? count : undefined
}

/** Null where none is told. */
const capacityIn = (text: string): number | null | undefined => {
  if (text === '') return null
  if (/^(?:uncounted|unlimited)$/i.test(text)) return uncounted
  const licences = Number(text)
  return Number.isInteger(licences) && licences >= 0 && licences <= mostLicences ? licences : undefined
}
