import { closeSync, openSync, writeSync } from 'node:fs'
import { createTimeHeap } from './time-heap.ts'

/** Raised when the same parameters give another log: part of the name of a kept input. */
export const generatorVersion = 2

export interface GeneratedLog {
  readonly lines: number
  readonly features?: number
  readonly users?: number
  readonly days?: number
  readonly seed?: number
}

export interface WrittenLog {
  /** All lines, the start block included. */
  readonly lines: number
  readonly bytes: number
  readonly checkouts: number
  readonly denials: number
}

/** mulberry32: the same seed gives the same log on every machine. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`)
const four = (n: number): string => String(n).padStart(4, '0')

const stems = ['mesh', 'flow', 'solid', 'shell', 'modal', 'optic', 'field', 'sheet', 'crash', 'rotor']
const parts = ['pre', 'solve', 'post', 'batch', 'view']
const surnames = ['keller', 'novak', 'rossi', 'meyer', 'dubois', 'larsen', 'kovacs', 'silva', 'berg', 'moreau']

/** Features that one user works with. */
const featuresOfUser = 12
/** Mean seconds of a checkout. */
const meanHeld = 3000

/**
 * Writes a FlexNet debug log of `lines` lines, about 60 bytes each: one vendor daemon; users with a handful of features each and
 * two machines; working hours five times as busy as nights; a TIMESTAMP every six hours; a denial where a feature is exhausted.
 */
export const writeFlexnetLog = (
  path: string,
  { lines, features = 120, users = 2000, days = 365, seed = 1 }: GeneratedLog,
): WrittenLog => {
  const random = seededRandom(seed)
  const file = openSync(path, 'w')
  const below = (limit: number) => Math.floor(random() * limit)
  let buffer: string[] = []
  let written = 0
  let bytes = 0
  let checkouts = 0
  let denials = 0
  const flush = () => {
    if (buffer.length > 0) bytes += writeSync(file, `${buffer.join('\n')}\n`)
    buffer = []
  }
  const put = (line: string) => {
    buffer.push(line)
    written++
    if (buffer.length === 20_000) flush()
  }

  const featureNames = Array.from({ length: features }, (_, i) => {
    const stem = stems[i % stems.length]
    return `${stem}_${parts[Math.floor(i / stems.length) % parts.length]}_${two(Math.floor(i / 50))}`
  })
  // Early features are the popular ones: more people work with them, and more licences of them are owned.
  const popular = () => Math.floor(random() ** 2 * features)
  const load = lines / 2 / (days * 86400)
  const busiest = load * 1.9 * meanHeld
  const capacity = featureNames.map((_, i) => {
    const share = Math.sqrt((i + 1) / features) - Math.sqrt(i / features)
    return Math.max(2, Math.round(busiest * share * (1.3 + random() * 0.5)))
  })
  const favourites = Array.from({ length: users }, () => Array.from({ length: featuresOfUser }, popular))
  const people = Array.from({ length: users }, (_, i) => {
    const name = `${surnames[i % surnames.length]}${four(i)}`
    return [`${name}@cadws${four((i * 7) % users)}`, `${name}@calc${two(i % 40)}`] as const
  })

  const start = Date.UTC(2024, 0, 1, 6) / 1000
  const stamp = (at: number): string => {
    const second = at % 86400
    const hour = Math.floor(second / 3600)
    return `${hour < 10 ? ' ' : ''}${hour}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
  }
  const dateOf = (at: number): string => {
    const date = new Date(at * 1000)
    return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
  }
  let now = start
  put(
    `${stamp(now)} (lmgrd) FlexNet Licensing (v11.19.0.0 build 285685 x64_lsb) started on licences.site.example (linux) (${dateOf(now)})`,
  )
  put(`${stamp(now)} (solvd) Server started on licences.site.example for:\t${featureNames[0]}\t\t`)
  for (let i = 1; i < features; i += 3) put(`${stamp(now)} (solvd) ${featureNames.slice(i, i + 3).join('\t')}\t`)

  const open = createTimeHeap()
  const used = new Int32Array(features)
  let nextDate = now + 6 * 3600
  let clock = now
  while (written < lines) {
    const hour = Math.floor(clock / 3600) % 24
    clock += -Math.log(1 - random()) / (load * (hour >= 8 && hour < 18 ? 1.9 : 0.36))
    while (open.earliest <= clock && written < lines) {
      now = Math.max(now, Math.floor(open.earliest))
      const entry = open.pop()
      const feature = entry % features
      const person = Math.floor(entry / features)
      used[feature] = (used[feature] as number) - 1
      put(`${stamp(now)} (solvd) IN: "${featureNames[feature]}" ${people[person >> 1]?.[person & 1]}  `)
    }
    if (written >= lines) break
    now = Math.max(now, Math.floor(clock))
    if (now >= nextDate) {
      put(`${stamp(now)} (lmgrd) TIMESTAMP ${dateOf(now)}`)
      nextDate = now + 6 * 3600
    }
    const user = below(users)
    const feature = random() < 0.99 ? (favourites[user]?.[below(featuresOfUser)] as number) : popular()
    const machine = random() < 0.8 ? 0 : 1
    const event = `"${featureNames[feature]}" ${people[user]?.[machine]}  `
    if ((used[feature] as number) >= (capacity[feature] as number)) {
      put(`${stamp(now)} (solvd) DENIED: ${event}(Licensed number of users already reached. (-4,342))`)
      denials++
    } else {
      put(`${stamp(now)} (solvd) OUT: ${event}`)
      used[feature] = (used[feature] as number) + 1
      open.push(clock + 60 - Math.log(1 - random()) * (meanHeld - 60), (user * 2 + machine) * features + feature)
      checkouts++
    }
  }
  flush()
  closeSync(file)
  return { lines: written, bytes, checkouts, denials }
}
