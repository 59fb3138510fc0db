import { hours, type LogWriter, longDate, minutes, slashDate, timeOfDay } from './log-writer.ts'
import { bought, server as host, type Person, type Product, products } from './site.ts'

/** Who asks for what, where, and for how many. */
export interface Seat {
  readonly daemon: string
  readonly feature: string
  readonly person: Person
  readonly host: string
  readonly count: number
}

interface Held {
  readonly seat: Seat
  count: number
  readonly handle: string
}

interface Waiting {
  readonly seat: Seat
  readonly granted: (at: number) => void
}

interface Daemon {
  readonly product: Product
  readonly features: { [feature: string]: number }
  held: Held[]
  queue: Waiting[]
}

export interface LicenceServerOptions {
  readonly log: LogWriter
  readonly random: () => number
  readonly plan: (at: number, happens: (at: number) => void) => void
}

const full = '(Licensed number of users already reached. (-4,342))'
/** Licences of bw_drafting in the first of its two pools; a client asks there first. */
const firstPool = 7

/** A licence server that keeps count and writes its log as it goes. */
export const createLicenceServer = ({ log, random, plan }: LicenceServerOptions) => {
  const daemons = new Map<string, Daemon>(
    products.map((product) => [product.daemon, { product, features: { ...product.features }, held: [], queue: [] }]),
  )
  let isUp = false
  /** Of the start under way: what an earlier start has planned no longer happens. */
  let starts = 0

  const daemonOf = (name: string): Daemon => daemons.get(name) as Daemon
  const inUse = ({ held }: Daemon, feature: string): number =>
    held.reduce((sum, { seat, count }) => (seat.feature === feature ? sum + count : sum), 0)
  const number = (from: number, to: number): number => Math.floor(from + random() * (to - from))

  /** `OUT: "amp_sim" @HAL-WS-121  ^^^ 4.2 t.nguyen 10.20.4.41 8123 3a01 1 2 none 11 19 9/22/2025 09:12:44 ^^^` */
  const event = (at: number, word: string, daemon: Daemon, seat: Seat, behind: string, handle: string): void => {
    const { product, features } = daemon
    const { feature, person } = seat
    const user = product.verbose ? '' : person.name
    const tail = product.verbose
      ? `^^^ 4.2 ${person.name} 10.20.4.${person.address} ${4000 + person.address} ${handle} ${inUse(daemon, feature)} ${features[feature]} none 11 19 ${slashDate(at)} ${timeOfDay(at)} ^^^`
      : ''
    log.line(
      at,
      product.daemon,
      `${word}: "${feature}" ${user}@${seat.host}  ${[behind, tail].filter(Boolean).join(' ')}`,
    )
  }
  const counted = (n: number): string => (n === 1 ? '' : `(${n} licenses)`)

  const grant = (at: number, seat: Seat): boolean => {
    const daemon = daemonOf(seat.daemon)
    const handle = number(0x100, 0x10000).toString(16)
    daemon.held.push({ seat, count: seat.count, handle })
    event(at, 'OUT', daemon, seat, counted(seat.count), handle)
    return true
  }
  const isFree = (seat: Seat): boolean => {
    const daemon = daemonOf(seat.daemon)
    return inUse(daemon, seat.feature) + seat.count <= (daemon.features[seat.feature] as number)
  }
  const serveQueue = (at: number, daemon: Daemon): void => {
    for (const waiting of [...daemon.queue]) {
      if (!isFree(waiting.seat)) return
      daemon.queue.splice(daemon.queue.indexOf(waiting), 1)
      event(at, 'DEQUEUED', daemon, waiting.seat, counted(waiting.seat.count), '0')
      grant(at, waiting.seat)
      waiting.granted(at)
    }
  }

  const list = (at: number, { product, features }: Daemon): void => {
    const [first, ...others] = Object.keys(features)
    log.line(at, product.daemon, `Server started on ${host} for:\t${first}\t\t`)
    for (let i = 0; i < others.length; i += 3) log.line(at, product.daemon, `${others.slice(i, i + 3).join('\t')}\t`)
    if (product.package)
      log.line(
        at,
        product.daemon,
        `${product.package.name} (consisting of:\t${product.package.components.join('\t')})\t`,
      )
  }
  const startDaemon = (at: number, daemon: Daemon, word: string): void => {
    const name = daemon.product.daemon
    log.line(at, 'lmgrd', `${word} ${name} (internal tcp_port ${number(49152, 65535)} pid ${number(1000, 9000)})`)
    log.line(at + 1, name, 'FlexNet Licensing version v11.19.4.0 build 1 x64_n6')
    list(at + 1, daemon)
    log.line(at + 1, name, 'EXTERNAL FILTERS are OFF')
    const ofStart = starts
    const stamp = (now: number) => {
      if (!isUp || ofStart !== starts) return
      log.line(now, name, `TIMESTAMP ${slashDate(now)}`)
      plan(now + hours(6) + 2, stamp)
    }
    if (word === 'Started') plan(at + hours(6) + number(60, 400), stamp)
  }
  /** Statistics that a daemon writes every four hours; the peak in them is of the past. */
  const statistics = (at: number, ofStart: number): void => {
    if (!isUp || ofStart !== starts) return
    const say = (text: string) => log.line(at, 'brickld', `(@brickld-SLOG@) ${text}`)
    say('===============================================')
    say(`Time: ${longDate(at)}`)
    say(`Peak of this day so far: ${number(9, 19)} at 10:${number(10, 59)}:07(${slashDate(at)})`)
    plan(at + hours(4), (next) => statistics(next, ofStart))
  }

  return {
    has: (feature: string): boolean => [...daemons.values()].some(({ features }) => feature in features),

    start(at: number): void {
      isUp = true
      starts++
      const say = (text: string) => log.line(at, 'lmgrd', text)
      say('-----------------------------------------------')
      say('  Please Note:')
      say('')
      say('  This log was made up for Lictor. Nobody in it exists.')
      say('')
      say('-----------------------------------------------')
      say(`Server's System Date and Time: ${longDate(at)}`)
      say(`FlexNet Licensing (v11.19.4.0 build 1 x64_n6) started on ${host} (IBM PC) (${slashDate(at)})`)
      say('Starting vendor daemons ...')
      for (const [i, daemon] of [...daemons.values()].entries()) startDaemon(at + 1 + 2 * i, daemon, 'Started')
      const ofStart = starts
      const stamp = (now: number) => {
        if (!isUp || ofStart !== starts) return
        log.line(now, 'lmgrd', `TIMESTAMP ${slashDate(now)}`)
        plan(now + hours(6), stamp)
      }
      plan(at + hours(6), stamp)
      plan(at + minutes(4), (next) => statistics(next, ofStart))
    },

    /** @returns whether it was granted; a denial stands in the log */
    checkOut(at: number, seat: Seat): boolean {
      if (!isUp) return false
      const daemon = daemonOf(seat.daemon)
      const isFirstPoolFull = seat.feature === 'bw_drafting' && inUse(daemon, seat.feature) >= firstPool
      if (!isFree(seat) || isFirstPoolFull) event(at, 'DENIED', daemon, seat, full, '0')
      return isFree(seat) && grant(at, seat)
    },

    checkIn(at: number, seat: Seat, reason = ''): void {
      const daemon = daemonOf(seat.daemon)
      const held = daemon.held.find((one) => one.seat === seat)
      if (!held || !isUp) return
      daemon.held.splice(daemon.held.indexOf(held), 1)
      const behind = [counted(held.count), reason && `(${reason})`].filter(Boolean).join(' ')
      event(at, 'IN', daemon, seat, behind, held.handle)
      serveQueue(at, daemon)
    },

    upgrade(at: number, seat: Seat, count: number): void {
      const daemon = daemonOf(seat.daemon)
      const held = daemon.held.find((one) => one.seat === seat)
      if (!held || inUse(daemon, seat.feature) + count - held.count > (daemon.features[seat.feature] as number)) return
      event(at, 'UPGRADE', daemon, seat, `(${held.count}->${count} licenses)`, held.handle)
      held.count = count
    },

    /** Grants at once, or when enough is free again; who has waited for `patience` gives up. */
    queueFor(at: number, seat: Seat, patience: number, granted: (at: number) => void): void {
      if (!isUp) return
      const daemon = daemonOf(seat.daemon)
      if (daemon.queue.length === 0 && isFree(seat)) {
        grant(at, seat)
        granted(at)
        return
      }
      const waiting = { seat, granted }
      daemon.queue.push(waiting)
      event(at, 'QUEUED', daemon, seat, counted(seat.count), '0')
      plan(at + patience, (now) => {
        if (!daemon.queue.includes(waiting)) return
        daemon.queue.splice(daemon.queue.indexOf(waiting), 1)
        event(now, 'DEQUEUED', daemon, seat, counted(seat.count), '0')
        serveQueue(now, daemon)
      })
    },

    unsupported(at: number, feature: string, person: Person): void {
      if (!isUp) return
      const who = `${person.name}@${person.workstation}`
      log.line(
        at,
        'brickld',
        `UNSUPPORTED: "${feature}" (PORT_AT_HOST_PLUS   ) ${who}  (No such feature exists. (-5,346))`,
      )
    },

    tooNew(at: number, feature: string, person: Person, version: string): void {
      if (!isUp) return
      const reason = 'License server system does not support this version of this feature. (-25,334)'
      log.line(at, 'tidemark', `DENIED: "${feature}" ${person.name}@${person.workstation}  "v${version}"(${reason})`)
    },

    /** A daemon dies with everything that is out; its clients ask again, a few check in what is no longer out. */
    crash(at: number, name: string): void {
      const daemon = daemonOf(name)
      const lost = daemon.held
      daemon.held = []
      log.line(at, 'lmgrd', `${name} exited with status 58 (Unknown error)`)
      startDaemon(at + 4, daemon, 'REStarted')
      for (const { seat } of lost) {
        plan(at + number(15, 90), (now) => {
          if (random() < 0.8 && isFree(seat)) grant(now, seat)
          else event(now, 'IN', daemon, seat, counted(seat.count), '0')
        })
      }
    },

    reread(at: number): void {
      log.line(at, 'lmgrd', 'Rereading license file...')
      for (const [name, features] of Object.entries(bought)) {
        const daemon = daemonOf(name)
        Object.assign(daemon.features, features)
        log.line(at + 1, name, 'Rereading license file...')
        list(at + 1, daemon)
        log.line(at + 1, name, '...Finished rereading')
      }
    },

    shutDown(at: number): void {
      log.line(at, 'lmgrd', 'Shutting down the vendor daemons (lmdown)')
      for (const daemon of daemons.values()) {
        log.line(at + 1, daemon.product.daemon, 'daemon shutdown requested - shutting down')
        const { held } = daemon
        daemon.held = []
        daemon.queue = []
        for (const { seat, count, handle } of held)
          event(at + 1, 'IN', daemon, seat, [counted(count), '(SHUTDOWN)'].filter(Boolean).join(' '), handle)
        log.line(at + 1, daemon.product.daemon, 'EXITING DUE TO SIGNAL 1 Exit reason 1')
      }
      log.line(at + 3, 'lmgrd', 'EXITING DUE TO SIGNAL 15')
      isUp = false
    },
  }
}
