import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deriveLog } from '../cli/derive-fixture.ts'
import { statedCapacity } from '../cli/stated-capacity-fixture.ts'
import { UseKind } from '../facts/derived-day.ts'
import { capacityText } from '../query/capacity-text.ts'
import { isoInZone } from '../query/periods.ts'
import { unpackColumn } from '../segments/column.ts'
import { zoneClock } from './zone-clock.ts'

// scenarios/*.txt: a log and what must follow from it, to be read and written by whoever knows licence servers.
//
//   zone Europe/Berlin                              on the first line, else UTC
//   log  8:10:00 (gearld) OUT: "gear" mia@ws        the next line of the log, as it stands
//   licence INCREMENT gear gearld 1.0 permanent 5   the next line of the server's licence file, as it stands
//   typed gear 5 2024-03-04 08:30                   a number typed in, from that time on; also uncounted and undef
//   at 2024-03-04 08:30 gear 2                      licences of a feature held then; +02:00 behind the time where it is ambiguous
//   at 2024-03-04 08:30 gear queue 1                licences waited for
//   at 2024-03-04 08:30 gear unobserved             nobody looked
//   expect mia holds gear 0.5 hours                 licence hours of a user, over all
//   expect kim waits for gear 0.5 hours            the same of the queue
//   expect gear level 2 for 0.25 hours              observed time at a level, over all
//   expect gear capacity 15 for 0.25 hours          observed time with so many licences available; also uncounted and undef
//   expect falseUsage gear mia 2024-03-04 08:30     an event that must be told, by its kind in facts/derived-day.ts
//   expect no notFound                              a kind of event that must not be
//   # what it is about

const folder = join(import.meta.dirname, 'scenarios')

interface Statement {
  readonly line: number
  readonly text: string
}

const parse = (text: string) => {
  const log: string[] = []
  const licences: string[] = []
  const typed: string[] = []
  const claims: Statement[] = []
  let zone = 'UTC'
  for (const [i, raw] of text.split('\n').entries()) {
    if (raw.startsWith('log ')) log.push(raw.slice(4))
    else if (raw.startsWith('licence ')) licences.push(raw.slice(8))
    else if (raw.startsWith('typed ')) typed.push(raw.slice(6))
    else if (raw.startsWith('at ') || raw.startsWith('expect ')) claims.push({ line: i + 1, text: raw.trim() })
    else if (raw.startsWith('zone ')) zone = raw.slice(5).trim()
    else if (raw.trim() !== '' && !raw.startsWith('#')) throw new Error(`Line ${i + 1} is no statement: ${raw}`)
  }
  return { zone, log, licences, typed, claims }
}

interface Use {
  readonly at: number
  readonly kind: string
  readonly feature: string
  readonly user: string
  readonly change: number
}

const kindNames = Object.fromEntries(Object.entries(UseKind).map(([name, kind]) => [kind, name]))

/** Derives the log's days and tells them in instants and words. */
const derive = async ({ log, zone, licences, typed }: ReturnType<typeof parse>) => {
  const { days, words } = await deriveLog(log.map((line) => `${line}\n`).join(''), zone, (known) =>
    statedCapacity(known, zone, licences, typed),
  )
  const { holders, names } = words
  return days.map(({ start, length, columns }) => {
    const rows = (kind: keyof typeof columns) => {
      const unpacked = Object.fromEntries(
        Object.entries(columns[kind] ?? {}).map(([name, column]) => [name, unpackColumn(column)]),
      )
      return {
        n: Object.values(unpacked)[0]?.length ?? 0,
        at: (name: string, i: number) => unpacked[name]?.[i] as number,
      }
    }
    const feature = (holder: number) => names.feature[holders.feature[holder] as number] as string
    const user = (holder: number) => names.user[holders.user[holder] as number] as string
    const list = <T>(kind: keyof typeof columns, tell: (row: (name: string) => number) => T): T[] => {
      const { n, at } = rows(kind)
      return Array.from({ length: n }, (_, i) => tell((name) => at(name, i)))
    }
    return {
      start,
      end: start + length,
      use: list(
        'use',
        (of): Use => ({
          at: start + of('time'),
          kind: kindNames[of('kind')] as string,
          feature: feature(of('holder')),
          user: user(of('holder')),
          change: of('change'),
        }),
      ),
      queue: list('queue', (of) => ({
        at: start + of('time'),
        feature: feature(of('holder')),
        user: user(of('holder')),
        change: of('change'),
      })),
      runs: list('run', (of) => ({ daemon: of('daemon'), from: start + of('start'), to: start + of('end') })),
      known: list('known', (of) => ({
        feature: feature(of('series')),
        daemon: holders.daemon[of('series')] as number,
        at: start + of('time'),
      })),
      levels: list('level', (of) => ({
        feature: feature(of('series')),
        level: of('level'),
        capacity: of('capacity'),
        seconds: of('seconds'),
      })),
    }
  })
}

