import type { GrowingColumn } from '../segments/growing-column.ts'

/** Order of the rows by time, keeping the order of equal ones; the identity where they are in order already. */
export const sorted = (set: { readonly time: GrowingColumn }): ((index: number) => number) => {
  const { values, length } = set.time
  let inOrder = true
  for (let i = 1; i < length && inOrder; i++) inOrder = (values[i - 1] as number) <= (values[i] as number)
  if (inOrder) return (index) => index
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  const sortedOrder = order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b)
  return (index) => sortedOrder[index] as number
}
