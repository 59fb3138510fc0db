import { UsageKind } from '../../facts/usage-fact.ts'
import { createObservedTime } from '../observation/observed-time.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { secondsBetween } from './record-instants.ts'

/** One entry of a log of processes. Times are seconds since 1970; a process goes by its number or its GUID. */
interface Entry {
  readonly time: number
  readonly host: string
  readonly process: string
}

/** Joins starts and ends of processes that a log states in either order, the newest or the oldest first. */
export interface RunJoins {
  /** @param values attributes of a subject `process` */
  start(entry: Entry, values: readonly string[]): void
  /** The process loads a module. @param values attributes of a subject `module` @param detail told of its row */
  load(entry: Entry, values: readonly string[], detail: string): void
  /** @param values what the end says of the process: counts where its start is not in the log @param detail exit status */
  end(entry: Entry, values: readonly string[], detail: string): void
  /** The machine starts up: whatever ran on it before is over. */
  boot(time: number, host: string): void
  /** The log is over: writes a row for each run and each load. */
  finish(): void
}

type EventKind = 'start' | 'load' | 'end' | 'boot'

interface Event extends Entry {
  readonly kind: EventKind
  readonly subject: number
  readonly detail: number
  /** Of a start, and of a load whose user the log does not name. */
  readonly values?: readonly string[]
}

interface HostState {
  /** The log, or the machine, begins. */
  since: number
  last: number
  /** Ends are logged. Where they are not, nothing tells how long anything ran. */
  hasEnds: boolean
  /** Starts are logged: an end without one is of a process that ran before. */
  hasStarts: boolean
  /** What has begun and is not over, by process: its start and what it loaded. */
  readonly open: Map<string, Event[]>
}

export const createRunJoins = (writer: UsageWriter): RunJoins => {
  const events: Event[] = []
  const names = new Map<string, string>()
  /** Equal names share one text, and none keeps its line in memory. */
  const own = (name: string): string => {
    const known = names.get(name)
    if (known !== undefined) return known
    const copy = Buffer.from(name).toString()
    names.set(copy, copy)
    return copy
  }
  const add = (
    kind: EventKind,
    { time, host, process }: Entry,
    subject: number,
    detail: string,
    values?: readonly string[],
  ): void => {
    events.push({
      kind,
      time,
      host: own(host),
      process: own(process),
      subject,
      detail: writer.text(detail),
      values: values?.map(own),
    })
  }
  const hold = ({ time, subject, detail }: Event, until: number, said = detail): void =>
    writer.row(UsageKind.held, time, secondsBetween(time, Math.max(time, until)), subject, 1, said)

  const statesOf = (ordered: readonly Event[]): Map<string, HostState> => {
    const states = new Map<string, HostState>()
    for (const { host, time, kind } of ordered) {
      const state = states.get(host) ?? { since: time, last: time, hasEnds: false, hasStarts: false, open: new Map() }
      states.set(host, state)
      state.last = time
      state.hasEnds ||= kind === 'end'
      state.hasStarts ||= kind === 'start'
    }
    return states
  }
  /** Older logs name no user with a load: it is that of the process. */
  const withUser = (one: Event, start: Event | undefined): Event => {
    if (one.kind !== 'load' || !one.values || !start?.values) return one
    const [host = '', , , ...rest] = one.values
    const [, domain = '', user = ''] = start.values
    return { ...one, subject: writer.subjectOf('module', [host, domain, user, ...rest]) }
  }
  const close = (begun: readonly Event[] | undefined, until: number, exitStatus = 0): void => {
    const start = begun?.find(({ kind }) => kind === 'start')
    for (const one of begun ?? [])
      hold(withUser(one, start), until, one === start && exitStatus > 0 ? exitStatus : one.detail)
  }
  const closeAll = ({ open }: HostState, until: number) => {
    for (const begun of open.values()) close(begun, until)
    open.clear()
  }

  const take = (event: Event, state: HostState, previous: number) => {
    const { process, time, kind, subject, detail } = event
    if (kind === 'boot') {
      closeAll(state, previous)
      state.since = time
      return
    }
    if (!state.hasEnds) return hold(event, time)
    const begun = state.open.get(process)
    if (kind === 'end') {
      // Without a start it ran already when the log began, or the machine.
      if (state.hasStarts && !begun?.some((one) => one.kind === 'start')) hold({ ...event, time: state.since }, time)
      close(begun, time, detail)
      state.open.delete(process)
    } else if (kind === 'start') {
      // The number was given to another process: the one before is over, and its end was not logged.
      close(begun, time)
      state.open.set(process, [event])
    } else if (!begun) state.open.set(process, [event])
    else if (!begun.some((one) => one.subject === subject)) begun.push(event)
  }

  return {
    start: (entry, values) => add('start', entry, writer.subjectOf('process', values), '', values),
    load: (entry, values, detail) =>
      add('load', entry, writer.subjectOf('module', values), detail, values[2] === '' ? values : undefined),
    end: (entry, values, detail) => add('end', entry, writer.subjectOf('process', values), detail),
    boot: (time, host) => add('boot', { time, host, process: '' }, 0, ''),
    finish() {
      const isNewestFirst = events.length > 1 && (events[0] as Event).time > (events.at(-1) as Event).time
      const ordered = (isNewestFirst ? events.toReversed() : [...events]).sort((a, b) => a.time - b.time)
      const states = statesOf(ordered)
      const observed = createObservedTime(writer)
      const previous = new Map<string, number>()
      for (const event of ordered) {
        observed.note(event.time)
        take(event, states.get(event.host) as HostState, previous.get(event.host) ?? event.time)
        previous.set(event.host, event.time)
      }
      for (const state of states.values()) closeAll(state, state.last)
      observed.flush()
    },
  }
}
