// A seeded generator of FlexNet debug logs for tests: the same options give the same text, byte for byte.

export type LogOptions = {
  readonly seed: number
  readonly days: number
  readonly users: number
  readonly hosts: number
  /** Per daemon. */
  readonly features: number
  readonly daemons: number
  readonly eventsPerDay: number
  /** Day of the first line, default 2024-03-04. */
  readonly startDate?: string
  readonly server?: string
  readonly crlf?: boolean
  /** Share of event lines that are torn or glued, default 0.004. */
  readonly torn?: number
  /** Whether daemons and lmgrd stop and start on the way, default true. */
  readonly restarts?: boolean
  /** Whether outs and denials carry the verbose `^^^` tail, default false. */
  readonly verbose?: boolean
}

const DAY = 86400
const USERS = [
  'j.doe',
  'Ana Pérez',
  'MILLER',
  'Mª Cruz',
  'jürgen weiß',
  'render01',
  'Zoë van Dijk',
  'svc-build',
  '李雷',
  'a@corp',
]
const FEATURES = [
  'solver',
  'solver_hpc',
  'mesher',
  'base',
  'suite_token',
  'viewer+',
  'post-proc',
  'cam_5x',
  '81200DEMO_F',
]
const DAEMONS = ['demod', 'acme_ld', 'rnd.vendor', 'MLX']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const FULL = 'Licensed number of users already reached. (-4,342)'
const FULL_AND_CUT = 'Licensed number of users already reached. (-4,342:10054 "Connection reset by peer")'

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Open = { feature: string; user: string; host: string; count: number; handle: string }
type Daemon = {
  readonly name: string
  readonly features: readonly string[]
  up: boolean
  open: Open[]
  nextStamp: number
}

