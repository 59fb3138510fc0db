/** Whole numbers appended one by one to a typed array that doubles. */
export interface GrowingColumn {
  values: Int32Array
  length: number
}

export const growingColumn = (capacity = 1024): GrowingColumn => ({ values: new Int32Array(capacity), length: 0 })

export const append = (column: GrowingColumn, value: number): void => {
  if (column.length === column.values.length) {
    const grown = new Int32Array(column.values.length * 2)
    grown.set(column.values)
    column.values = grown
  }
  column.values[column.length++] = value
}

/** The values appended so far, without copying: valid until the next append. */
export const appended = (column: GrowingColumn): Int32Array => column.values.subarray(0, column.length)
