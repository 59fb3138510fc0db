import { UsageKind } from '../../facts/usage-fact.ts'
import { isLogTime } from '../proxies/proxy-requests.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { type AccessesState, createAccesses } from './accesses.ts'
import { type Entry, entryOf } from './entry-line.ts'
import { createLicences, type LicencesState } from './licences.ts'

interface State {
  readonly licences: LicencesState
  readonly accesses: AccessesState
  /** Until when each server was observed, and from when that is not yet told. */
  readonly observed: readonly (readonly [string, readonly [number, number]])[]
}

const day = 86400
/** Why a line was rejected; undefined where it was used or ignored. */
type Outcome = string | undefined

export const createCodemeterReader = (writer: UsageWriter, resume: unknown): UsageReader => {
  writer.clock('utc')
  const state = resume as State | undefined
  const licences = createLicences(writer, state?.licences)
  const accesses = createAccesses(writer, state?.accesses)
  const observed = new Map(state?.observed)

  const tellObserved = (server: string): void => {
    const [from, to] = observed.get(server) ?? [0, 0]
    if (to > from)
      writer.row(UsageKind.observed, from, to - from, writer.subject('server', { server, manager: 'CodeMeter' }))
    observed.set(server, [to, to])
  }
  const observe = (server: string, time: number): void => {
    const [from, to] = observed.get(server) ?? [time, time]
    observed.set(server, [from, Math.max(to, time)])
    if (Math.floor(time / day) !== Math.floor(from / day)) tellObserved(server)
  }
  const used = (kind: string): undefined => {
    writer.used(kind)
    return undefined
  }
  const ignored = (kind: string): undefined => {
    writer.ignored(kind)
    return undefined
  }

  const admin = (server: string, { time, rest }: Entry): Outcome => {
    if (/CodeMeter_stopped/i.test(rest)) {
      observe(server, time)
      accesses.cancel(time, server)
      tellObserved(server)
      observed.delete(server)
      return ignored('stop')
    }
    if (/CodeMeter_started/i.test(rest)) {
      // Without a stop above it the server was killed: nobody held anything from its last entry on.
      const last = observed.get(server)?.[1]
      accesses.cancel(last ?? time, server)
      tellObserved(server)
      observed.set(server, [time, time])
      return ignored('start')
    }
    observe(server, time)
    return ignored('other entry')
  }

  const access = (server: string, { time, fields, kind, rest }: Entry): Outcome => {
    const [licenceId, id, client] = ['licenseid', 'accessid', 'client'].map((name) => fields.get(name))
    if (licenceId === undefined || id === undefined || client === undefined) return 'fields-missing'
    const licence = licences.get(server, licenceId)
    if (!licence) return 'unknown-licence'
    const who = ['client', 'user', 'appid', 'apptext'].map((name) => fields.get(name) ?? '').join('\u0000')
    const isBorrowed = /borrow/i.test(kind) || /borrow/i.test(rest) || /borrow/i.test(fields.get('type') ?? '')
    accesses.take(time, id, { server, licence, client, who, handle: '', isBorrowed })
    return used('access')
  }

  const read = (line: string): Outcome => {
    if (line.trim() === '') return ignored('blank line')
    const entry = entryOf(line)
    if (!entry) return /^\s*(?:signature|hash|#)/i.test(line) ? ignored('signature') : 'not-an-entry'
    const { time, kind, fields } = entry
    if (!isLogTime(time)) return 'not-a-time'
    const server = fields.get('server') ?? ''
    if (kind === 'signedlogfile' || /^(?:signature|hash)/.test(kind)) return ignored('signature')
    if (server === '') return 'fields-missing'
    writer.server(server)
    const isList = kind === 'license' || kind === 'listoflicenses'
    const isAccess = kind === 'access' || kind === 'borrow' || kind === 'borrowaccess'
    accesses.pass(time, isList || kind === 'release' || (isAccess && accesses.isRelisting))
    if (kind !== 'license') licences.endBlock()
    if (kind === 'admin') return admin(server, entry)
    observe(server, time)
    if (isList) {
      accesses.relist()
      if (kind === 'listoflicenses') return ignored('list of licences')
      return licences.list(entry) ? used('licence') : 'fields-missing'
    }
    if (isAccess) return access(server, entry)
    if (kind === 'release') {
      const id = fields.get('accessid')
      if (id === undefined) return 'fields-missing'
      return accesses.release(time, server, id)
        ? used('release')
        : ignored('release of what was taken before the log began')
    }
    return /denied|reject/.test(kind) ? ignored('refused request') : 'unknown-entry'
  }

  return {
    line(line, lineNumber) {
      const reason = read(line)
      if (reason !== undefined) writer.reject(reason, lineNumber, line)
    },
    flush() {
      for (const server of observed.keys()) tellObserved(server)
    },
    finish() {
      licences.endBlock()
      accesses.giveBack()
      for (const server of observed.keys()) tellObserved(server)
    },
    save: (): State => ({ licences: licences.save(), accesses: accesses.save(), observed: [...observed] }),
  }
}
