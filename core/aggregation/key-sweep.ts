import type { LevelChanges } from './level-sweep.ts'

/** One day's amounts by key: row `i` belongs to `keys[i]`. Valid until the next sweep. */
export interface KeyAmounts {
  /** Keys with changes, in the order of their first. */
  readonly keys: Int32Array
  /** Licence seconds; 0 where nothing was held for more than no time. */
  readonly seconds: Float64Array
  /** The most licences held at once for more than no time. */
  readonly maximum: Int32Array
  /** Hours of the day in which something was held. */
  readonly hours: Int32Array
}

export interface KeySweep {
  /** @param keyOf key by holder id, -1 to leave a holder out; without it the holder is the key */
  sweep(changes: LevelChanges, hours: readonly number[], length: number, keyOf?: Int32Array): KeyAmounts
}

/** Numbers kept for each key, side by side: a change of a key touches one place in memory. */
const level = 0
const since = 1
const peak = 2
/** Hours counted, times 32, and the number of the last one, from 1. */
const hourCount = 3
const width = 4

/**
 * Sweeps a day's changes once, each key with a level of its own. The keys of a day are numbered from 0, so that what is kept of them
 * stays near the processor however many keys there are in all.
 */
export const createKeySweep = (): KeySweep => {
  /** Number in the day by key, from 1; all 0 between two sweeps. */
  let numbers = new Int32Array(1024)
  let state = new Int32Array(1024 * width)
  let keys = new Int32Array(1024)
  let seconds = new Float64Array(1024)
  let maximum = new Int32Array(1024)
  let hoursHeld = new Int32Array(1024)

  const grow = (): void => {
    const size = keys.length * 2
    const larger = <T extends Int32Array | Float64Array>(values: T, to: T): T => {
      to.set(values)
      return to
    }
    state = larger(state, new Int32Array(size * width))
    keys = larger(keys, new Int32Array(size))
    seconds = larger(seconds, new Float64Array(size))
    maximum = new Int32Array(size)
    hoursHeld = new Int32Array(size)
  }

  return {
    sweep({ rows, time, holder, change }, hours, length, keyOf) {
      const isEven = hours.length === 24 && length === 86400
      const hourAt = (at: number): number => {
        if (isEven) return (at / 3600) | 0
        let hour = hours.length - 1
        while ((hours[hour] as number) > at) hour--
        return hour
      }
      let count = 0
      const flush = (number: number, to: number): void => {
        const base = number * width
        const held = state[base + level] as number
        const from = state[base + since] as number
        seconds[number] = (seconds[number] as number) + held * (to - from)
        if (held > (state[base + peak] as number)) state[base + peak] = held
        const counted = state[base + hourCount] as number
        const first = hourAt(from) + 1
        const last = hourAt(to - 1) + 1
        const more = last - first + ((counted & 31) === first ? 0 : 1)
        state[base + hourCount] = ((counted >> 5) + more) * 32 + last
      }
      for (let i = 0; i < rows; i++) {
        const delta = change[i] as number
        if (delta === 0) continue
        const id = holder[i] as number
        const key = keyOf ? (keyOf[id] as number) : id
        if (key < 0) continue
        if (key >= numbers.length) {
          const grown = new Int32Array(Math.max(key + 1, numbers.length * 2))
          grown.set(numbers)
          numbers = grown
        }
        const at = time[i] as number
        let number = (numbers[key] as number) - 1
        if (number < 0) {
          number = count++
          if (number === keys.length) grow()
          numbers[key] = count
          keys[number] = key
          seconds[number] = 0
          state.fill(0, number * width, number * width + width)
        } else if ((state[number * width + level] as number) > 0 && at > (state[number * width + since] as number)) {
          flush(number, at)
        }
        const base = number * width
        state[base + level] = (state[base + level] as number) + delta
        state[base + since] = at
      }
      for (let number = 0; number < count; number++) {
        const base = number * width
        if ((state[base + level] as number) > 0 && length > (state[base + since] as number)) flush(number, length)
        maximum[number] = state[base + peak] as number
        hoursHeld[number] = (state[base + hourCount] as number) >> 5
        numbers[keys[number] as number] = 0
      }
      return {
        keys: keys.subarray(0, count),
        seconds: seconds.subarray(0, count),
        maximum: maximum.subarray(0, count),
        hours: hoursHeld.subarray(0, count),
      }
    },
  }
}
