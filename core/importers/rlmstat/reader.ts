import { capacityUncounted } from '../../facts/derived-day.ts'
import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { monthNumber, secondsOf, statedInstant } from '../polling/stated-instant.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { isSilent } from './silent-lines.ts'

interface State {
  readonly polled: PolledState
}

interface Pools {
  readonly isv: string
  readonly product: string
  readonly version: string
  licences: number
  inUse: number
}

interface Holding {
  readonly key: string
  readonly isv: string
  readonly product: string
  readonly version: string
  readonly user: string
  readonly host: string
  readonly count: number
  readonly isQueued: boolean
  readonly handle: string
}

/** `Setting license file path to 10@lic07` and `rlmutil v12.2`, in this order. */
const path = /^\s*Setting license file path to (?:\d+@)?([^\s:;]*)/
const tool = /^\s*rlm(?:util|stat) v[\d.]/
/** `rlm status on lic07 (port 5053), up 99d 11:08:25` */
const manager = /^\s*rlm status on (\S+) \(port \d+\)/
/** `hexavend license pool status on lic07 (port 63133)` */
const section = /^\s*(\S+) license (pool|usage) status on (\S+) \(port \d+\)/
/** `Recent Statistics (00:16:08), init time: Wed Nov  3 12:32:30 2021`: the two together are the instant of the look. */
const statistics =
  /^\s*(?:Recent|Todays) Statistics \((?:(\d+)d )?(\d+):(\d\d):(\d\d)\), init time: \w{3} (\w{3}) +(\d+) (\d\d):(\d\d):(\d\d) (\d{4})\s*$/
/** `hexa_solve v3.0, pool: 4` */
const product = /^\s*(\S+) v(\S*?)(?:,? pool: *\d+)?\s*$/
/** `count: 45, # reservations: 0, inuse: 3, exp: 31-jan-2022` */
const counts = /^\s*count: *(\d+|uncounted)\b.*?(?:inuse: *(\d+))?(?:,|$)/i
const inUse = /\binuse: *(\d+)/
/** `hexa_solve v3.0: k.osei@hal-ws-2 29/0 at 11/01 09:01  (handle: 15a)` */
const holding = /^\s*(\S+) v(\S*): (.*)@(\S+) (\d+)\/(\d+) at \d\d\/\d\d \d\d?:\d\d(?:\s*\(handle: *(\w+)\))?(.*)$/
/** `hexavend   63133   Yes   0` */
const isvServer = /^\s*(\S+)\s+\d+\s+(Yes|No)\s+\d+\s*$/
const failure =
  /^\s*(?:Error connecting to|Connection attempted to host: "([^"]*)"|.*: comm(?:unication)?s? error|.*\bserver (?:is )?not (?:running|responding))/i
const mostLicences = 2 ** 31 - 1

