/** A column of whole numbers, packed: each value less the minimum, in as few bytes as the largest needs. */
export interface PackedColumn {
  readonly rows: number
  readonly minimum: number
  readonly maximum: number
  /** Bytes per value: 0 (all equal), 1, 2 or 4. */
  readonly width: number
  readonly data: Uint8Array
}

/** Packs the first `rows` values. The result owns its buffer, so it can be transferred. */
export const packColumn = (values: Int32Array, rows: number): PackedColumn => {
  if (rows === 0) return { rows: 0, minimum: 0, maximum: 0, width: 0, data: new Uint8Array(0) }
  let minimum = values[0] as number
  let maximum = minimum
  for (let i = 1; i < rows; i++) {
    const value = values[i] as number
    if (value < minimum) minimum = value
    else if (value > maximum) maximum = value
  }
  const span = maximum - minimum
  const width = span === 0 ? 0 : span < 0x100 ? 1 : span < 0x10000 ? 2 : 4
  const buffer = new ArrayBuffer(rows * width)
  if (width > 0) {
    const packed =
      width === 1 ? new Uint8Array(buffer) : width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer)
    for (let i = 0; i < rows; i++) packed[i] = (values[i] as number) - minimum
  }
  return { rows, minimum, maximum, width, data: new Uint8Array(buffer) }
}

/** Unpacks into `target` from `at` on. */
export const unpackInto = (column: PackedColumn, target: Int32Array, at: number): void => {
  const { rows, minimum, width } = column
  if (width === 0) {
    target.fill(minimum, at, at + rows)
    return
  }
  const packed = packedValues(column)
  if (minimum === 0) target.set(packed, at)
  else for (let i = 0; i < rows; i++) target[at + i] = (packed[i] as number) + minimum
}

export const unpackColumn = (column: PackedColumn): Int32Array => {
  const values = new Int32Array(column.rows)
  unpackInto(column, values, 0)
  return values
}

/** The values less the minimum, without copying where the bytes are aligned. */
export const packedValues = (column: PackedColumn): Uint8Array | Uint16Array | Uint32Array => {
  const { data, rows, width } = column
  if (width === 1 || width === 0) return data
  const aligned = data.byteOffset % width === 0 ? data : data.slice()
  return width === 2
    ? new Uint16Array(aligned.buffer, aligned.byteOffset, rows)
    : new Uint32Array(aligned.buffer, aligned.byteOffset, rows)
}
