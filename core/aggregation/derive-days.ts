import { type DayColumnKind, dayColumnNames, RunEnd, UseKind } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { type ColumnSet, columnSet, type PackedSet, packRows } from '../segments/column-set.ts'
import { append, type GrowingColumn } from '../segments/growing-column.ts'
import { type DayCapacity, type TimedStep, withLoggedSteps } from './capacity-steps.ts'
import { type CarriedLevels, createCarriedLevels } from './carried-levels.ts'
import type { EndedRun } from './daemon-runs.ts'
import { dayHoldings } from './day-holdings.ts'
import { summariseLevels } from './day-levels.ts'
import { denialVerdicts } from './denial-verdicts.ts'
import { sweepLevels } from './level-sweep.ts'
import { createMatcher, type Matcher } from './match-lines.ts'
import { type DaySegment, mergeLines } from './merge-lines.ts'
import { createOpenCheckouts } from './open-checkouts.ts'
import { encodeState, initialState, type SourceState, smallState } from './source-state.ts'
import { sorted } from './time-order.ts'
import { zoneClock } from './zone-clock.ts'

/** One local day's lines of a source, with what its derivation must know of the lines after it. */
export interface DayInput {
  readonly day: number
  readonly segments: readonly DaySegment[]
  /** The first line after this day; `null` when the log ends here. */
  readonly next: NextLine | null
  /** What licence files and typed values say of the day. */
  readonly capacity?: DayCapacity
}

export interface NextLine {
  /** Wall seconds since 1970. */
  readonly wall: number
  readonly beginsBlock: boolean
  /** The next day's lines go back over midnight into this one: both are derived together. */
  readonly reachesBack: boolean
}

export interface DeriveOptions {
  readonly zone: string
  readonly source: number
  readonly queueSeconds: number
  readonly denialBefore: number
  readonly denialAfter: number
}

export interface DerivedDayResult {
  readonly day: number
  readonly start: number
  readonly length: number
  readonly columns: { readonly [K in DayColumnKind]?: PackedSet }
  /** State after the day as JSON; empty when the next day must be derived together with this one. */
  readonly state: string
  readonly denials: number
  /** Some stand so near the day's ends that a neighbouring day's checkout may decide. */
  readonly edgeDenials: boolean
}

export interface DeriveResult {
  readonly days: readonly DerivedDayResult[]
  /** The last days cannot be told without the day after them; they are not in `days`. */
  readonly again: boolean
}

export interface DerivationContext {
  readonly holders: HolderTable
  isManager(daemon: number): boolean
  isInactive(detail: number): boolean
}

/**
 * Step one of the derivation (architecture page, decision 2): a source's lines of consecutive days become what is kept of each day.
 *
 *   segments ─▶ one order ─▶ matched rows ─▶ in time order, by day, with what is carried over ─▶ time at level
 *
 * Pure: the same lines and state give the same bytes.
 */
export const deriveDays = (
  input: readonly DayInput[],
  stateBefore: SourceState | null,
  options: DeriveOptions,
  context: DerivationContext,
): DeriveResult => {
  const clock = zoneClock(options.zone)
  const days: DerivedDayResult[] = []
  let state = stateBefore ?? initialState
  const open = createOpenCheckouts(context.holders, state.open)
  const carried: Carried = { held: createCarriedLevels(), waiting: createCarriedLevels() }
  for (const { holder, count } of state.open) carried.held.add(holder, count)
  for (const { holder, count } of state.queued) carried.waiting.add(holder, count)
  let at = 0
  while (at < input.length) {
    const group: DayInput[] = []
    const first = input[at] as DayInput
    const base = clock.dayStart(first.day)
    const matcher = createMatcher({ ...context, queueSeconds: options.queueSeconds, state, open, base })
    const before = state
    const glued = new Set<number>()
    for (;;) {
      const day = input[at + group.length]
      if (!day) return { days, again: true }
      group.push(day)
      feed(day, matcher, clock)
      if (!continues(day, matcher, clock)) break
      glued.add(day.day)
    }
    const last = group.at(-1) as DayInput
    finishGroup(last, matcher, clock)
    // A state that would be large is stored at the end of the batch alone; days before it are then derived together.
    const isStored = open.size <= smallState || at + group.length === input.length
    const after = matcher.save({ withOpen: isStored })
    const stateText = isStored ? encodeState(after) : ''
    days.push(...cutIntoDays(group, matcher, before, carried, options, context, base, stateText, glued))
    state = after
    at += group.length
  }
  return { days, again: false }
}

