import type { Intervals } from './usage.ts'

const grown = <A extends Float64Array | Int32Array>(array: A): A => {
  const larger = new (array.constructor as new (length: number) => A)(array.length * 2)
  larger.set(array as never)
  return larger
}

/** Intervals appended in any order, handed over in order of start. */
export const growingIntervals = () => {
  let start = new Float64Array(256)
  let end = new Float64Array(256)
  let subject = new Int32Array(256)
  let count = new Int32Array(256)
  let detail = new Int32Array(256)
  let size = 0
  return {
    add(from: number, to: number, of: number, licences: number, handle: number): void {
      if (to < from) return
      if (size === start.length) {
        start = grown(start)
        end = grown(end)
        subject = grown(subject)
        count = grown(count)
        detail = grown(detail)
      }
      start[size] = from
      end[size] = to
      subject[size] = of
      count[size] = licences
      detail[size++] = handle
    },
    take(): Intervals {
      const order = orderOf(start, size)
      return {
        size,
        start: pick(start, order, size),
        end: pick(end, order, size),
        subject: pick(subject, order, size),
        count: pick(count, order, size),
        detail: pick(detail, order, size),
      }
    },
  }
}

/** Rows in order of time; equal times keep the order in which they were added. */
export const orderOf = (time: Float64Array, size: number): Int32Array | undefined => {
  let isSorted = true
  for (let i = 1; i < size && isSorted; i++) isSorted = (time[i - 1] as number) <= (time[i] as number)
  if (isSorted) return undefined
  const order = new Int32Array(size)
  for (let i = 0; i < size; i++) order[i] = i
  return order.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b)
}

/** The rows in this order; without one, the first ones as they are. */
export const pick = <A extends Float64Array | Int32Array>(
  array: A,
  order: Int32Array | undefined,
  size?: number,
): A => {
  if (!order) return (size === undefined ? array : array.subarray(0, size)) as A
  const picked = new (array.constructor as new (length: number) => A)(order.length)
  for (let i = 0; i < order.length; i++) picked[i] = array[order[i] as number] as number
  return picked
}

export const noIntervals: Intervals = {
  size: 0,
  start: new Float64Array(0),
  end: new Float64Array(0),
  subject: new Int32Array(0),
  count: new Int32Array(0),
  detail: new Int32Array(0),
}
