import { levelUnknown } from './record-columns.ts'
import type { RecordKit } from './record-kit.ts'
import { type SeriesSpans, statusOk } from './series-spans.ts'
import { createWatchedTime } from './watched-time.ts'

export interface RecordNeeds {
  /** Averages and minima are over all observed time of a series, not only over that of the records. */
  readonly isWatched: boolean
  readonly hasUtilisation: boolean
  readonly hasCost: boolean
  readonly hasElastic: boolean
}

/** How one key is counted. */
export interface KeyOfRecords {
  readonly key: number
  readonly group: number
  readonly isActive: boolean
  /** Time without use counts in hours that are marked here only. */
  readonly usedHours?: Uint8Array
  /** Peak of each hour, where it is not the level. */
  readonly peaks?: Int32Array
}

/** Cuts pieces of a key's time into records and adds them up. Keys come one after another, the pieces of a key in order of time. */
export interface RecordWriter {
  beginSeries(spans: SeriesSpans): void
  beginKey(key: KeyOfRecords): void
  piece(from: number, to: number, level: number, queued: number, rate: number, isPriced: boolean): void
  /** Records of time in which nobody looked, or no answer came. */
  unanswered(): void
  /** Adds to what is counted at an instant at which the key had this level. */
  count(instant: number, level: number, times: number): void
  endKey(): void
}