type Clock = ReturnType<typeof zoneClock>

/** Licences held and waited for when a day begins; goes on from day to day. */
interface Carried {
  readonly held: CarriedLevels
  readonly waiting: CarriedLevels
}

const feed = (day: DayInput, matcher: Matcher, clock: Clock): void => {
  const midnight = day.day * 86400
  const start = clock.dayStart(day.day)
  const offset = clock.offsetAt(start)
  const isEven = clock.offsetAt(start - 3600) === offset && clock.offsetAt(clock.dayStart(day.day + 1) - 1) === offset
  let before: number | undefined
  mergeLines(day.segments, (time, kind, holder, count, detail, handle) => {
    let instant: number
    if (isEven) instant = midnight + time - offset
    else {
      instant = clock.instantOf(midnight + time, before)
      before = instant
    }
    matcher.line(instant, kind, holder, count, detail, handle)
  })
}

/** Whether the day's end is not settled before the next day's lines are read. */
const continues = (day: DayInput, matcher: Matcher, clock: Clock): boolean => {
  if (day.next === null) return false
  if (day.next.reachesBack) return true
  return (
    matcher.runs.anyEnding &&
    clock.instantOf(day.next.wall, undefined) <= matcher.runs.latestExit + 60 &&
    !day.next.beginsBlock
  )
}

const finishGroup = ({ next, day }: DayInput, matcher: Matcher, clock: Clock): void => {
  if (next === null) {
    // Nothing more comes for now: a run whose daemon said that it ends has ended.
    matcher.runs.settle(Number.POSITIVE_INFINITY)
    return
  }
  const instant = clock.instantOf(next.wall, matcher.lastLine)
  if (next.beginsBlock) matcher.endRuns(RunEnd.newStart)
  else if (matcher.lastLine !== undefined && instant - matcher.lastLine > 86400) matcher.endRuns(RunEnd.silence)
  else matcher.runs.settle(instant)
  matcher.expireQueue(Math.min(instant, clock.dayStart(day + 1)))
}

