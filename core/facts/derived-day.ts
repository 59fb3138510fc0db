/**
 * What is kept of a day once its lines are ordered and matched. Times are seconds since the day's start (an instant),
 * so a day of 23 or 25 hours needs no special case. `series` is the holder entry of (daemon, feature) without user and host.
 */
export const dayColumnNames = {
  /** Everything that happened, in time order, with the change in licences held; carried-over licences stand first. */
  use: ['time', 'kind', 'holder', 'change', 'detail'],
  /** Changes of licences waited for. */
  queue: ['time', 'holder', 'change'],
  /** What each key of the per-key types held on the whole day: licence seconds, its peak, and the hours in which it held something. */
  holding: ['series', 'user', 'host', 'seconds', 'maximum', 'hours', 'whole'],
  /** The same of users that held a series on several hosts, and of hosts on which several users did. */
  userHolding: ['series', 'user', 'seconds', 'maximum', 'hours'],
  hostHolding: ['series', 'host', 'seconds', 'maximum', 'hours'],
  /** Time at level: one row per hour, series, capacity and level held for more than zero seconds. */
  level: ['hour', 'series', 'level', 'capacity', 'seconds'],
  /** The same without the hours; `records` counts those of `level`. */
  dayLevel: ['series', 'level', 'capacity', 'seconds', 'records'],
  /** Observed time of each series at each capacity, whatever the level. */
  observed: ['series', 'capacity', 'seconds', 'hours'],
  /** Time at level of the queue, only for series that somebody queued for on this day; the rest is level 0. */
  queueLevel: ['hour', 'series', 'level', 'capacity', 'seconds'],
  /** When each vendor daemon was observed, and why the run ended: a `RunEnd`. */
  run: ['daemon', 'start', 'end', 'ending'],
  /** Series first mentioned on this day. */
  known: ['series', 'time'],
  /** Capacity steps, with those in force at the start; `logged` is 1 where the log itself states the number. */
  capacity: ['time', 'series', 'licences', 'logged'],
  /** Package memberships stated on this day: a component's series and its package, a detail id. */
  component: ['series', 'package'],
  /** Denials that another checkout makes false: the row in `use`, and who granted it. */
  verdict: ['row', 'source', 'daemon'],
} as const
export type DayColumnKind = keyof typeof dayColumnNames

export const UseKind = {
  out: 1,
  in: 2,
  /** A check-in that the licence manager forced for inactivity. */
  removed: 3,
  /** A check-in of something that was not checked out. */
  notFound: 4,
  /** A checkout that the end of a run closed. */
  falseUsage: 5,
  denied: 6,
  unsupported: 7,
  queued: 8,
  upgrade: 9,
  /** Licences held when the day began: no event. */
  carry: 10,
  /** A change of the level without an event of its own: no event. */
  adjust: 11,
  managerStart: 12,
  daemonStart: 13,
  reload: 14,
  featureIncrement: 15,
} as const

/** Why a run ended; `goesOn`: it did not on this day. */
export const RunEnd = {
  goesOn: 0,
  /** The daemon's own word. */
  exit: 1,
  /** The manager's word about the daemon. */
  told: 2,
  managerExit: 3,
  newStart: 4,
  silence: 5,
  endOfLog: 6,
} as const

/** Bits of `whole` in `holding`: the row is all that its user, or its host, held of the series on this day. */
export const WholeKey = { ofUser: 1, ofHost: 2 } as const

/** Capacity column: no capacity known, and a feature that is not counted. */
export const capacityUnknown = -1
export const capacityUncounted = -2
