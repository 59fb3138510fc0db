import { capacityUncounted } from '../../facts/derived-day.ts'
import type { PolledSnapshots } from '../polling/polled-snapshots.ts'
import type { UsageWriter } from '../usage-importer.ts'

const manager = 'LM-X'
/** What LM-X shows for a licence without limit. */
const unlimited = 2147483647

interface Holding {
  readonly server: string
  readonly user: string
  readonly host: string
  readonly count: number
  isBorrowed: boolean
}

/** What an output says of a server, from its text or its XML. Each call accounts for its line but `server`, `feature` and `borrowed`. */
export interface LmxLook {
  server(name: string): void
  feature(name: string, version: string, vendor: string): void
  /** The number of licences of the feature above. */
  capacity(licences: string, line: number, text: string): void
  /** @param who `user@host` */
  holder(who: string, count: number, isBorrowed: boolean, line: number, text: string): void
  /** The holder above has borrowed: it is offline. */
  borrowed(): void
  /** The server, or none at all, was there. */
  noAnswer(line: number, text: string): void
  closeServer(): void
  save(): LmxState
}

export interface LmxState {
  /** Vendors of each server in this file. */
  readonly vendorsOf: readonly (readonly [string, readonly string[]])[]
}

export const createLmxLook = (
  writer: UsageWriter,
  snapshots: PolledSnapshots,
  resume: LmxState | undefined,
): LmxLook => {
  const vendorsOf = new Map(resume?.vendorsOf.map(([server, vendors]) => [server, new Set(vendors)]))
  let server: string | undefined
  let feature: { readonly name: string; readonly version: string; readonly vendor: string } | undefined
  let holding: Holding | undefined
  const answered = new Set<string>()

  const serverName = (): string => server ?? (vendorsOf.size === 1 ? ([...vendorsOf.keys()][0] as string) : '')
  const series = () => ({
    server: serverName(),
    daemon: feature?.vendor ?? '',
    manager,
    feature: feature?.name ?? '',
    version: feature?.version ?? '',
  })
  const settleHolder = (): void => {
    if (holding) {
      const { user, host, count, isBorrowed } = holding
      const subject = writer.subject('licence', { ...series(), user, host, state: isBorrowed ? '1' : '' })
      snapshots.looks(holding.server)?.holding(subject, count)
    }
    holding = undefined
  }
  const answer = (vendor: string): void => {
    const name = serverName()
    const key = `${name}\0${vendor}`
    if (answered.has(key)) return
    answered.add(key)
    snapshots.looks(name)?.server(writer.subject('server', { server: name, daemon: vendor, manager }), true)
    vendorsOf.set(name, (vendorsOf.get(name) ?? new Set()).add(vendor))
    writer.daemon(vendor)
  }

  return {
    server(name) {
      server = name
      writer.server(name)
    },
    feature(name, version, vendor) {
      settleHolder()
      feature = { name, version, vendor }
    },
    capacity(licences, line, text) {
      const count = /^unlimited$/i.test(licences) ? unlimited : Number(licences)
      if (!feature) return writer.reject('no-feature', line, text)
      if (!Number.isInteger(count) || count < 0 || count > unlimited) return writer.reject('not-a-count', line, text)
      if (!snapshots.looks(serverName())) return snapshots.refuse(line, text)
      answer(feature.vendor)
      const subject = writer.subject('licence', series())
      snapshots.capacity(serverName(), subject, count === unlimited ? capacityUncounted : count)
      writer.used('capacity')
    },
    holder(who, count, isBorrowed, line, text) {
      settleHolder()
      const at = who.lastIndexOf('@')
      if (!feature) return writer.reject('no-feature', line, text)
      if (at < 1 || at === who.length - 1) return writer.reject('no-holder', line, text)
      if (!Number.isInteger(count) || count < 0 || count > unlimited) return writer.reject('not-a-count', line, text)
      if (!snapshots.looks(serverName())) return snapshots.refuse(line, text)
      if (count > 0) {
        const [user, host] = [who.slice(0, at), who.slice(at + 1)]
        holding = { server: serverName(), user, host, count, isBorrowed }
      }
      writer.used('holder')
    },
    borrowed() {
      if (holding) holding.isBorrowed = true
    },
    noAnswer(line, text) {
      const name = serverName()
      const looks = snapshots.looks(name)
      if (!looks) return snapshots.refuse(line, text)
      const vendors = vendorsOf.get(name)
      for (const daemon of vendors && vendors.size > 0 ? vendors : [''])
        looks.server(writer.subject('server', { server: name, daemon, manager }), false)
      writer.used('server down')
    },
    closeServer() {
      settleHolder()
      server = undefined
      feature = undefined
      answered.clear()
    },
    save: () => ({ vendorsOf: [...vendorsOf].map(([name, vendors]) => [name, [...vendors]] as const) }),
  }
}