const cutIntoDays = (
  group: readonly DayInput[],
  matcher: Matcher,
  before: SourceState,
  { held, waiting }: Carried,
  options: DeriveOptions,
  { holders }: DerivationContext,
  base: number,
  stateAfter: string,
  glued: ReadonlySet<number>,
): DerivedDayResult[] => {
  const clock = zoneClock(options.zone)
  const { rows } = matcher
  const last = group.at(-1) as DayInput
  const logEnds = last.next === null
  if (logEnds && matcher.lastLine !== undefined) {
    // What is open counts up to the last observed instant; it stays open in the state.
    const end = matcher.lastLine - base
    matcher.forEachOpen((holder, licences) => appendUse(rows.use, end, UseKind.adjust, holder, -licences))
    matcher.forEachQueued((holder, licences) => {
      append(rows.queue.time, end)
      append(rows.queue.holder, holder)
      append(rows.queue.change, -licences)
    })
  }
  const use = sorted(rows.use)
  const queue = sorted(rows.queue)
  const capacityRows = sorted(rows.capacity)
  const known = sorted(rows.known)
  const observed = observedRuns(matcher, logEnds)

  const capacity = new Map(before.capacity)
  const knownSeries = new Set(before.known)

  let u = 0
  let q = 0
  let c = 0
  let k = 0
  const results: DerivedDayResult[] = []
  for (const { day, capacity: stated } of group) {
    const isLast = day === last.day
    const start = clock.dayStart(day)
    const length = clock.dayStart(day + 1) - start
    const from = start - base
    const until = isLast ? Number.POSITIVE_INFINITY : from + length

    let end = u
    while (end < rows.use.time.length && (rows.use.time.values[use(end)] as number) < until) end++
    const dayUse = columnSet(dayColumnNames.use, end - u + 1024)
    held.each((holder, licences) => appendUse(dayUse, 0, UseKind.carry, holder, licences))
    let denials = 0
    let edgeDenials = false
    for (; u < end; u++) {
      const row = use(u)
      const holder = rows.use.holder.values[row] as number
      const change = rows.use.change.values[row] as number
      const kind = rows.use.kind.values[row] as number
      append(dayUse.time, Math.max(0, (rows.use.time.values[row] as number) - from))
      append(dayUse.kind, kind)
      append(dayUse.holder, holder)
      append(dayUse.change, change)
      append(dayUse.detail, rows.use.detail.values[row] as number)
      if (kind === UseKind.denied) {
        denials++
        const time = (rows.use.time.values[row] as number) - from
        if (time < options.denialAfter || time >= length - options.denialBefore) edgeDenials = true
      }
      if (change !== 0) held.add(holder, change)
    }

    const dayQueue = columnSet(dayColumnNames.queue, 16)
    waiting.each((holder, licences) => appendQueue(dayQueue, 0, holder, licences))
    for (; q < rows.queue.time.length && (rows.queue.time.values[queue(q)] as number) < until; q++) {
      const holder = rows.queue.holder.values[queue(q)] as number
      const change = rows.queue.change.values[queue(q)] as number
      appendQueue(dayQueue, Math.max(0, (rows.queue.time.values[queue(q)] as number) - from), holder, change)
      waiting.add(holder, change)
    }

    const logged: TimedStep[] = []
    for (const [series, licences] of capacity) logged.push({ time: 0, series, licences, isLogged: true })
    for (; c < rows.capacity.time.length && (rows.capacity.time.values[capacityRows(c)] as number) < until; c++) {
      const series = rows.capacity.series.values[capacityRows(c)] as number
      const licences = rows.capacity.licences.values[capacityRows(c)] as number
      const time = Math.max(0, (rows.capacity.time.values[capacityRows(c)] as number) - from)
      logged.push({ time, series, licences, isLogged: true })
      capacity.set(series, licences)
    }
    const capacitySteps = withLoggedSteps(logged, stated?.steps ?? [])
    const dayCapacity = columnSet(dayColumnNames.capacity, 16)
    for (const step of capacitySteps) appendCapacity(dayCapacity, step)

    const dayKnown = columnSet(dayColumnNames.known, 16)
    const seriesFrom = new Map<number, number>([...knownSeries].map((series) => [series, 0]))
    const byFile = (stated?.known ?? []).filter(({ series }) => !knownSeries.has(series))
    for (const { series, time } of byFile) seriesFrom.set(series, time)
    for (; k < rows.known.time.length && (rows.known.time.values[known(k)] as number) < until; k++) {
      const series = rows.known.series.values[known(k)] as number
      const time = Math.max(0, (rows.known.time.values[known(k)] as number) - from)
      knownSeries.add(series)
      if ((seriesFrom.get(series) ?? Number.POSITIVE_INFINITY) <= time) continue
      append(dayKnown.series, series)
      append(dayKnown.time, time)
      seriesFrom.set(series, time)
    }
    for (const { series, time, isNew } of byFile) {
      if (!isNew || seriesFrom.get(series) !== time) continue
      append(dayKnown.series, series)
      append(dayKnown.time, time)
    }

    const dayRun = columnSet(dayColumnNames.run, 16)
    const runsOfDay = new Map<number, { start: number; end: number }[]>()
    for (const { daemon, start: runStart, end: runEnd, ending } of observed) {
      const a = Math.max(runStart - start, 0)
      const b = Math.min(runEnd - start, length)
      if (b <= a) continue
      append(dayRun.daemon, daemon)
      append(dayRun.start, a)
      append(dayRun.end, b)
      append(dayRun.ending, runEnd <= start + length ? ending : RunEnd.goesOn)
      const list = runsOfDay.get(daemon)
      if (list) list.push({ start: a, end: b })
      else runsOfDay.set(daemon, [{ start: a, end: b }])
    }

    const hours = clock.hourStarts(day).map((instant) => instant - start)
    const sweep = { holders, length, hours, runs: runsOfDay, capacity: capacitySteps }
    const changes = changesOf(dayUse)
    const level = sweepLevels({ ...sweep, changes, series: seriesFrom })
    const queuedSeries = new Set<number>()
    for (let i = 0; i < dayQueue.holder.length; i++)
      queuedSeries.add(holders.series[dayQueue.holder.values[i] as number] as number)
    const queueLevel = sweepLevels({
      ...sweep,
      changes: changesOf(dayQueue),
      series: [...seriesFrom].filter(([series]) => queuedSeries.has(series)),
    })
    const component = columnSet(dayColumnNames.component, 16)
    if (isLast) {
      for (let i = 0; i < rows.component.series.length; i++) {
        append(component.series, rows.component.series.values[i] as number)
        append(component.package, rows.component.package.values[i] as number)
      }
    }
    const verdict = denialVerdicts({
      denials: dayUse,
      start,
      granted: [{ source: options.source, start, rows: dayUse }],
      source: options.source,
      holders,
      before: options.denialBefore,
      after: options.denialAfter,
    })
    const sets = {
      use: dayUse,
      queue: dayQueue,
      ...dayHoldings({ holders, changes, length, hours }),
      level,
      ...summariseLevels(level),
      queueLevel,
      run: dayRun,
      known: dayKnown,
      capacity: dayCapacity,
      component,
      verdict,
    }
    const columns: { [K in DayColumnKind]?: PackedSet } = {}
    for (const [kind, set] of Object.entries(sets) as [DayColumnKind, ColumnSet<string>][]) {
      const rowCount = (Object.values(set)[0] as GrowingColumn).length
      if (rowCount > 0) columns[kind] = packRows(set, 0, rowCount)
    }
    results.push({ day, start, length, columns, denials, edgeDenials, state: glued.has(day) ? '' : stateAfter })
  }
  return results
}

