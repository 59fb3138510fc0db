import { capacityUncounted } from '../../facts/derived-day.ts'
import type { LicenceLooks } from '../polling/licence-looks.ts'
import type { PolledSnapshots } from '../polling/polled-snapshots.ts'
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

/** What is known of the holders of a pool: of one version and, as far as it is told, vendor daemon. */
interface Pool {
  readonly daemon: string
  readonly version: string
  readonly byText: Map<string, KnownHolding>
  /** By user, host, the program's version and the state. */
  readonly subjects: Map<string, number>
  first: KnownHolding | undefined
}

/** What is known of a feature of one server from the outputs before. */
interface KnownFeature {
  /** Vendor daemon when it was in use: idle ones do not tell while several daemons are listed. */
  daemon: string | undefined
  pools: Pool[]
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
  /** By server (`undefined` as long as it is not named), then by name. */
  const servers = new Map<string, Map<string, KnownFeature>>()
  /** The series of each feature where it was met last. */
  const series = new Map<string, { readonly server: string; readonly daemon: string; readonly subject: number }>()
  let linesKept = 0
  let feature: Feature | undefined
  let version = ''
  let holders: Pool | undefined
  let above: KnownHolding | undefined
  let looks: LicenceLooks | undefined
  let waiting: Feature[] = []
  let hasFeatures = false

  const knownOf = (server: string, name: string): KnownFeature => {
    let features = servers.get(server)
    if (!features) {
      features = new Map()
      servers.set(server, features)
    }
    let known = features.get(name)
    if (!known) {
      known = { daemon: undefined, pools: [] }
      features.set(name, known)
    }
    return known
  }
  for (const [key, daemon] of resume?.daemonOf ?? []) {
    const [server = '', name = ''] = key.split('\0')
    knownOf(server, name).daemon = daemon
  }
  /** What is known of the feature at hand, at the server as it is named by now. */
  const knownNow = ({ name }: Feature): KnownFeature => knownOf(String(section.name), name)

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
      feature.daemon ??= knownNow(feature).daemon
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
  const findPool = ({ pools }: KnownFeature, daemon: string): Pool | undefined => {
    for (const pool of pools) if (pool.version === version && pool.daemon === daemon) return pool
    return undefined
  }
  const poolOf = (of: KnownFeature, daemon: string): Pool => {
    const found = findPool(of, daemon)
    if (found) return found
    const pool: Pool = { daemon, version, byText: new Map(), subjects: new Map(), first: undefined }
    of.pools.push(pool)
    return pool
  }
  const forgetPools = (): void => {
    for (const features of servers.values()) for (const each of features.values()) each.pools = []
  }
  const below = (pool: Pool): KnownHolding | undefined => (above ? above.next : pool.first)
  const recall = (text: string, pool: Pool): KnownHolding | undefined => {
    const expected = below(pool)
    if (expected?.text === text) return expected
    if (expected?.next?.text === text) return expected.next
    return pool.byText.get(text)
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
      knownNow(feature).daemon = feature.daemon
    },
    knownHolding(text) {
      if (!feature) return false
      if (!holders) {
        const known = knownNow(feature)
        holders = findPool(known, feature.daemon ?? known.daemon ?? '')
        if (!holders) return false
      }
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
      const known = knownNow(feature)
      feature.daemon ??= known.daemon ?? ''
      holders ??= poolOf(known, feature.daemon)
      if (linesKept++ > mostKnown) {
        forgetPools()
        holders = poolOf(known, feature.daemon)
        above = undefined
        linesKept = 0
      }
      const holding: KnownHolding = {
        text,
        // It came in between, or in place of what stood there: either is looked for.
        next: below(holders),
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
    save: () => ({
      daemonOf: [...servers].flatMap(([server, features]) =>
        [...features].flatMap(([name, { daemon }]) =>
          daemon === undefined ? [] : [[`${server}\0${name}`, daemon] as const],
        ),
      ),
    }),
  }
}