export function generateLog(options: LogOptions): string {
  const { days, eventsPerDay, server = 'lic01.example.org', torn = 0.004, restarts = true, verbose = false } = options
  const random = mulberry32(options.seed)
  const chance = (p: number) => random() < p
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const named = (list: readonly string[], n: number) =>
    Array.from({ length: n }, (_, i) =>
      i < list.length ? list[i] : `${list[i % list.length]}${Math.floor(i / list.length)}`,
    )

  const users = named(USERS, options.users)
  const hosts = Array.from({ length: options.hosts }, (_, i) =>
    i % 3 === 0 ? `node${i}.example.org` : `WS-${1000 + i}`,
  )
  const start = Date.parse(`${options.startDate ?? '2024-03-04'}T07:${10 + (options.seed % 50)}:00Z`) / 1000
  const end = start + days * DAY
  const daemons: Daemon[] = named(DAEMONS, options.daemons).map((name, d) => ({
    name,
    // The first feature is every daemon's: a denial of one can be forwarded to another.
    features: named(FEATURES, options.features).map((feature, i) => (d === 0 || i === 0 ? feature : `${feature}_${d}`)),
    up: false,
    open: [],
    nextStamp: 0,
  }))

  const lines: string[] = []
  const two = (n: number) => String(n).padStart(2, '0')
  const emit = (at: number, daemon: string, text: string) => {
    const wall = new Date(at * 1000)
    const hour = String(wall.getUTCHours()).padStart(2, ' ')
    lines.push(`${hour}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())} (${daemon}) ${text}`)
  }
  const slashed = (at: number) => {
    const wall = new Date(at * 1000)
    return `${wall.getUTCMonth() + 1}/${wall.getUTCDate()}/${wall.getUTCFullYear()}`
  }
  const long = (at: number) => {
    const wall = new Date(at * 1000)
    const day = `${WEEKDAYS[wall.getUTCDay()]} ${MONTHS[wall.getUTCMonth()]} ${two(wall.getUTCDate())} ${wall.getUTCFullYear()}`
    return `${day} ${wall.toISOString().slice(11, 19)} W. Europe Standard Time`
  }

  let managerStamp = 0
  const startDaemon = (at: number, daemon: Daemon, again: boolean) => {
    emit(at, 'lmgrd', `${again ? 'REStarted' : 'Started'} ${daemon.name} (pid ${whole(1000, 30000)})`)
    emit(at, daemon.name, 'FlexNet Licensing version v11.19.0.0 build 1 x64_lsb')
    emitList(at, daemon)
    emit(at, daemon.name, 'EXTERNAL FILTERS are OFF')
    emit(at, 'lmgrd', `${daemon.name} using TCP-port ${whole(30000, 60000)}`)
    daemon.up = true
    daemon.open = []
    daemon.nextStamp = at + 6 * 3600 + 300
  }
  const emitList = (at: number, daemon: Daemon) => {
    const [first, ...others] = daemon.features
    emit(at, daemon.name, `Server started on ${server} for:\t${first}\t\t`)
    for (let i = 0; i < others.length; i += 3) emit(at, daemon.name, `${others.slice(i, i + 3).join('\t\t')}\t`)
    if (daemon.features.length > 2)
      emit(
        at,
        daemon.name,
        `PACK_${daemon.name} (consisting of:\t\t${daemon.features[1]}\t\t${daemon.features[2]})\t\t`,
      )
  }
  const startServer = (at: number) => {
    emit(at, 'lmgrd', '-----------------------------------------------')
    for (const text of ['  Please Note:', '', '  For debugging only.', '']) emit(at, 'lmgrd', text)
    emit(at, 'lmgrd', '-----------------------------------------------')
    if (chance(0.5)) emit(at, 'lmgrd', `Server's System Date and Time: ${long(at)}`)
    emit(at, 'lmgrd', `FlexNet Licensing (v11.19.0.0 build 1 x64_lsb) started on ${server} (linux) (${slashed(at)})`)
    emit(at, 'lmgrd', 'Starting vendor daemons ... ')
    for (const daemon of daemons) startDaemon(at + 1, daemon, false)
    managerStamp = at + 6 * 3600
  }

  const tail = (daemon: Daemon, one: Open, at: number, inUse: number) =>
    verbose
      ? ` ^^^ 1.0 ${one.user} 10.0.0.${whole(1, 254)} ${whole(100, 9999)} ${one.handle} ${inUse} ${10 + daemon.name.length} none 11 19 ${slashed(at)} ${new Date(at * 1000).toISOString().slice(11, 19)} 0 ^^^`
      : ''
  const told = (daemon: Daemon, word: string, one: Open, at: number, reason = '') => {
    const count = one.count === 1 && !chance(0.05) ? '' : ` (${one.count} licenses)`
    const user = verbose ? '' : one.user
    const used = daemon.open.filter(({ feature }) => feature === one.feature).reduce((sum, { count: n }) => sum + n, 0)
    emit(
      at,
      daemon.name,
      `${word}: "${one.feature}" ${user}@${one.host} ${count}${reason} ${tail(daemon, one, at, used)}`,
    )
    if (chance(torn)) {
      const last = lines[lines.length - 1]
      // Cut inside the head of the message: `10:15:02 (demod) OUT: "sol`, or run two lines into one.
      if (chance(0.5)) lines[lines.length - 1] = last.slice(0, whole(3, last.indexOf('@')))
      else lines[lines.length - 1] = `${last.slice(0, last.indexOf('@') + 2)}${last}`
    }
  }
  const someone = (daemon: Daemon): Open => ({
    feature: pick(daemon.features),
    user: pick(users),
    host: pick(hosts),
    count: chance(0.2) ? whole(2, 12) : 1,
    handle: whole(0x100, 0xffff).toString(16),
  })

  const shutAll = (at: number, daemon: Daemon) => {
    for (const one of daemon.open.filter(() => chance(0.6))) told(daemon, 'IN', one, at + whole(0, 2), ' (SHUTDOWN)')
    daemon.open = []
    daemon.up = false
  }
  /** Stops something; gives how many seconds later the log goes on. */
  const interrupt = (at: number): number => {
    const kind = whole(0, 6)
    const daemon = pick(daemons)
    if (kind === 0 && daemon.up) {
      emit(at, daemon.name, 'Lost connection to lmgrd, heartbeat timeout expired, exiting.')
      emit(at, daemon.name, 'EXITING DUE TO SIGNAL 28 Exit reason 5')
      shutAll(at, daemon)
      emit(at + 11, 'lmgrd', `${daemon.name} exited with status 28 (Communications error)`)
      startDaemon(at + 11, daemon, true)
      return 12
    }
    if (kind === 1 && daemon.up) {
      emit(at, 'lmgrd', `${daemon.name} exited with status 58 ()`)
      daemon.open = []
      startDaemon(at + whole(0, 90), daemon, true)
      return 91
    }
    if (kind === 2) {
      emit(at, 'lmgrd', 'EXITING DUE TO SIGNAL 15')
      const down = whole(20, 7200)
      startServer(at + down)
      return down + 2
    }
    if (kind === 3) {
      emit(at, 'lmgrd', 'lmgrd will now shut down all the vendor daemons')
      for (const one of daemons) {
        if (!one.up) continue
        emit(at, one.name, 'daemon shutdown requested - shutting down')
        shutAll(at + 1, one)
      }
      emit(at + 4, 'lmgrd', 'EXITING DUE TO SIGNAL 15')
      startServer(at + 600)
      return 602
    }
    if (kind === 4) {
      // The power fails: nothing is said until the next start, which may be days away.
      const down = chance(0.5) ? whole(60, 4000) : whole(DAY + 60, 2 * DAY)
      startServer(at + down)
      return down + 2
    }
    if (kind === 5) {
      // Nothing is written for more than a day, then lmgrd stamps again.
      const down = whole(DAY + 3600, DAY + 40000)
      emit(at + down, 'lmgrd', `TIMESTAMP ${slashed(at + down)}`)
      for (const one of daemons) {
        one.open = []
        one.nextStamp = at + down + 300
      }
      managerStamp = at + down + 6 * 3600
      return down + 1
    }
    if (daemon.up) {
      emit(at, daemon.name, 'Rereading license file...')
      emitList(at, daemon)
      emit(at, daemon.name, '...Finished rereading')
    }
    return 1
  }

  const slog = (at: number, daemon: Daemon) => {
    const mark = `(@${daemon.name}-SLOG@)`
    const past = new Date((at - whole(3600, 200000)) * 1000)
    emit(at, daemon.name, `${mark} ===============================================`)
    emit(at, daemon.name, `${mark} === Top 10 Peak Client Requests Processing Time (in ms) ===`)
    emit(at, daemon.name, `${mark} Time: ${long(at)}`)
    for (let i = whole(1, 4); i > 0; i--)
      emit(
        at,
        daemon.name,
        `${mark} 0000000${i} ms at ${past.getUTCHours()}:21:07(${slashed(past.getTime() / 1000)}),#4,(${pick(users)},${pick(hosts)},276)`,
      )
    emit(at, daemon.name, `${mark} Peak active connections #9 attempted at ${long(past.getTime() / 1000)}`)
    emit(at, daemon.name, `${mark} `)
  }

  // What happens when, drawn first; an event may add what follows from it.
  type Moment = { readonly at: number; readonly run: (at: number) => number | undefined }
  const moments: Moment[] = []
  const following: Moment[] = []
  const put = (at: number, run: (at: number) => number | undefined) => moments.push({ at, run })
  const follow = (at: number, run: (at: number) => void) => {
    const later = following.findIndex((other) => other.at > at)
    const moment = { at, run: (now: number) => void run(now) }
    following.splice(later === -1 ? following.length : later, 0, moment)
  }
  const grant = (at: number, daemon: Daemon, one: Open) => {
    if (!daemon.up) return
    told(daemon, 'OUT', one, at)
    daemon.open.push(one)
  }

  const event = (at: number) => {
    const daemon = pick(daemons)
    if (!daemon.up) return
    const roll = random()
    if (roll < 0.3 || daemon.open.length === 0) {
      const one = someone(daemon)
      told(daemon, 'OUT', one, at)
      daemon.open.push(one)
    } else if (roll < 0.76) {
      const index = whole(0, daemon.open.length - 1)
      const one = daemon.open[index]
      const part = one.count > 1 && chance(0.3) ? whole(1, one.count - 1) : one.count
      told(daemon, 'IN', { ...one, count: part }, at, chance(0.05) ? ' (INACTIVE)' : '')
      one.count -= part
      if (one.count === 0) daemon.open.splice(index, 1)
    } else if (roll < 0.78) told(daemon, 'IN', someone(daemon), at)
    else if (roll < 0.88) {
      const one = someone(daemon)
      told(daemon, 'DENIED', one, at, ` (${chance(0.5) ? FULL : FULL_AND_CUT})`)
      if (chance(0.6)) {
        // A grant inside the windows, at their edge, or outside; by another daemon where it has the same feature.
        const later = at + pick([0, 1, 3, 5, 6, 40])
        const grantor = one.feature === daemon.features[0] ? pick(daemons) : daemon
        follow(later, (now) => grant(now, grantor, one))
      }
    } else if (roll < 0.91) {
      const one = someone(daemon)
      const key = chance(0.5) ? 'PORT_AT_HOST_PLUS   ' : '1A2B 3C4D 5E6F 7A8B '
      emit(
        at,
        daemon.name,
        `UNSUPPORTED: "${one.feature}" (${key}) ${one.user}@${one.host}  (No such feature exists. (-5,346))`,
      )
    } else if (roll < 0.95 && !verbose) {
      const one = pick(daemon.open)
      const more = one.count + whole(1, 3)
      emit(at, daemon.name, `UPGRADE: "${one.feature}" ${one.user}@${one.host}  (${one.count}->${more} licenses)  `)
      one.count = more
    } else {
      const one = someone(daemon)
      told(daemon, 'QUEUED', one, at)
      const leaves = at + whole(1, 900)
      const way = random()
      if (way < 0.5) follow(leaves, (now) => (daemon.up ? told(daemon, 'DEQUEUED', one, now) : undefined))
      else if (way < 0.75) follow(leaves, (now) => grant(now, daemon, one))
    }
  }

  for (let i = 0; i < days * eventsPerDay; i++) {
    const at = start + 5 + Math.floor(random() * (end - start - 5))
    put(at, (now) => {
      event(now)
      return undefined
    })
  }
  for (let at = start + 4 * 3600; at < end; at += 4 * 3600)
    put(at, (now) => {
      for (const daemon of daemons) if (daemon.up) slog(now, daemon)
      return undefined
    })
  for (let midnight = Math.ceil(start / DAY) * DAY; midnight < end; midnight += DAY) {
    // Two processes write: the second line's clock is behind, on the other side of midnight.
    put(midnight + 1, (now) => {
      if (daemons[0].up) emit(now, daemons[0].name, 'TCP_NODELAY NOT enabled')
      emit(now - whole(1, 4), 'lmgrd', 'Heartbeat received')
      return undefined
    })
  }
  if (restarts) for (let at = start + 30000; at < end; at += whole(DAY, 4 * DAY)) put(at, interrupt)

  startServer(start)
  let notBefore = start + 2
  moments.sort((a, b) => a.at - b.at)
  for (let next = 0; next < moments.length || following.length > 0; ) {
    const first = following.length > 0 && !(next < moments.length && moments[next].at < following[0].at)
    const { at, run } = first ? (following.shift() as Moment) : moments[next++]
    if (at < notBefore) continue // the server is down, or another line says a later time already
    while (managerStamp <= at) {
      emit(managerStamp, 'lmgrd', `TIMESTAMP ${slashed(managerStamp)}`)
      managerStamp += 6 * 3600
    }
    for (const daemon of daemons) {
      while (daemon.up && daemon.nextStamp <= at) {
        emit(daemon.nextStamp, daemon.name, `TIMESTAMP ${slashed(daemon.nextStamp)}`)
        daemon.nextStamp += 6 * 3600 + 300
      }
    }
    const pause = run(at)
    if (pause !== undefined) notBefore = at + pause + 3
  }
  const newline = options.crlf ? '\r\n' : '\n'
  return lines.join(newline) + newline
}