export const createRlmstatReader = (
  writer: UsageWriter,
  resume: unknown,
  startDay: number | undefined,
): UsageReader => {
  const state = resume as State | undefined
  const polled = createPolledSnapshots(writer, state?.polled, startDay)
  let pathServer = ''
  let server = ''
  let isv = ''
  let isDated = false
  let isOpen = false
  /** The line above was the licence path, which belongs to the output that begins. */
  let isBelowPath = false
  let current: { product: string; version: string } | undefined
  let pools = new Map<string, Pools>()
  let holdings: Holding[] = []
  /** Vendors that are known to have answered, or not. */
  let noted = new Set<string>()

  const serverOf = (daemon: string): number =>
    writer.subject('server', { server: server || pathServer, daemon, manager: 'RLM' })
  const series = (of: { isv: string; product: string; version: string }) => ({
    server: server || pathServer,
    daemon: of.isv,
    manager: 'RLM',
    feature: of.product,
    version: of.version,
  })
  const close = (): void => {
    if (pools.size > 0 || holdings.length > 0) {
      const looks = polled.looks(server || pathServer)
      for (const daemon of new Set([...pools.values(), ...holdings].map((of) => of.isv)))
        if (!noted.has(daemon)) looks?.server(serverOf(daemon), true)
      for (const pool of pools.values()) looks?.capacity(writer.subject('licence', series(pool)), pool.licences)
      for (const one of unshared(holdings, pools)) {
        const subject = writer.subject('licence', { ...series(one), user: one.user, host: one.host })
        if (one.isQueued) looks?.waiting(subject, one.count, writer.handle(one.handle))
        else looks?.holding(subject, one.count, writer.handle(one.handle))
      }
    }
    polled.close()
    pools = new Map()
    holdings = []
    noted = new Set()
    server = ''
    pathServer = ''
    isv = ''
    isDated = false
    isOpen = false
    current = undefined
  }
  /** The looks of this snapshot; undefined: its instant is not known, and the line was accounted for. */
  const looksFor = (text: string, line: number) => {
    isOpen = true
    const looks = polled.looks(server || pathServer)
    if (!looks) polled.refuse(line, text)
    else if (server || pathServer) writer.server(server || pathServer)
    return looks
  }
  const note = (daemon: string, isAnswered: boolean, text: string, line: number) => {
    const looks = looksFor(text, line)
    if (!looks) return
    if (noted.has(daemon)) return writer.ignored('server')
    looks.server(serverOf(daemon), isAnswered)
    noted.add(daemon)
    writer.daemon(daemon)
    writer.used(isAnswered ? 'server' : 'server that does not answer')
  }
  const count = (text: string, line: number, found: RegExpExecArray) => {
    const looks = looksFor(text, line)
    if (!looks || !current) return
    const licences = /^u/i.test(found[1] as string) || Number(found[1]) === 0 ? capacityUncounted : Number(found[1])
    if (licences > mostLicences) return writer.reject('number', line, text)
    const key = `${isv}\t${current.product}\t${current.version}`
    const used = Number(inUse.exec(text)?.[1] ?? 0)
    const known = pools.get(key)
    if (!known) pools.set(key, { isv, ...current, licences, inUse: used })
    else {
      known.licences = licences < 0 || known.licences < 0 ? capacityUncounted : known.licences + licences
      known.inUse += used
    }
    writer.used('licence pool')
  }
  const hold = (text: string, line: number, found: RegExpExecArray) => {
    if (!looksFor(text, line)) return
    const [, feature = '', version = '', user = '', host = '', free, reserved, handle = '', rest = ''] = found
    const licences = Number(free) + Number(reserved)
    if (!(licences > 0 && licences <= mostLicences)) return writer.reject('number', line, text)
    const key = `${isv}\t${feature}\t${version}`
    const isQueued = /queue/i.test(rest)
    holdings.push({ key, isv, product: feature, version, user, host, count: licences, isQueued, handle })
    writer.used(isQueued ? 'waiting user' : 'user')
  }

  return {
    line(text, line) {
      const stamp = statedInstant(text)
      if (stamp) {
        close()
        polled.stamp(stamp)
        return writer.ignored('date')
      }
      const from = path.exec(text)
      if (from || (tool.test(text) && isOpen && !isBelowPath)) close()
      isBelowPath = from !== null
      if (from) {
        pathServer = from[1] as string
        isOpen = true
        return writer.ignored('head')
      }
      const managed = manager.exec(text)
      if (managed) {
        server = managed[1] as string
        isOpen = true
        return writer.ignored('head')
      }
      const stated = statistics.exec(text)
      if (stated) {
        const time = isDated ? undefined : timeOf(stated)
        if (time !== undefined) polled.date({ time, isUtc: false })
        isDated ||= time !== undefined
        isOpen = true
        return writer.ignored('statistics')
      }
      const begins = section.exec(text)
      if (begins) {
        isv = begins[1] as string
        server ||= begins[3] as string
        current = undefined
        isOpen = true
        return note(isv, true, text, line)
      }
      const counted = counts.exec(text)
      if (counted && current) return count(text, line, counted)
      const held = holding.exec(text)
      if (held) return hold(text, line, held)
      const row = isvServer.exec(text)
      if (row) return row[2] === 'No' ? note(row[1] as string, false, text, line) : writer.ignored('server')
      const failed = failure.exec(text)
      if (failed) {
        server ||= failed[1] ?? ''
        return failed[1] === undefined && server === '' && pathServer === ''
          ? writer.ignored('message')
          : note('', false, text, line)
      }
      if (isSilent(text)) return writer.ignored('other')
      const named = product.exec(text)
      if (named) {
        current = { product: named[1] as string, version: named[2] as string }
        isOpen = true
        return writer.ignored('product')
      }
      writer.reject('unknown', line, text)
    },
    flush: polled.flush,
    finish() {
      close()
      polled.finish()
      polled.flush()
    },
    get settled() {
      return !isOpen
    },
    save: (): State => ({ polled: polled.save() }),
  }
}

const timeOf = (found: RegExpExecArray): number | undefined => {
  const [, days = '0', hours, minutes, seconds, month = '', day, hour, minute, second, year] = found
  const from = secondsOf(
    Number(year),
    monthNumber(month) ?? 0,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const since = Number(days) * 86400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return from === undefined || days.length > 5 ? undefined : from + since
}

/**
 * Processes that share a licence are listed line by line, but the pool counts the licence once. Where more is listed than is in use, the
 * lines of one user on one host are one licence.
 */
const unshared = (holdings: readonly Holding[], pools: ReadonlyMap<string, Pools>): readonly Holding[] => {
  const listed = new Map<string, number>()
  for (const { key, count, isQueued } of holdings) if (!isQueued) listed.set(key, (listed.get(key) ?? 0) + count)
  const seen = new Set<string>()
  return holdings.filter(({ key, user, host, count, isQueued }) => {
    const pool = pools.get(key)
    if (isQueued || !pool || pool.inUse === 0 || (listed.get(key) ?? 0) <= pool.inUse) return true
    const holder = `${key}\t${user}\t${host}\t${count}`
    if (!seen.has(holder)) {
      seen.add(holder)
      return true
    }
    listed.set(key, (listed.get(key) as number) - count)
    return false
  })
}