type Days = Awaited<ReturnType<typeof derive>>

const instantOf = (zone: string, date: string, time: string, offset: string | undefined): number => {
  const wall = `${date}T${time.length === 5 ? `${time}:00` : time}`
  return offset
    ? Date.parse(`${wall}${offset}`) / 1000
    : zoneClock(zone).instantOf(Date.parse(`${wall}Z`) / 1000, undefined)
}

const moment = String.raw`(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)(?: ([+-]\d\d:\d\d))?`

/** What a statement claims and what is so, as equal texts where it holds. */
const check = (statement: string, days: Days, zone: string): readonly [claimed: string, told: string] => {
  const at = new RegExp(`^at ${moment} (\\S+) (queue )?(\\d+|unobserved)$`).exec(statement)
  if (at) {
    const [, date, time, offset, feature, queue, claimed] = at as unknown as string[]
    const instant = instantOf(zone, date as string, time as string, offset)
    const day = days.find(({ start, end }) => start <= instant && instant < end)
    const known = days.flatMap((one) => one.known).find((one) => one.feature === feature && one.at <= instant)
    const isObserved =
      day?.runs.some(({ daemon, from, to }) => daemon === known?.daemon && from <= instant && instant < to) ?? false
    if (!day || !known || !isObserved) return [claimed as string, 'unobserved']
    const changes = (queue ? day.queue : day.use).filter((one) => one.feature === feature && one.at <= instant)
    return [claimed as string, String(changes.reduce((sum, { change }) => sum + change, 0))]
  }
  const hours = /^expect (.+) (holds|waits for) (\S+) ([\d.]+) hours$/.exec(statement)
  if (hours) {
    const [, user, verb, feature, claimed] = hours as unknown as string[]
    const seconds = days.flatMap(({ use, queue, end }) =>
      (verb === 'holds' ? use : queue)
        .filter((one) => one.user === user && one.feature === feature)
        .map(({ at: from, change }) => change * (end - from)),
    )
    // What a day carries over is told again at its start, so each day's changes run to that day's end.
    return [Number(claimed).toFixed(6), (seconds.reduce((sum, s) => sum + s, 0) / 3600).toFixed(6)]
  }
  const level = /^expect (\S+) level (\d+) for ([\d.]+) hours$/.exec(statement)
  if (level) {
    const [, feature, wanted, claimed] = level as unknown as string[]
    const seconds = days.flatMap(({ levels }) =>
      levels.filter((one) => one.feature === feature && one.level === Number(wanted)).map((one) => one.seconds),
    )
    return [Number(claimed).toFixed(6), (seconds.reduce((sum, s) => sum + s, 0) / 3600).toFixed(6)]
  }
  const capacity = /^expect (\S+) capacity (\d+|uncounted|undef) for ([\d.]+) hours$/.exec(statement)
  if (capacity) {
    const [, feature, licences, claimed] = capacity as unknown as string[]
    const seconds = days.flatMap(({ levels }) =>
      levels
        .filter((one) => one.feature === feature && capacityText(one.capacity) === licences)
        .map((one) => one.seconds),
    )
    return [Number(claimed).toFixed(6), (seconds.reduce((sum, s) => sum + s, 0) / 3600).toFixed(6)]
  }
  const none = /^expect no (\w+)$/.exec(statement)
  if (none) {
    const found = days.flatMap(({ use }) => use.filter(({ kind }) => kind === none[1]))
    return [
      'none',
      found.map(({ feature, user, at: when }) => `${feature} ${user} ${isoInZone(zone, when)}`).join('; ') || 'none',
    ]
  }
  const event = new RegExp(`^expect (\\w+) (\\S+) (.+?) ${moment}$`).exec(statement)
  if (event && event[1] !== undefined && Object.hasOwn(UseKind, event[1])) {
    const [, kind, feature, user, date, time, offset] = event as unknown as string[]
    const claimed = isoInZone(zone, instantOf(zone, date as string, time as string, offset))
    const found = days.flatMap(({ use }) =>
      use.filter((one) => one.kind === kind && one.feature === feature && one.user === user),
    )
    const times = found.map(({ at: when }) => isoInZone(zone, when))
    return [claimed, times.includes(claimed) ? claimed : times.join('; ') || 'no such event']
  }
  throw new Error(`This is no statement: ${statement}`)
}

for (const name of readdirSync(folder).filter((file) => file.endsWith('.txt'))) {
  test(name.replace(/\.txt$/, '').replaceAll('-', ' '), async () => {
    const scenario = parse(readFileSync(join(folder, name), 'utf8'))
    const { zone, claims } = scenario
    const days = await derive(scenario)
    const wrong = claims.flatMap(({ line, text }) => {
      const [claimed, told] = check(text, days, zone)
      return claimed === told ? [] : [`line ${line}: ${text} — it is ${told}`]
    })
    expect(wrong).toEqual([])
    expect(claims.length).toBeGreaterThan(0)
  })
}
