/**
 * What may be bound to a `?`. The driver binds a whole number past 2^31 as REAL: an INTEGER column of a STRICT table makes
 * it an integer again and comparisons are exact, but `? / 86400` would divide with a fraction: write `CAST(? AS INTEGER)`.
 */
export type Value = string | number | null | Uint8Array

const describe = (value: unknown): string => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return String(value)
  if (typeof value === 'bigint') return `the bigint ${value}`
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`
  return `an object (${Object.getPrototypeOf(value)?.constructor?.name ?? 'without prototype'})`
}

const isStorable = (value: unknown): boolean => {
  if (typeof value === 'string' || value === null) return true
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  return false
}

/**
 * Throws a TypeError unless every value is one that is stored as it stands and there are exactly `count` of them.
 * The driver stores `undefined`, a bigint and a missing value as NULL and an object as `[object Object]`, all silently;
 * and a call without values reuses those of the call before.
 */
export const checkValues = (values: readonly Value[], count: number, sql: string): void => {
  if (values.length !== count) throw new TypeError(`${values.length} values for ${count} parameters in: ${sql}`)
  for (let index = 0; index < count; index++) {
    const value = values[index]
    if (isStorable(value)) continue
    if (!(value instanceof Uint8Array)) {
      throw new TypeError(`Parameter ${index + 1} is ${describe(value)}, which cannot be stored, in: ${sql}`)
    }
    // An array handed to a worker has length 0 here and would be stored as an empty blob.
    if (value.buffer instanceof ArrayBuffer && value.buffer.detached) {
      throw new TypeError(`Parameter ${index + 1} is a byte array that was transferred away, in: ${sql}`)
    }
  }
}

/** Rows as the JSON text for one `jsonb_each(?)`; throws a TypeError that names row and column of what cannot be stored. */
export const rowsAsJson = (rows: readonly (readonly unknown[])[], firstRow = 0): string => {
  rows.forEach((row, index) => {
    for (let column = 0; column < row.length; column++) {
      if (isStorable(row[column])) continue
      throw new TypeError(
        `Row ${firstRow + index}, column ${column} is ${describe(row[column])}, which cannot be stored`,
      )
    }
  })
  const json = JSON.stringify(rows)
  // A lone surrogate would be stored as three bytes that are not UTF-8; a bound string gets U+FFFD, so these do too.
  if (!json.includes('\\ud')) return json
  return JSON.stringify(rows, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value))
}

/** Strings, quoted names, comments, placeholders and semicolons, in the order they stand. */
const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\?(\d*)|(?<![\w$])[:@$][A-Za-z_]\w*|;\s*/g

/** The number of `?` in one statement. Throws for named parameters and for a second statement, which the driver would drop. */
export const countParameters = (sql: string): number => {
  let count = 0
  for (const match of sql.matchAll(token)) {
    const text = match[0]
    if (text[0] === '?') count = match[1] ? Math.max(count, Number(match[1])) : count + 1
    else if (text[0] === ':' || text[0] === '@' || text[0] === '$')
      throw new TypeError(`Named parameter ${text} in: ${sql}`)
    else if (text[0] === ';' && match.index + text.length < sql.length) {
      throw new TypeError(`More than one statement in: ${sql}`)
    }
  }
  return count
}
