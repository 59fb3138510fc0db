// Writes sample-lmgrd.log beside this file: six weeks of an invented licence server, the same bytes every time.
//
//   node run.mjs node resources/sample/make-sample.ts
//
//   a day's plans ─▶ moments in order of time ─▶ licence server (grants, denies, queues) ─▶ lines
//
// What it shows: bw_surface is short (3 licences for 13 designers) and denied with retries; amp_sim is short until a second
// licence comes with the reread of 7 October; tide_hpc is used by the token and queued for in the evenings; bw_base is
// amply licensed; brickld crashes once; the server is down in the night to 9 October; on the weekend of 11 October it says
// nothing for 20 hours, and on 26 October the clocks go back.
import { writeFileSync } from 'node:fs'
import { seededRandom } from '../../bench/flexnet-log-generator.ts'
import { createLicenceServer, type Seat } from './licence-server.ts'
import { createLogWriter, hours, instant, minutes } from './log-writer.ts'
import { computeNodes, type Person, people } from './site.ts'

const random = seededRandom(20250922)
const chance = (p: number): boolean => random() < p
const between = (from: number, to: number): number => Math.floor(from + random() * (to - from))
const pick = <T>(list: readonly T[]): T => list[between(0, list.length)] as T
/** Around 0, rarely beyond 2 or below -2. */
const bell = (): number => random() + random() + random() + random() - 2

const log = createLogWriter()
const moments: { readonly at: number; readonly happens: (at: number) => void }[] = []

/** The machine sleeps on this weekend: what is due then happens when it wakes. */
const asleep = { from: instant('2025-10-11', 18.5), to: instant('2025-10-12', 14.3) }

const plan = (at: number, happens: (at: number) => void): void => {
  const due = Math.floor(at >= asleep.from && at < asleep.to ? asleep.to + (at - asleep.from) / 200 : at)
  let index = moments.length
  while (index > 0 && (moments[index - 1]?.at as number) > due) index--
  moments.splice(index, 0, { at: due, happens })
}

const server = createLicenceServer({ log, random, plan })

// --- how people work --------------------------------------------------------------------------------------------------

/** Asks for a feature, tries again a few times when it is denied, and works with it until `until`. */
const use = (seat: Seat, at: number, until: number, tries = between(2, 6)): void =>
  plan(at, (now) => {
    if (until <= now) return
    if (server.checkOut(now, seat)) plan(until, (end) => server.checkIn(end, seat))
    else if (tries > 1) use(seat, now + (chance(0.6) ? between(3, 12) : between(40, 120)), until, tries - 1)
    else if (chance(0.45)) use(seat, now + minutes(between(15, 70)), until + minutes(20), 2)
  })

/** Asks one daemon after the other, as a client with two entries in its licence path does. */
const useFromEither = (first: Seat, second: Seat, at: number, until: number): void =>
  plan(at, (now) => {
    const seat = server.checkOut(now, first) ? first : server.checkOut(now, second) ? second : undefined
    if (seat) plan(until, (end) => server.checkIn(end, seat))
  })

const sessions = (seat: Seat, most: number, shortest: number, longest: number, from: number, to: number): void => {
  for (let n = between(0, most + 1); n > 0; n--) {
    const at = between(from, to - minutes(20))
    use(seat, at, Math.min(to, at + minutes(between(shortest, longest))))
  }
}

