import { capacityUncounted } from '../../facts/derived-day.ts'
import type { LicenceLooks } from '../licence-looks.ts'
import type { PolledSnapshots } from '../polled-snapshots.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { type Holding, holdingOf } from './holding-line.ts'
import type { TableRow } from './licence-table.ts'
import { licenceManager, type ServerSection } from './server-section.ts'

/** A line about a holder, read once; the same line comes again in every look while the licences are held. */
interface KnownHolding {
  readonly text: string
  readonly subject: number
  readonly count: number
  readonly handle: number
  readonly isWaiting: boolean
  /** What stood below it in the last look: most lines keep their neighbours, and comparing is faster than looking up. */
  next: KnownHolding | undefined
}

/** What is known of the holders of a pool. */
interface Pool {
  readonly byText: Map<string, KnownHolding>
  /** By user, host, the program's version and the state. */
  readonly subjects: Map<string, number>
  first: KnownHolding | undefined
}

interface Feature {
  readonly name: string
  readonly licences: number
  readonly line: number
  readonly text: string
  daemon: string | undefined
}

/** Lines kept of all features together. */
const mostKnown = 200_000

/** What one output says of the features of one server: how many licences there are, who holds them and who waits. */
export interface FeatureUses {
  /** `Users of F: (Total of ...` */
  feature(name: string, licences: number, line: number, text: string): void
  /** `"F" v2025.1, vendor: V`: holders that follow use this version. */
  pool(version: string, vendor: string): void
  /** Counts a line that was met before under the same feature; false: it was not. The hot path. */
  knownHolding(text: string): boolean
  /** Reads a line about a holder; false: it cannot be one. */
  holding(text: string, line: number): boolean
  closeFeature(): void
  /** No line has named the server: what waits for its name is written without one. */
  settleServer(): void
  /** Licences that `lmstat -i` lists and that are valid; what a server has told of its features counts alone. */
  table(rows: readonly TableRow[]): void
  save(): UsesState
}

export interface UsesState {
  /** Vendor daemon of each feature, by server. */
  readonly daemonOf: readonly (readonly [string, string])[]
}

