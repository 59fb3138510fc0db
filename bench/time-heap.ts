/** Whole numbers waiting for their time, the earliest first: a binary heap over typed arrays. */
export interface TimeHeap {
  /** Infinity when nothing waits. */
  readonly earliest: number
  push(time: number, value: number): void
  /** Takes the value whose time is the earliest. */
  pop(): number
}

export const createTimeHeap = (): TimeHeap => {
  let times = new Float64Array(1024)
  let values = new Int32Array(1024)
  let size = 0

  return {
    get earliest() {
      return size === 0 ? Number.POSITIVE_INFINITY : (times[0] as number)
    },
    push(time, value) {
      if (size === times.length) {
        const moreTimes = new Float64Array(size * 2)
        const moreValues = new Int32Array(size * 2)
        moreTimes.set(times)
        moreValues.set(values)
        times = moreTimes
        values = moreValues
      }
      let at = size++
      while (at > 0) {
        const parent = (at - 1) >> 1
        if ((times[parent] as number) <= time) break
        times[at] = times[parent] as number
        values[at] = values[parent] as number
        at = parent
      }
      times[at] = time
      values[at] = value
    },
    pop() {
      const first = values[0] as number
      const time = times[--size] as number
      const value = values[size] as number
      let at = 0
      for (;;) {
        let child = 2 * at + 1
        if (child >= size) break
        if (child + 1 < size && (times[child + 1] as number) < (times[child] as number)) child++
        if ((times[child] as number) >= time) break
        times[at] = times[child] as number
        values[at] = values[child] as number
        at = child
      }
      times[at] = time
      values[at] = value
      return first
    },
  }
}