const dayOf = (person: Person, midnight: number): void => {
  if (chance(0.08)) return
  const host = person.laptop && chance(0.25) ? person.laptop : person.workstation
  const from = midnight + hours(8) + minutes(35 * bell())
  const to = midnight + hours(16.8) + minutes(50 * bell())
  const seat = (daemon: string, feature: string): Seat => ({ daemon, feature, person, host, count: 1 })
  const viewer = () => {
    if (!chance(0.45)) return
    const at = between(from, to)
    useFromEither(seat('brickld', 'tide_viewer'), seat('tidemark', 'tide_viewer'), at, at + minutes(between(8, 45)))
  }
  switch (person.team) {
    case 'design': {
      const base = seat('brickld', 'bw_base')
      const lunch = midnight + hours(12) + minutes(20 * bell())
      if (chance(0.6)) {
        use(base, from, lunch)
        use(base, lunch + minutes(between(25, 50)), to)
      } else if (chance(0.15)) plan(from, (now) => server.checkOut(now, base) && forgetUntilRemoved(base, to))
      else use(base, from, to)
      sessions(seat('brickld', 'bw_drafting'), 4, 15, 100, from, to)
      sessions(seat('brickld', 'bw_surface'), 2, 40, 150, from, to)
      if (chance(0.25)) sessions(seat('brickld', 'bw_sheetmetal'), 2, 20, 90, from, to)
      if (server.has('bw_render') && chance(0.3)) sessions(seat('brickld', 'bw_render'), 1, 30, 120, from, to)
      viewer()
      return
    }
    case 'simulation': {
      sessions(seat('tidemark', 'tide_pre'), 3, 40, 160, from, to)
      sessions(seat('tidemark', 'tide_solve'), 2, 30, 200, from, to)
      viewer()
      if (chance(0.6)) job(person, between(midnight + hours(15.5), midnight + hours(19)))
      return
    }
    case 'electronics': {
      use(seat('ampereld', 'amp_schematic'), from, to)
      sessions(seat('ampereld', 'amp_layout'), 2, 40, 180, from, to)
      sessions(seat('ampereld', 'amp_sim'), 3, 15, 80, from, to)
      return
    }
  }
}

/** Whoever forgets to end the program is checked in after two idle hours. */
const forgetUntilRemoved = (seat: Seat, left: number): void =>
  plan(left + hours(2), (now) => server.checkIn(now, seat, 'INACTIVE'))

/** A solver run on a compute node: as many tokens as it has cores, waiting for them when they are out. */
const job = (person: Person, at: number): void => {
  const seat: Seat = {
    daemon: 'tidemark',
    feature: 'tide_hpc',
    person,
    host: pick(computeNodes),
    count: pick([8, 8, 16, 16, 32]),
  }
  const length = hours(2 + 8 * random())
  plan(at, (now) => {
    server.queueFor(now, seat, hours(between(1, 6)), (start) => {
      const larger = seat.count === 8 && chance(0.2)
      if (larger) plan(start + length / 3, (then) => server.upgrade(then, seat, 16))
      plan(start + length, (end) => server.checkIn(end, seat))
    })
  })
}

/** A machine that still asks for a product nobody has any more, every morning. */
const oldScript = (midnight: number): void =>
  plan(midnight + hours(7.6) + between(0, 300), (now) => server.unsupported(now, 'bw_classic', people[6] as Person))

const newVersion = (midnight: number): void =>
  plan(midnight + hours(between(9, 16)) + between(0, 3000), (now) =>
    server.tooNew(now, 'tide_solve', people[14] as Person, '2026.1'),
  )

// --- the six weeks ----------------------------------------------------------------------------------------------------

const first = '2025-09-22'
const days = 40
const end = instant('2025-10-31', 18.75)

plan(instant(first, 6.5) + 2, server.start)
for (let day = 0; day < days; day++) {
  const date = new Date(Date.parse(`${first}T00:00:00Z`) + day * 86_400_000)
  const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  const midnight = instant(date.toISOString().slice(0, 10), 0)
  // Planned in the night before, so that what was bought meanwhile is known.
  plan(midnight, () => {
    for (const person of people) if (!isWeekend || chance(0.03)) dayOf(person, midnight)
    if (isWeekend) return
    oldScript(midnight)
    if (chance(0.3)) newVersion(midnight)
  })
}
plan(instant('2025-10-02', 10.6) + 17, (now) => server.crash(now, 'brickld'))
plan(instant('2025-10-07', 9.2) + 41, server.reread)
plan(instant('2025-10-08', 19.1) + 5, server.shutDown)
plan(instant('2025-10-09', 6.7) + 48, server.start)

for (let next = moments.shift(); next && next.at <= end; next = moments.shift()) next.happens(next.at)
writeFileSync(new URL('sample-lmgrd.log', import.meta.url), log.text())