export const createFeatureUses = (
  writer: UsageWriter,
  snapshots: PolledSnapshots,
  section: ServerSection,
  resume: UsesState | undefined,
): FeatureUses => {
  /** By server, daemon, feature and version. */
  const pools = new Map<string, Pool>()
  /** The series of each feature where it was met last. */
  const series = new Map<string, { readonly server: string; readonly daemon: string; readonly subject: number }>()
  /** Vendor daemon of features that are idle while several daemons are listed, from when they were in use. */
  const daemonOf = new Map<string, string>(resume?.daemonOf)
  let linesKept = 0
  let feature: Feature | undefined
  let version = ''
  let holders: Pool | undefined
  let above: KnownHolding | undefined
  let looks: LicenceLooks | undefined
  let waiting: Feature[] = []
  let hasFeatures = false

  const capacity = (server: string, { name, licences, daemon = '', line, text }: Feature): void => {
    let known = series.get(name)
    if (known?.server !== server || known.daemon !== daemon) {
      const subject = writer.subject('licence', { server, daemon, manager: licenceManager, feature: name })
      known = { server, daemon, subject }
      series.set(name, known)
      writer.daemon(daemon)
    }
    const at = snapshots.looks(server)
    if (!at) {
      snapshots.refuse(line, text)
      return
    }
    at.capacity(known.subject, licences)
    section.answered(daemon)
    writer.used('feature')
  }
  const closeFeature = (): void => {
    if (feature) {
      const server = section.name
      feature.daemon ??= daemonOf.get(`${server}\0${feature.name}`)
      if (server === undefined) waiting.push(feature)
      else capacity(server, feature)
    }
    feature = undefined
    holders = undefined
    above = undefined
    looks = undefined
    version = ''
  }
  const settle = (server: string): void => {
    for (const each of waiting) capacity(server, each)
    waiting = []
  }
  const poolOf = (server: string, daemon: string, name: string): Pool => {
    const key = `${server}\0${daemon}\0${name}\0${version}`
    const found: Pool = pools.get(key) ?? { byText: new Map(), subjects: new Map(), first: undefined }
    pools.set(key, found)
    return found
  }
  const recall = (text: string, { byText, first }: Pool): KnownHolding | undefined => {
    const expected = above ? above.next : first
    if (expected?.text === text) return expected
    if (expected?.next?.text === text) return expected.next
    return byText.get(text)
  }
  const subjectOf = (
    { user, host, version: asked, state }: Holding,
    daemon: string,
    name: string,
    pool: Pool,
  ): number => {
    const key = `${user}\0${host}\0${asked}\0${state}`
    let subject = pool.subjects.get(key)
    if (subject === undefined) {
      const server = section.name ?? ''
      const attributes = [server, daemon, licenceManager, '', name, version, user, host, asked, '', state]
      subject = writer.subjectOf('licence', attributes)
      pool.subjects.set(key, subject)
    }
    return subject
  }
  const follow = (holding: KnownHolding, pool: Pool): void => {
    if (above) above.next = holding
    else pool.first = holding
    above = holding
  }
  const daemonNow = (): string => feature?.daemon ?? daemonOf.get(`${section.name}\0${feature?.name}`) ?? ''
  const count = ({ subject, count: licences, handle, isWaiting }: KnownHolding): void => {
    if (isWaiting) looks?.waiting(subject, licences, handle)
    else looks?.holding(subject, licences, handle)
    writer.used(isWaiting ? 'queued' : 'holder')
  }

  return {
    feature(name, licences, line, text) {
      closeFeature()
      hasFeatures = true
      feature = { name, licences, line, text, daemon: section.onlyDaemon }
    },
    pool(of, vendor) {
      writer.ignored('pool')
      version = of
      holders = undefined
      above = undefined
      if (!feature) return
      feature.daemon ??= section.daemonOf(vendor)
      daemonOf.set(`${section.name}\0${feature.name}`, feature.daemon)
    },
    knownHolding(text) {
      if (!feature) return false
      holders ??= pools.get(`${section.name}\0${daemonNow()}\0${feature.name}\0${version}`)
      if (!holders) return false
      const found = recall(text, holders)
      if (!found) return false
      looks ??= snapshots.looks(section.name ?? '')
      if (!looks) return false
      follow(found, holders)
      count(found)
      return true
    },
    holding(text, line) {
      const read = holdingOf(text)
      if (read === 'torn') {
        if (!/^\s+\S.* \(v|, start [A-Z][a-z]{2} \d/.test(text)) return false
        writer.reject('torn', line, text)
        return true
      }
      if (read === 'not-a-count') {
        writer.reject(read, line, text)
        return true
      }
      if (!feature) {
        writer.reject('no-feature', line, text)
        return true
      }
      if (section.name === undefined) {
        section.server(read.server)
        settle(read.server)
      }
      const server = section.name as string
      looks ??= snapshots.looks(server)
      if (!looks) {
        snapshots.refuse(line, text)
        return true
      }
      feature.daemon = daemonNow()
      holders ??= poolOf(server, feature.daemon, feature.name)
      if (linesKept++ > mostKnown) {
        pools.clear()
        holders = poolOf(server, feature.daemon, feature.name)
        above = undefined
        linesKept = 0
      }
      const holding: KnownHolding = {
        text,
        next: undefined,
        subject: subjectOf(read, feature.daemon, feature.name, holders),
        count: read.count,
        handle: writer.handle(read.handle),
        isWaiting: read.isWaiting,
      }
      holders.byText.set(text, holding)
      follow(holding, holders)
      count(holding)
      return true
    },
    closeFeature,
    settleServer() {
      settle(section.nameOrOnly)
      hasFeatures = false
    },
    table(rows) {
      if (hasFeatures) return
      const totals = new Map<string, TableRow>()
      for (const row of rows) {
        const key = `${row.vendor}\0${row.feature}`
        const before = totals.get(key)
        const isCounted = row.licences !== undefined && (!before || before.licences !== undefined)
        totals.set(key, { ...row, licences: isCounted ? (before?.licences ?? 0) + (row.licences ?? 0) : undefined })
      }
      const server = section.name ?? ''
      for (const { vendor, feature: name, licences } of totals.values())
        snapshots
          .looks(server)
          ?.capacity(
            writer.subject('licence', { server, daemon: vendor, manager: licenceManager, feature: name }),
            licences ?? capacityUncounted,
          )
    },
    save: () => ({ daemonOf: [...daemonOf] }),
  }
}
