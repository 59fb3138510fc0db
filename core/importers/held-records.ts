import { type SubjectKind, UsageKind } from '../facts/usage-fact.ts'
import { createObservedTime } from './observed-time.ts'
import { createInstants, secondsBetween } from './record-instants.ts'
import type { UsageReader, UsageWriter } from './usage-importer.ts'

/** Fields of a record beside its times: texts, empty where left out. */
export type RecordFields = (name: string) => string

/** What an agent writes of one kind of thing that begins and ends: a process, a module in it, an address that it shows. */
export interface HeldRecordKind {
  /** Value of the field `record`, and kind of subject. */
  readonly record: SubjectKind & ('process' | 'module' | 'address')
  /** The attributes in their order, or the key of a rejection. */
  subject(field: RecordFields): readonly string[] | string
  /** Tells things of one process that go on at the same time: the module. */
  identity(field: RecordFields): string
  /** What is told of each row besides. @param exitStatus as written, empty where left out */
  detail(pid: string, exitStatus: string): string
}

interface Owner {
  /** Number of the subject. */
  readonly subject: number
  readonly values: readonly string[]
  readonly identity: string
  readonly host: Host
}

interface Host {
  readonly name: string
  /** The last instant that a line of the host tells of. */
  latest: number
}

interface Open {
  readonly owner: Owner
  readonly pid: string
  start: number
  /** NaN until a look has seen it. */
  seen: number
}

interface State {
  readonly open: readonly {
    values: readonly string[]
    identity: string
    pid: string
    start: number
    seen: number | null
  }[]
  readonly hosts: readonly (readonly [string, number])[]
  readonly observed: readonly number[]
}

/** Two lines of one process may state its start up to so many seconds apart: some systems count it from a clock that is set. */
const startTolerance = 2
const ownersKept = 50_000

const timesOf = ['record', 'start', 'end', 'seen', 'pid', 'exitStatus']

/** A text without escapes, with its quotes, or a number. */
const token = '("[^"\\\\]*"|-?\\d+)'
const bare = (value: string): string => (value.charCodeAt(0) === 34 ? value.slice(1, -1) : value)

/** How the agent writes a line: the times in front, so that what follows is the same for each run of a program by a user. */
const headOf = (record: string): RegExp =>
  new RegExp(
    `^\\{"record":"${record}","start":${token}(?:,"(end|seen)":${token})?(?:,"pid":(\\d{1,10}))?(?:,"exitStatus":${token})?,`,
  )

