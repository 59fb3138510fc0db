export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Numbers as numbers, before anything that is none. */
export const byNumber = (a: string, b: string): number => {
  const x = Number(a)
  const y = Number(b)
  if (Number.isNaN(x) || Number.isNaN(y))
    return Number.isNaN(x) === Number.isNaN(y) ? byCodeUnit(a, b) : Number.isNaN(x) ? 1 : -1
  return x - y
}

/** Order of the rows by their columns from the left: a counting sort for each column, the last one first. */
export const sortRows = (
  size: number,
  columns: readonly { readonly codes: Int32Array; readonly count: number }[],
): Int32Array => {
  let order = new Int32Array(size)
  for (let i = 0; i < size; i++) order[i] = i
  for (const { codes, count } of [...columns].reverse()) {
    if (count <= 1) continue
    const starts = new Int32Array(count + 1)
    for (let i = 0; i < size; i++) {
      const code = (codes[i] as number) + 1
      starts[code] = (starts[code] as number) + 1
    }
    for (let code = 0; code < count; code++) starts[code + 1] = (starts[code + 1] as number) + (starts[code] as number)
    const next = new Int32Array(size)
    for (let i = 0; i < size; i++) {
      const row = order[i] as number
      const code = codes[row] as number
      const at = starts[code] as number
      next[at] = row
      starts[code] = at + 1
    }
    order = next
  }
  return order
}
