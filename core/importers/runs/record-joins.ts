import { UsageKind } from '../../facts/usage-fact.ts'
import { createObservedTime } from '../observation/observed-time.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { secondsBetween } from './record-instants.ts'

/** What a record tells of: `start` it began, `seen` it was still there, `end` it was over. */
export type RecordWord = 'start' | 'seen' | 'end'

/** What records are about: equal ones are looked up once. */
export interface RecordOwner {
  readonly subject: number
  /** Attributes of the subject, its host first. */
  readonly values: readonly string[]
  /** Tells things of one process that go on at the same time: the module. */
  readonly identity: string
  readonly host: Host
}

interface Host {
  readonly name: string
  /** The last instant that a line of the host tells of. */
  latest: number
}

interface Open {
  readonly owner: RecordOwner
  readonly pid: string
  readonly start: number
  /** NaN until a look has seen it. */
  seen: number
}

export interface RecordJoinsState {
  readonly open: readonly {
    readonly values: readonly string[]
    readonly identity: string
    readonly pid: string
    readonly start: number
    readonly seen: number | null
  }[]
  readonly hosts: readonly (readonly [name: string, latest: number])[]
  readonly observed: readonly number[]
}

/** Two lines of one process may state its start up to so many seconds apart: some systems count it from a clock that is set. */
const startTolerance = 2

/**
 * Joins what records say of things that begin and end, and writes a row for each. Instants are seconds since 1970.
 * @param kind of the subjects @param detailOf what is told of each row besides @param saved what `save` gave at a checkpoint
 */
export const createRecordJoins = (
  writer: UsageWriter,
  kind: 'process' | 'module' | 'address',
  detailOf: (pid: string, exitStatus: string) => string,
  saved: RecordJoinsState | undefined,
) => {
  const observed = createObservedTime(writer, saved?.observed)
  const hosts = new Map<string, Host>((saved?.hosts ?? []).map(([name, latest]) => [name, { name, latest }]))
  const open = new Map<string, Open>()

  const hostOf = (name: string): Host => {
    const known = hosts.get(name)
    if (known) return known
    const host = { name, latest: Number.NEGATIVE_INFINITY }
    hosts.set(name, host)
    return host
  }
  const owner = (values: readonly string[], identity: string): RecordOwner => ({
    subject: writer.subjectOf(kind, values),
    values,
    identity,
    host: hostOf(values[0] as string),
  })
  const keyOf = (host: string, pid: string, identity: string): string => `${pid}\n${host}\n${identity}`
  for (const { values, identity, pid, start, seen } of saved?.open ?? []) {
    const of = owner(values, identity)
    open.set(keyOf(of.host.name, pid, identity), { owner: of, pid, start, seen: seen ?? Number.NaN })
  }

  const hold = ({ subject }: RecordOwner, pid: string, start: number, end: number, exitStatus = ''): void => {
    const seconds = secondsBetween(start, Math.max(start, end))
    writer.row(UsageKind.held, start, seconds, subject, 1, writer.handle(detailOf(pid, exitStatus)))
  }
  const isSame = (one: Open, start: number): boolean => Math.abs(one.start - start) <= startTolerance

  /** What is open of a process, with one that was given its number later put away. */
  const openOf = (key: string, start: number): Open | undefined => {
    const before = open.get(key)
    if (!before || isSame(before, start) || start < before.start) return before
    // The number was given to another process, so the one before is over: nobody saw when.
    hold(before.owner, before.pid, before.start, Number.isNaN(before.seen) ? start : before.seen)
    open.delete(key)
    return undefined
  }

  return {
    owner,
    /** Whose start has been told before, for lines that do not say it again. */
    find(host: string, pid: string, identity: string, start: number): RecordOwner | undefined {
      const before = open.get(keyOf(host, pid, identity))
      return before && isSame(before, start) ? before.owner : undefined
    },
    /** @param until the end, or the look; NaN of a start */
    take(of: RecordOwner, pid: string, word: RecordWord, start: number, until: number, exitStatus: string): void {
      const at = word === 'start' ? start : until
      if (at > of.host.latest) of.host.latest = at
      observed.note(at)
      if (word === 'end') {
        if (open.size > 0) {
          const key = keyOf(of.host.name, pid, of.identity)
          const before = openOf(key, start)
          if (before && isSame(before, start)) open.delete(key)
        }
        hold(of, pid, start, until, exitStatus)
        return
      }
      const key = keyOf(of.host.name, pid, of.identity)
      const before = openOf(key, start)
      if (!before) open.set(key, { owner: of, pid, start, seen: until })
      else if (!isSame(before, start)) hold(of, pid, start, word === 'seen' ? until : before.start)
      else if (word === 'seen' && !(before.seen >= until)) before.seen = until
    },
    flush: observed.flush,
    /** What is still open counts until it was last seen, else until the last line of its host. */
    finish(): void {
      for (const { owner: of, pid, start, seen } of open.values())
        hold(of, pid, start, Number.isNaN(seen) ? of.host.latest : seen)
    },
    save: (): RecordJoinsState => ({
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
