// Which record an event of the log belongs to: types 52 (raw), 75, 104 and 129 (with false denials).

import type { Cell } from './csv.ts'
import type { EventKind, LogEvent, Recount } from './recount-shapes.ts'

const BEFORE_GRANT = 5 // u - 5 s <= t
const AFTER_GRANT = 2 // t <= u + 2 s

type Names = {
  readonly vendorLicense: string
  readonly packageName: string
  readonly prime: string
  readonly groupOf: (part: 'user' | 'host', name: string) => string
}
type Grant = { readonly at: number; readonly vendorLicense: string }

const grantsOf = new WeakMap<Recount, Map<string, Grant[]>>()

const keyOf = (event: LogEvent): string => JSON.stringify([event.feature, event.user, event.host])

function allGrants(counted: Recount): Map<string, Grant[]> {
  let grants = grantsOf.get(counted)
  if (!grants) {
    grants = new Map()
    for (const { server, events } of counted.streams)
      for (const event of events) {
        if (event.kind !== 'out') continue
        const list = grants.get(keyOf(event)) ?? []
        list.push({ at: event.at, vendorLicense: `${server};${event.daemon}` })
        grants.set(keyOf(event), list)
      }
    grantsOf.set(counted, grants)
  }
  return grants
}

/** The vendor licence that granted what was denied, if the denial is false: the grant nearest in time, the own one before others. */
export function falseDenial(counted: Recount, own: string, denial: LogEvent): string | undefined {
  const t = denial.at
  const near = (allGrants(counted).get(keyOf(denial)) ?? []).filter(
    ({ at: u }) => u - BEFORE_GRANT <= t && t <= u + AFTER_GRANT,
  )
  near.sort(
    (a, b) =>
      Math.abs(a.at - t) - Math.abs(b.at - t) ||
      Number(b.vendorLicense === own) - Number(a.vendorLicense === own) ||
      (a.vendorLicense < b.vendorLicense ? -1 : 1),
  )
  return near[0]?.vendorLicense
}

const FLEXNET_EVENTS: Partial<Record<EventKind, string>> = {
  out: 'out',
  in: 'in',
  'in without out': 'in',
  denied: 'denied',
  unsupported: 'unsupported',
  queued: 'queued',
  upgrade: 'upgrade',
}

const VERSION_2_EVENTS: Record<EventKind, string> = {
  out: 'CHECK OUT',
  in: 'CHECK IN',
  'in without out': 'USAGE NOT FOUND',
  denied: 'DENIED',
  unsupported: 'UNSUPPORTED',
  queued: 'QUEUED',
  upgrade: 'CHECK OUT',
  'false usage': 'FALSE USAGE',
  'daemon start': 'DAEMON START',
  reload: 'RELOAD LICENSE',
  'feature increment': 'FEATURE INCREMENT',
}

/** The classifications of an event in a data type, or undefined where the type has no such event. */
export function eventCells(id: number, counted: Recount, event: LogEvent, names: Names): Cell[] | undefined {
  const { kind, feature = 'undef', user = 'undef', host = 'undef', version = 'undef', reason = 'undef', codes } = event
  const { vendorLicense, packageName, prime, groupOf } = names
  const userGroup = event.user === undefined ? 'undef' : groupOf('user', event.user)
  const hostGroup = event.host === undefined ? 'undef' : groupOf('host', event.host)
  const isDenial = kind === 'denied' || kind === 'unsupported'
  if (id === 52) return isDenial ? [vendorLicense, feature, user, host, kind, prime] : undefined

  const isInactive = (kind === 'in' || kind === 'in without out') && reason === 'INACTIVE'
  const granted = kind === 'denied' ? falseDenial(counted, vendorLicense, event) : undefined
  if (id === 104) {
    let type = VERSION_2_EVENTS[kind]
    if (granted) type = 'FALSE DENIAL'
    if (kind === 'in' && isInactive) type = 'TIMED OUT'
    let subtype = 'undef'
    if (granted) subtype = granted === vendorLicense ? 'local' : 'forwarded'
    else if (isDenial) subtype = codes ?? 'undef'
    else if (kind === 'in' || kind === 'in without out') subtype = reason
    else if (kind === 'upgrade') subtype = 'upgrade'
    return [vendorLicense, packageName, feature, version, type, subtype, user, host, reason]
  }
  const type = isInactive ? 'removed' : FLEXNET_EVENTS[kind]
  if (!type) return undefined
  if (id === 75)
    return [vendorLicense, feature, prime, type, userGroup, user, hostGroup, host, reason, granted ?? 'undef']
  return [vendorLicense, packageName, feature, type, user, host, isDenial ? reason : 'undef', 'undef']
}