export const createRecordWriter = (kit: RecordKit, needs: RecordNeeds): RecordWriter => {
  const { hours, columns, cells } = kit
  const { sums } = kit.sums
  const hasLevel = columns.has('level')
  const hasQueued = columns.has('queued-level')
  const watched = needs.isWatched ? createWatchedTime(kit) : undefined
  let spans: SeriesSpans
  let of: KeyOfRecords
  let first = 0
  /** By state: the key and hour of its last record. */
  let lastRecord = new Float64Array(1024).fill(-1)
  let lastPeriod = -1
  let lastShape = -1
  let lastCell = -1

  const cellOf = (period: number, shape: number): number => {
    if (period !== lastPeriod || shape !== lastShape) {
      lastPeriod = period
      lastShape = shape
      lastCell = cells.at(period, of.group, shape, 0)
      kit.sums.grow(cells.size)
    }
    return lastCell
  }
  /** How many of these hours have no record of this state yet. */
  const newRecords = (state: number, hour: number, last: number): number => {
    if (state >= lastRecord.length) {
      const grown = new Float64Array(Math.max(state + 1, lastRecord.length * 2)).fill(-1)
      grown.set(lastRecord)
      lastRecord = grown
    }
    const base = of.key * hours.count
    const isKnown = lastRecord[state] === base + hour
    lastRecord[state] = base + last
    return last - hour + (isKnown ? 0 : 1)
  }

  const add = (cell: number, span: number, seconds: number, level: number, rate: number, isPriced: boolean): void => {
    sums.elapsed[cell] = (sums.elapsed[cell] as number) + level * seconds
    if (level > 0 && of.isActive) sums.held[cell] = (sums.held[cell] as number) + seconds
    if (needs.hasCost && isPriced) {
      const before = sums.cost[cell] as number
      sums.cost[cell] = (Number.isNaN(before) ? 0 : before) + (rate * seconds) / 3600
    }
    if (needs.hasElastic && (spans.entitled[span] as number) >= 0) {
      const before = sums.elastic[cell] as number
      const above = Math.max(0, level - (spans.entitled[span] as number))
      sums.elastic[cell] = (Number.isNaN(before) ? 0 : before) + above * seconds
    }
    const capacity = spans.capacity[span] as number
    if (!needs.hasUtilisation || capacity <= 0) return
    const utilisation = (level * 100) / capacity
    sums.usedOfCapacity[cell] = (sums.usedOfCapacity[cell] as number) + level * seconds
    sums.capacity[cell] = (sums.capacity[cell] as number) + capacity * seconds
    if (utilisation > (sums.maximumUtilisation[cell] as number)) sums.maximumUtilisation[cell] = utilisation
    if (utilisation < (sums.minimumUtilisation[cell] as number)) sums.minimumUtilisation[cell] = utilisation
  }

  /** A piece within one span: split at hours only where its periods or its records ask for it. */
  const addSpan = (
    span: number,
    from: number,
    to: number,
    level: number,
    queued: number,
    rate: number,
    isPriced: boolean,
  ): void => {
    const state = columns.state(
      hasLevel ? level : 0,
      hasQueued ? queued : 0,
      spans.capacity[span] as number,
      spans.status[span] as number,
      spans.prime[span] as number,
    )
    const shape = columns.shapeOf(state)
    if (shape < 0) return
    const isIdle = level <= 0 && queued <= 0
    const isHourly = of.peaks !== undefined || (of.usedHours !== undefined && isIdle)
    let hour = hours.at(from)
    const end = to <= (hours.starts[hour + 1] as number) ? hour : hours.at(to)
    const lastOfAll = (hours.starts[end] as number) < to ? end : end - 1
    for (let at = from; hour <= lastOfAll; ) {
      const period = hours.periodOf[hour] as number
      const last = isHourly ? hour : Math.min(lastOfAll, hours.lastHour[period] as number)
      const until = Math.min(to, hours.starts[last + 1] as number)
      if (!(of.usedHours && isIdle && of.usedHours[hour] === 0)) {
        const cell = cellOf(period, shape)
        const records = newRecords(state, hour, last)
        const seconds = until - at
        sums.records[cell] = (sums.records[cell] as number) + records
        sums.running[cell] = (sums.running[cell] as number) + seconds
        if (level !== levelUnknown) {
          add(cell, span, seconds, level, rate, isPriced)
          const peak = of.peaks ? (of.peaks[hour] as number) : level
          if (peak > (sums.maximum[cell] as number)) sums.maximum[cell] = peak
          if (watched)
            watched.add(
              cell,
              period,
              shape,
              of.peaks ? (records > 0 ? hour : -1) : undefined,
              level > 0 ? seconds : 0,
              peak,
            )
          else {
            sums.observed[cell] = (sums.observed[cell] as number) + seconds
            if (peak < (sums.minimum[cell] as number)) sums.minimum[cell] = peak
          }
        }
      }
      at = until
      hour = last + 1
    }
  }

  return {
    beginSeries(next) {
      spans = next
      watched?.beginSeries(next)
    },
    beginKey(key) {
      of = key
      first = 0
      lastPeriod = -1
    },
    piece(from, to, level, queued, rate, isPriced) {
      while (first < spans.size && (spans.to[first] as number) <= from) first++
      for (let span = first; span < spans.size && (spans.from[span] as number) < to; span++) {
        if (spans.status[span] !== statusOk) continue
        const begin = Math.max(from, spans.from[span] as number)
        addSpan(span, begin, Math.min(to, spans.to[span] as number), level, queued, rate, isPriced)
      }
    },
    unanswered() {
      for (let span = 0; span < spans.size; span++)
        if (spans.status[span] !== statusOk)
          addSpan(span, spans.from[span] as number, spans.to[span] as number, levelUnknown, levelUnknown, 0, false)
    },
    count(instant, level, times) {
      const shape = columns.shapeOf(columns.state(hasLevel ? level : 0, 0, ...momentOf(spans, instant)))
      if (shape < 0) return
      const cell = cellOf(hours.periodOf[hours.at(instant)] as number, shape)
      sums.counted[cell] = (sums.counted[cell] as number) + times
    },
    endKey() {
      watched?.endKey()
    },
  }
}

/** Capacity, status and prime time at an instant, observed or not. */
const momentOf = (spans: SeriesSpans, instant: number): [capacity: number, status: number, prime: number] => {
  let low = 0
  let high = spans.size
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans.to[middle] as number) <= instant) low = middle + 1
    else high = middle
  }
  const span = Math.min(low, spans.size - 1)
  return span < 0 ? [-1, statusOk, 2] : [spans.capacity[span] as number, statusOk, spans.prime[span] as number]
}
