import type { PolledSnapshots } from '../polling/polled-snapshots.ts'
import type { UsageWriter } from '../usage-importer.ts'
import * as lines from './status-lines.ts'

export const licenceManager = 'FlexNet'

/** What one output says of one server: its hosts, its vendor daemons and whether they answered. */
export interface ServerSection {
  readonly name: string | undefined
  /** The name, else that of the only server that the file is about, else none. */
  readonly nameOrOnly: string
  server(name: string): void
  /** Reads a line about a host or a vendor daemon; false: it is none. */
  host(text: string, line: number): boolean
  /** Features follow: the vendor daemons listed last have answered. @param daemon the one that serves this feature, as far as it is known */
  answered(daemon: string | undefined): void
  /** The vendor daemon of the features that follow, where only one can be meant. */
  readonly onlyDaemon: string | undefined
  /** The vendor daemon as listed of a feature whose pool names this vendor. */
  daemonOf(vendor: string): string
  /** Writes whether the server and its vendor daemons answered, and forgets the section. */
  close(): void
  save(): SectionState
}

export interface SectionState {
  /** Vendor daemons that each server had in this file: what did not answer when a server is down. */
  readonly daemonsOf: readonly (readonly [string, readonly string[]])[]
}

export const createServerSection = (
  writer: UsageWriter,
  snapshots: PolledSnapshots,
  resume: SectionState | undefined,
): ServerSection => {
  const daemonsOf = new Map(resume?.daemonsOf.map(([server, daemons]) => [server, new Set(daemons)]))
  let name: string | undefined
  /** Whether each vendor daemon of the section answered; undefined: it is up, and nothing was asked of it. */
  let daemons = new Map<string, boolean | undefined>()
  /** Those listed since the last feature. */
  let listed: string[] = []
  let isAfterFeature = false
  let isInDaemons = false
  let hostsUp = 0
  let hostsDown = 0

  const list = (daemon: string, isUp: boolean): void => {
    if (isAfterFeature) listed = []
    isAfterFeature = false
    if (isUp) listed.push(daemon)
    daemons.set(daemon, isUp ? undefined : false)
  }
  const serverName = (): string => name ?? (daemonsOf.size === 1 ? ([...daemonsOf.keys()][0] as string) : '')

  const writeLooks = (): void => {
    const isDown = hostsUp === 0 && hostsDown > 0 && ![...daemons.values()].includes(true)
    const server = serverName()
    const known = daemonsOf.get(server)
    const said: (readonly [string, boolean])[] = isDown
      ? [...(known && known.size > 0 ? known : [''])].map((daemon) => [daemon, false] as const)
      : [...daemons].flatMap(([daemon, hasAnswered]) =>
          hasAnswered === undefined ? [] : [[daemon, hasAnswered] as const],
        )
    if (said.length === 0) return
    const looks = snapshots.looks(server)
    for (const [daemon, hasAnswered] of said)
      looks?.server(writer.subject('server', { server, daemon, manager: licenceManager }), hasAnswered)
    if (isDown || !looks || server === '') return
    const all = known ?? new Set<string>()
    daemonsOf.set(server, all)
    for (const [daemon] of said) all.add(daemon)
  }

  return {
    get name() {
      return name
    },
    get nameOrOnly() {
      return serverName()
    },
    server(given) {
      name = given
      writer.server(given)
    },
    host(text, line) {
      const on = lines.daemonStatus.exec(text)
      if (on) {
        isInDaemons = true
        if (name === undefined && on[1]) this.server(on[1])
        writer.ignored('server status')
        return true
      }
      const up = lines.hostUp.exec(text)
      if (up) {
        if (name === undefined) this.server(up[1] as string)
        hostsUp++
        writer.ignored('server status')
        return true
      }
      const daemon = isInDaemons ? lines.daemonLine.exec(text) : null
      if (daemon && !/^\s*vendor_string:/.test(text)) {
        list(daemon[1] as string, daemon[2] !== undefined)
        if (daemon[2]) writer.ignored('server status')
        else writer.used('vendor daemon down')
        return true
      }
      if (lines.featureInfo.test(text)) {
        this.answered(undefined)
        writer.ignored('server status')
        return true
      }
      const down = lines.serverError.test(text)
      const hostIsDown = !down && !isInDaemons && lines.hostDown.test(text)
      if (!down && !hostIsDown) return false
      hostsDown++
      if (snapshots.time() === undefined) snapshots.refuse(line, text)
      else writer.used('server down')
      return true
    },
    answered(daemon) {
      if (isAfterFeature && daemon !== undefined && daemons.get(daemon) === true) return
      isAfterFeature = true
      for (const each of listed) daemons.set(each, true)
      if (daemon !== undefined) daemons.set(daemon, true)
    },
    get onlyDaemon() {
      return listed.length === 1 ? listed[0] : undefined
    },
    daemonOf(vendor) {
      const same = listed.find((daemon) => daemon.toLowerCase() === vendor.toLowerCase())
      return same ?? (listed.length === 1 ? (listed[0] as string) : vendor)
    },
    close() {
      writeLooks()
      name = undefined
      daemons = new Map()
      listed = []
      isAfterFeature = false
      isInDaemons = false
      hostsUp = 0
      hostsDown = 0
    },
    save: () => ({ daemonsOf: [...daemonsOf].map(([server, all]) => [server, [...all]] as const) }),
  }
}