const appendUse = (
  set: ColumnSet<'time' | 'kind' | 'holder' | 'change' | 'detail'>,
  time: number,
  kind: number,
  holder: number,
  change: number,
) => {
  append(set.time, time)
  append(set.kind, kind)
  append(set.holder, holder)
  append(set.change, change)
  append(set.detail, 0)
}

const appendQueue = (set: ColumnSet<'time' | 'holder' | 'change'>, time: number, holder: number, change: number) => {
  append(set.time, time)
  append(set.holder, holder)
  append(set.change, change)
}

const appendCapacity = (
  set: ColumnSet<'time' | 'series' | 'licences' | 'logged'>,
  { time, series, licences, isLogged }: TimedStep,
) => {
  append(set.time, time)
  append(set.series, series)
  append(set.licences, licences)
  append(set.logged, isLogged ? 1 : 0)
}

const changesOf = (set: ColumnSet<'time' | 'holder' | 'change'>) => ({
  rows: set.time.length,
  time: set.time.values,
  holder: set.holder.values,
  change: set.change.values,
})

/** Runs that ended and those under way, to the end of what is known of them. A clock set back at a restart lets two overlap: that time was observed once. */
const observedRuns = (matcher: Matcher, logEnds: boolean): EndedRun[] => {
  const { runs, lastLine } = matcher
  const open = logEnds ? (lastLine ?? 0) : Number.MAX_SAFE_INTEGER
  const inOrder = [
    ...runs.ended,
    ...runs.save().ending,
    ...[...runs.running].map(([daemon, { start }]) => ({ daemon, start, end: open, ending: RunEnd.endOfLog })),
  ].sort((a, b) => a.start - b.start || a.daemon - b.daemon)
  const observedTo = new Map<number, number>()
  return inOrder.map((run) => {
    const start = Math.max(run.start, observedTo.get(run.daemon) ?? run.start)
    const end = Math.max(start, run.end)
    observedTo.set(run.daemon, end)
    return { ...run, start, end }
  })
}
