import { UsageKind } from '../../facts/usage-fact.ts'
import { modelOf } from '../dsls-usage/usage-rows.ts'
import { createObservedDays } from '../observation/observed-days.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { type DslsLine, denialOf, isDenial, traceOf } from './log-lines.ts'

/** What the lines of a DSLS log tell, in order of time. */
export interface TraceEvents {
  /** The server that the lines are about. */
  setServer(name: string): void
  line(line: DslsLine, number: number, text: string): void
  flush(): void
  save(): TraceState
}

export interface TraceState {
  readonly server: string
  readonly observed: readonly number[]
  readonly isTraced: boolean
  readonly editors: readonly (readonly [feature: string, editor: string])[]
}

/** `Computer name lic09, computerId …` */
const computer = /^Computer name ([^\s,]+)/
const started = /^Licensing service started/i
const stopped = /^Licensing service stopped|^Stop(?:ping)? server/i

export const createTraceEvents = (writer: UsageWriter, state?: TraceState): TraceEvents => {
  let server = state?.server ?? ''
  /** Usage tracing is an option: without it a log says nothing of what is in use, so it observes nothing. */
  let isTraced = state?.isTraced ?? false
  const editors = new Map(state?.editors)
  const serverSubject = (): number => writer.subject('server', { server, manager: 'DSLS' })
  const observed = createObservedDays(
    (from, to) => writer.row(UsageKind.observed, from, Math.round((to - from) * 1000) / 1000, serverSubject()),
    () => undefined,
    state?.observed,
  )
  const setServer = (name: string): void => {
    server = name
    writer.server(name)
  }

  const trace = (time: number, message: string, number: number, text: string) => {
    const found = traceOf(message)
    if (!found) return writer.reject('torn', number, text)
    if (!isTraced) observed.begin(time)
    isTraced = true
    observed.note(time)
    const kind = /^grant/i.test(found.verb)
      ? UsageKind.out
      : /^(?:detach|timeout)/i.test(found.verb)
        ? UsageKind.in
        : undefined
    if (kind === undefined) return writer.reject('verb', number, text)
    editors.set(found.feature, found.editor)
    writer.daemon(found.editor)
    const subject = writer.subject('licence', {
      server,
      daemon: found.editor,
      manager: 'DSLS',
      feature: found.feature,
      user: found.user,
      host: found.host,
      applicationVersion: found.clientVersion,
      project: found.process,
      pricing: found.pricing,
      model: modelOf(found.model),
      modelStatus: 'active',
      modelAssignment: 'assigned',
    })
    writer.row(kind, time, 0, subject, found.count, writer.text(found.session))
    writer.used(kind === UsageKind.out ? 'checkout' : 'check-in')
  }
  const deny = (time: number, message: string, number: number, text: string) => {
    const found = denialOf(message)
    if (!found) return writer.reject('torn', number, text)
    const { feature, reason, host, user, process } = found
    const daemon = editors.get(feature) ?? ''
    const subject = writer.subject('licence', {
      server,
      daemon,
      manager: 'DSLS',
      feature,
      user,
      host,
      project: process,
    })
    writer.row(UsageKind.denied, time, 0, subject, 1, writer.text(reason))
    writer.used('denial')
  }

  return {
    setServer,
    line({ time, category, message }, number, text) {
      if (Number.isNaN(time)) return writer.reject('bad-time', number, text)
      if (category === 'USGTRACING' && message.includes('!')) return trace(time, message, number, text)
      if (isTraced && !started.test(message)) observed.note(time)
      if (isDenial(message)) return deny(time, message, number, text)
      const name = computer.exec(message)?.[1]
      if (name !== undefined && server === '') setServer(name)
      if (stopped.test(message) || (started.test(message) && !Number.isNaN(observed.last))) {
        writer.row(UsageKind.ended, stopped.test(message) ? time : observed.last, 0, serverSubject())
        if (isTraced && !stopped.test(message)) observed.begin(time)
        else observed.end()
        return writer.used(stopped.test(message) ? 'shutdown' : 'start')
      }
      writer.ignored(category)
    },
    flush: observed.flush,
    save: () => ({ server, observed: observed.save(), isTraced, editors: [...editors] }),
  }
}

export const traceRejections = {
  torn: {
    title: 'The line breaks off',
    explanation: 'A use or a denial without feature, user or host. It was left out; the lines around it are kept.',
  },
  verb: {
    title: 'An unknown kind of use',
    explanation:
      'Usage tracing tells of grants, detachments and time-outs. This line tells of something else and was left out.',
  },
  'bad-time': {
    title: 'The time is not a time',
    explanation: 'There is no such date or time of day. The line was left out; the lines around it are kept.',
  },
}