/** Reads lines of JSON about things that begin and end; see the README of process-records for the record. */
export const createHeldRecords = (writer: UsageWriter, kind: HeldRecordKind, resume: unknown): UsageReader => {
  writer.clock('utc')
  const saved = resume as State | undefined
  const instantOf = createInstants()
  const head = headOf(kind.record)
  const observed = createObservedTime(writer, saved?.observed)
  const hosts = new Map<string, Host>((saved?.hosts ?? []).map(([name, latest]) => [name, { name, latest }]))
  const owners = new Map<string, Owner>()
  const open = new Map<string, Open>()

  const hostOf = (name: string): Host => {
    const known = hosts.get(name)
    if (known) return known
    const host = { name, latest: Number.NEGATIVE_INFINITY }
    hosts.set(name, host)
    return host
  }
  const ownerOf = (values: readonly string[], identity: string): Owner => ({
    subject: writer.subjectOf(kind.record, values),
    values,
    identity,
    host: hostOf(values[0] as string),
  })
  const keyOf = ({ host, identity }: Owner, pid: string): string => `${pid}\n${host.name}\n${identity}`
  for (const { values, identity, pid, start, seen } of saved?.open ?? []) {
    const owner = ownerOf(values, identity)
    open.set(keyOf(owner, pid), { owner, pid, start, seen: seen ?? Number.NaN })
  }

  const hold = ({ subject }: Owner, pid: string, start: number, end: number, exitStatus: string): void =>
    writer.row(
      UsageKind.held,
      start,
      secondsBetween(start, Math.max(start, end)),
      subject,
      1,
      writer.text(kind.detail(pid, exitStatus)),
    )

  /** Of a line that has been understood. */
  const take = (owner: Owner, pid: string, start: number, word: string, until: number, exitStatus: string) => {
    const at = Number.isNaN(until) ? start : until
    if (at > owner.host.latest) owner.host.latest = at
    observed.note(at)
    if (open.size > 0 || word !== 'end') {
      const key = keyOf(owner, pid)
      const before = open.get(key)
      const isSame = before !== undefined && Math.abs(before.start - start) <= startTolerance
      if (before && !isSame && start > before.start) {
        // The number was given to another process, so the one before is over: nobody saw when.
        hold(before.owner, pid, before.start, Number.isNaN(before.seen) ? start : before.seen, '')
        open.delete(key)
      }
      if (word !== 'end') {
        if (isSame) before.seen = Number.isNaN(before.seen) ? until : Math.max(before.seen, until)
        else if (before && start < before.start) hold(owner, pid, start, Number.isNaN(until) ? before.start : until, '')
        else open.set(key, { owner, pid, start, seen: until })
        writer.used(word === 'seen' ? `${kind.record} still there` : `${kind.record} started`)
        return
      }
      if (isSame) open.delete(key)
    }
    hold(owner, pid, start, until, exitStatus)
    writer.used(`${kind.record} over`)
  }

  /** The line with all that JSON allows: any order, escapes, fields that nobody knows. */
  const readAny = (text: string, line: number) => {
    const reject = (reason: string): void => writer.reject(reason, line, text)
    let given: unknown
    try {
      given = JSON.parse(text)
    } catch {
      return reject('not-json')
    }
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return reject('not-json')
    const fields = given as { readonly [name: string]: unknown }
    if (fields.record !== kind.record) return reject('other-record')
    let isOdd = false
    const field: RecordFields = (name) => {
      const value = fields[name]
      if (value === undefined || value === null) return ''
      if (typeof value === 'string') return value.trim()
      if (typeof value === 'number') return `${value}`
      isOdd = true
      return ''
    }
    const [start, end, seen, pid] = ['start', 'end', 'seen', 'pid'].map(field) as [string, string, string, string]
    const exitStatus = field('exitStatus')
    const values = kind.subject(field)
    const identity = kind.identity(field)
    if (isOdd) return reject('not-a-text')
    if (start === '') return reject('no-start')
    const word = end !== '' ? 'end' : seen !== '' ? 'seen' : 'start'
    const from = instantOf(start)
    const until = word === 'start' ? Number.NaN : instantOf(word === 'end' ? end : seen)
    if (Number.isNaN(from) || (word !== 'start' && Number.isNaN(until))) return reject('not-an-instant')
    if (until < from) return reject('ends-before-it-starts')
    if (!/^\d{0,10}$/.test(pid) || (pid === '' && word !== 'end')) return reject('no-process-id')
    if (field('host') === '') return reject('no-host')
    if (typeof values === 'string') {
      // `{"record":"process","start":"…","end":"…","pid":4312,"exitStatus":0,"host":"ws-17"}`: what ran was told when it started.
      const before = open.get(`${pid}\n${field('host')}\n${identity}`)
      const isSame = before !== undefined && Math.abs(before.start - from) <= startTolerance
      return isSame ? take(before.owner, pid, from, word, until, exitStatus) : reject(values)
    }
    take(ownerOf(values, identity), pid, from, word, until, exitStatus)
  }

  /** What follows the times of a line as the agent writes it, read once for all lines that end alike; undefined when that does not do. */
  const learn = (rest: string): Owner | undefined => {
    let fields: { readonly [name: string]: unknown }
    try {
      fields = JSON.parse(`{${rest}`) as typeof fields
    } catch {
      return undefined
    }
    if (timesOf.some((name) => name in fields)) return undefined
    for (const value of Object.values(fields))
      if (typeof value !== 'string' && typeof value !== 'number') return undefined
    const field: RecordFields = (name) => `${fields[name] ?? ''}`.trim()
    const values = kind.subject(field)
    if (typeof values === 'string' || values[0] === '') return undefined
    if (owners.size >= ownersKept) owners.clear()
    const owner = ownerOf(values, kind.identity(field))
    // A text cut out of a line would keep that line in memory.
    owners.set(Buffer.from(rest).toString(), owner)
    return owner
  }

  return {
    line(text, lineNumber) {
      if (text.trim() === '') return writer.ignored('blank line')
      const found = head.exec(text)
      if (found) {
        const [all, start, word = 'start', end = '', pid = '', exitStatus = ''] = found
        const from = instantOf(bare(start as string))
        const until = word === 'start' ? Number.NaN : instantOf(bare(end))
        const isKnown = !Number.isNaN(from) && (word === 'start' || until >= from) && (pid !== '' || word === 'end')
        const rest = text.slice(all.length)
        const owner = isKnown ? (owners.get(rest) ?? learn(rest)) : undefined
        if (owner) return take(owner, pid, from, word, until, bare(exitStatus))
      }
      readAny(text, lineNumber)
    },
    flush: observed.flush,
    finish() {
      for (const { owner, pid, start, seen } of open.values())
        hold(owner, pid, start, Number.isNaN(seen) ? owner.host.latest : seen, '')
    },
    save: (): State => ({
      open: [...open.values()].map(({ owner: { values, identity }, pid, start, seen }) => ({
        values,
        identity,
        pid,
        start,
        seen: Number.isNaN(seen) ? null : seen,
      })),
      hosts: [...hosts.values()].map(({ name, latest }) => [name, latest] as const),
      observed: observed.save(),
    }),
  }
}
