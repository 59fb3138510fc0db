import { closeSync, openSync, writeSync } from 'node:fs'

export interface GeneratedLog {
  readonly lines: number
  /** Licences of each feature; a checkout beyond it is written as a denial. */
  readonly features?: number
  readonly users?: number
  readonly days?: number
  readonly seed?: number
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

/**
 * Writes a FlexNet debug log of about `lines` lines: one vendor daemon, working-hour load, TIMESTAMP lines every six hours,
 * denials when a feature is exhausted. About 60 bytes a line.
 */
export const writeFlexnetLog = (
  path: string,
  { lines, features = 120, users = 2000, days = 365, seed = 1 }: GeneratedLog,
): void => {
  const random = seededRandom(seed)
  const file = openSync(path, 'w')
  let buffer: string[] = []
  let held = 0
  const put = (line: string) => {
    buffer.push(line)
    if (++held === 20_000) {
      writeSync(file, `${buffer.join('\n')}\n`)
      buffer = []
      held = 0
    }
  }
  const featureNames = Array.from({ length: features }, (_, i) => `solver_module_${String(i).padStart(3, '0')}`)
  const capacity = featureNames.map(() => 5 + Math.floor(random() * 60))
  const people = Array.from(
    { length: users },
    (_, i) => `user${String(i).padStart(4, '0')}@ws-${String((i * 7) % users).padStart(4, '0')}.site.example`,
  )
  const start = Date.UTC(2024, 0, 1, 6, 0, 0) / 1000
  const stamp = (at: number): string => {
    const s = at % 86400
    const h = Math.floor(s / 3600)
    return `${h < 10 ? ' ' : ''}${h}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
  }
  const dateOf = (at: number): string => {
    const d = new Date(at * 1000)
    return `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()}`
  }
  let now = start
  put(
    `${stamp(now)} (lmgrd) FlexNet Licensing (v11.19.0.0 build 285685 x64_lsb) started on licences.site.example (linux) (${dateOf(now)})`,
  )
  put(`${stamp(now)} (solvd) Server started on licences.site.example for:\t${featureNames[0]}\t\t`)
  for (let i = 1; i < features; i += 3) put(`${stamp(now)} (solvd) ${featureNames.slice(i, i + 3).join('\t')}\t`)
  const open: { feature: number; person: number; until: number }[] = []
  const used = new Int32Array(features)
  const rate = lines / 2 / (days * 86400)
  let nextStamp = now + 6 * 3600
  let clock = now
  for (let written = 0; written < lines; ) {
    const hour = Math.floor(clock / 3600) % 24
    const load = hour >= 8 && hour < 18 ? 1.9 : 0.36
    clock += -Math.log(1 - random()) / (rate * load)
    while (open.length > 0 && (open[0] as { until: number }).until <= clock) {
      const { feature, person, until } = pop(open)
      now = Math.max(now, Math.floor(until))
      put(`${stamp(now)} (solvd) IN: "${featureNames[feature]}" ${people[person]}  `)
      used[feature] = (used[feature] as number) - 1
      written++
    }
    now = Math.max(now, Math.floor(clock))
    if (now >= nextStamp) {
      put(`${stamp(now)} (lmgrd) TIMESTAMP ${dateOf(now)}`)
      nextStamp = now + 6 * 3600
      written++
    }
    const feature = Math.floor(random() ** 2 * features)
    const person = Math.floor(random() * users)
    if ((used[feature] as number) >= (capacity[feature] as number)) {
      put(
        `${stamp(now)} (solvd) DENIED: "${featureNames[feature]}" ${people[person]}  (Licensed number of users already reached. (-4,342))`,
      )
    } else {
      put(`${stamp(now)} (solvd) OUT: "${featureNames[feature]}" ${people[person]}  `)
      used[feature] = (used[feature] as number) + 1
      push(open, { feature, person, until: clock + 60 + -Math.log(1 - random()) * 3000 })
    }
    written++
  }
  writeSync(file, `${buffer.join('\n')}\n`)
  closeSync(file)
}

const push = <T extends { until: number }>(heap: T[], item: T): void => {
  heap.push(item)
  let i = heap.length - 1
  while (i > 0) {
    const parent = (i - 1) >> 1
    if ((heap[parent] as T).until <= item.until) break
    heap[i] = heap[parent] as T
    i = parent
  }
  heap[i] = item
}

const pop = <T extends { until: number }>(heap: T[]): T => {
  const top = heap[0] as T
  const last = heap.pop() as T
  if (heap.length > 0) {
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] as T).until < (heap[child] as T).until) child++
      if ((heap[child] as T).until >= last.until) break
      heap[i] = heap[child] as T
      i = child
    }
    heap[i] = last
  }
  return top
}
