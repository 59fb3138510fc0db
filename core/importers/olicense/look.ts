import { capacityUncounted } from '../../facts/derived-day.ts'
import type { PolledSnapshots } from '../polling/polled-snapshots.ts'
import type { UsageWriter } from '../usage-importer.ts'

const manager = 'OLicense'
const mostLicences = 2 ** 31 - 1

/** What an output says of a server, from its text or its XML. `module`, `holder` and `noAnswer` account for their line. */
export interface OlicenseLook {
  server(name: string): void
  /** A licence begins: what follows is about it. */
  licence(): void
  licenser(name: string): void
  version(range: string): void
  module(name: string, floats: string, line: number, text: string): void
  /** `ann@ws0042 #1` */
  holder(who: string, line: number, text: string): void
  /** Held by nobody whose name is known. */
  unknownHolders(count: number, line: number, text: string): void
  noAnswer(line: number, text: string): void
  close(): void
  save(): OlicenseState
}

export interface OlicenseState {
  readonly licensersOf: readonly (readonly [string, readonly string[]])[]
}

export const createOlicenseLook = (
  writer: UsageWriter,
  snapshots: PolledSnapshots,
  resume: OlicenseState | undefined,
): OlicenseLook => {
  const licensersOf = new Map(resume?.licensersOf.map(([server, names]) => [server, new Set(names)]))
  let server: string | undefined
  let daemon = ''
  let version = ''
  let feature: string | undefined
  const answered = new Set<string>()

  const serverName = (): string => server ?? (licensersOf.size === 1 ? ([...licensersOf.keys()][0] as string) : '')
  const series = () => ({ server: serverName(), daemon, manager, feature: feature ?? '', version })
  const looks = () => {
    const name = serverName()
    const found = snapshots.looks(name)
    const key = `${name}\0${daemon}`
    if (!found || answered.has(key)) return found
    answered.add(key)
    found.server(writer.subject('server', { server: name, daemon, manager }), true)
    licensersOf.set(name, (licensersOf.get(name) ?? new Set()).add(daemon))
    writer.daemon(daemon)
    return found
  }
  const hold = (user: string, host: string, count: number, line: number, text: string) => {
    if (!Number.isInteger(count) || count > mostLicences) return writer.reject('not-a-count', line, text)
    if (feature === undefined) return writer.reject('no-module', line, text)
    const at = looks()
    if (!at) return snapshots.refuse(line, text)
    if (count > 0) at.holding(writer.subject('licence', { ...series(), user, host }), count)
    writer.used('holder')
  }

  return {
    server(name) {
      server = name
      writer.server(name)
    },
    licence() {
      daemon = ''
      version = ''
      feature = undefined
    },
    licenser(name) {
      daemon = name
    },
    version(range) {
      version = range
    },
    module(name, floats, line, text) {
      feature = name
      // A licence bound to a machine has no floats.
      const count = /^(?:unlimited|-1|)$/i.test(floats) ? capacityUncounted : Number(floats)
      if (!Number.isInteger(count) || count > mostLicences || count < capacityUncounted)
        return writer.reject('not-a-count', line, text)
      if (!looks()) return snapshots.refuse(line, text)
      snapshots.capacity(serverName(), writer.subject('licence', series()), count)
      writer.used('module')
    },
    holder(who, line, text) {
      const parts = /^(.*)@(\S+)\s+#(\d+)$/.exec(who.trim())
      if (!parts) return writer.reject('no-holder', line, text)
      hold(parts[1] as string, parts[2] as string, Number(parts[3]), line, text)
    },
    unknownHolders: (count, line, text) => hold('', '', count, line, text),
    noAnswer(line, text) {
      const name = serverName()
      const at = snapshots.looks(name)
      if (!at) return snapshots.refuse(line, text)
      const known = licensersOf.get(name)
      for (const each of known && known.size > 0 ? known : [''])
        at.server(writer.subject('server', { server: name, daemon: each, manager }), false)
      writer.used('server down')
    },
    close() {
      server = undefined
      daemon = ''
      version = ''
      feature = undefined
      answered.clear()
    },
    save: () => ({ licensersOf: [...licensersOf].map(([name, all]) => [name, [...all]] as const) }),
  }
}
