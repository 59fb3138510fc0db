import { onlyPeriod, type ScanDay, type ScanKit, unpacked, wholeHour } from './scan-day.ts'

/** Numbers kept for each key, side by side: a change of a key touches one place in memory. */
const day = 0
const licences = 1
const since = 2
/** Number of the hour last counted: it goes on where an hour of the report spans the source's midnight. */
const hour = 3
const cell = 4
/** The same as `hour`, of the part of an hour that is prime time: the two may take turns within an hour. */
const primeHour = 5
const width = 8

const excluded = -2
/** Looked up when the key first holds something for more than no time: a cell without time would be a row of nothing. */
const unknown = -1

/**
 * Per-key and group types: one pass in time order over a day's changes. Each key's own level is swept, its time and peak are added to the
 * cell of its group; with `groups` each key has a cell of its own, so that its time can be averaged over observed time afterwards.
 */
export const createHolderScan = ({ spec, keys, measures, cellAt }: ScanKit): ((scanDay: ScanDay) => void) => {
  const isGroups = spec.engine === 'groups'
  const kind = spec.engine === 'queue-holders' ? 'queue' : 'use'
  const { keyOfHolder, seriesOfKey, restOfKey } = keys.records()
  const state = new Int32Array(seriesOfKey.length * width)
  let days = 0
  let lastSource = -1
  let lastHour = -1
  let touched = new Int32Array(1024)

  return ({ source, length, hours, hourIds, periods, columns }) => {
    const time = unpacked(columns, kind, 'time')
    const holder = unpacked(columns, kind, 'holder')
    const change = unpacked(columns, kind, 'change')
    const groups = keys.series.groupOf(source)
    const sourceNumber = spec.sources.findIndex(({ id }) => id === source)
    const isEven = hours.length === 24 && length === 86400
    const period = isEven ? onlyPeriod(periods) : -1
    const today = ++days
    const firstHour = hourIds[0] as number
    // The day before, where its last hour goes on in this one; else no day.
    const unfinished = source === lastSource && wholeHour(firstHour) === wholeHour(lastHour) ? today - 1 : -1
    lastSource = source
    lastHour = hourIds[hourIds.length - 1] as number
    let touchedCount = 0
    let { elapsed, maximum, minimum, held, records } = measures
    const refresh = () => {
      ;({ elapsed, maximum, minimum, held, records } = measures)
    }
    const cellOf = (key: number, of: number): number => {
      const group = groups[seriesOfKey[key] as number] as number
      if (group < 0) return excluded
      const found = isGroups ? cellAt(of, key, sourceNumber, 0) : cellAt(of, group, restOfKey[key] as number, 0)
      if (measures.elapsed !== elapsed) refresh()
      return found
    }
    const add = (at: number, level: number, seconds: number): void => {
      elapsed[at] = (elapsed[at] as number) + level * seconds
      if (level > (maximum[at] as number)) maximum[at] = level
      if (!isGroups) return
      held[at] = (held[at] as number) + seconds
      if (level < (minimum[at] as number)) minimum[at] = level
    }
    /** The level was held from `from` to `to`: in the common case all of the day is one period. */
    const flush = (base: number, key: number, from: number, to: number): void => {
      const level = state[base + licences] as number
      if (period >= 0) {
        let at = state[base + cell] as number
        if (at === unknown) {
          at = cellOf(key, period)
          state[base + cell] = at
        }
        if (at === excluded) return
        add(at, level, to - from)
        const first = (from / 3600) | 0
        const last = ((to - 1) / 3600) | 0
        records[at] = (records[at] as number) + last - first + (state[base + hour] === firstHour + first * 60 ? 0 : 1)
        state[base + hour] = firstHour + last * 60
        return
      }
      for (let at = from; at < to; ) {
        let index = isEven ? (at / 3600) | 0 : hours.length - 1
        if (!isEven) while ((hours[index] as number) > at) index--
        const end = Math.min(to, hours[index + 1] ?? length)
        const of = periods[index] as number
        const found = of < 0 ? excluded : cellOf(key, of)
        if (found !== excluded) {
          add(found, level, end - at)
          const id = hourIds[index] as number
          const last = base + (id === wholeHour(id) ? hour : primeHour)
          if (state[last] !== id) {
            state[last] = id
            records[found] = (records[found] as number) + 1
          }
        }
        at = end
      }
    }

    for (let i = 0; i < time.length; i++) {
      const delta = change[i] as number
      if (delta === 0) continue
      const key = keyOfHolder[holder[i] as number] as number
      if (key < 0) continue
      const base = key * width
      const at = time[i] as number
      if (state[base + day] !== today) {
        if (state[base + day] !== unfinished) {
          state[base + hour] = -1
          state[base + primeHour] = -1
        }
        state[base + day] = today
        state[base + licences] = 0
        state[base + cell] = unknown
        if (touchedCount === touched.length) {
          const grown = new Int32Array(touchedCount * 2)
          grown.set(touched)
          touched = grown
        }
        touched[touchedCount++] = key
      } else if ((state[base + licences] as number) > 0 && at > (state[base + since] as number))
        flush(base, key, state[base + since] as number, at)
      state[base + licences] = (state[base + licences] as number) + delta
      state[base + since] = at
    }
    for (let i = 0; i < touchedCount; i++) {
      const key = touched[i] as number
      const base = key * width
      if ((state[base + licences] as number) > 0) flush(base, key, state[base + since] as number, length)
    }
  }
}
