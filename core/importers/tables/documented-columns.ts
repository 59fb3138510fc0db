/** A column that a table may have, as the format's README names it. */
export interface DocumentedColumn {
  readonly name: string
  /** What stands in it, as part of a list: `when it happened`. */
  readonly meaning: string
  readonly isRequired?: boolean
  /** Needed where this other column is not there. */
  readonly isRequiredWithout?: string
  /** Other names under which it is guessed, or found where the format says so; the better ones first. */
  readonly synonyms?: readonly string[]
}

/** For each documented column the name in the header of a file that calls it otherwise; `dates` is no column but a `DateOrder`. */
export type ColumnMapping = { readonly [column: string]: string }

/** How `03/04/2024` is read; dates with dots have the day first, dates that begin with the year need no telling. */
export type DateOrder = 'month-first' | 'day-first'

/** Where each documented column stands; those that are not there are left out. */
export type ColumnPlaces = { readonly [column: string]: number }

/** Names are compared by their letters and digits: `Product name`, `product_name` and `productName` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Where the columns of a mapping stand in a header; those that it leaves out stand where the header has their own name, and those mapped
 * to nothing nowhere. A name of the header counts as written, or else by its letters and digits. Undefined where it is not there.
 */
export const mappedPlaces = (
  header: readonly string[],
  mapping: ColumnMapping,
  columns: readonly DocumentedColumn[],
): ColumnPlaces | undefined => {
  const places: { [column: string]: number } = {}
  for (const { name: column } of columns) {
    const name = mapping[column]
    if (name === '') continue
    const exact = header.findIndex((cell) => cell.trim() === name?.trim())
    const at = exact >= 0 ? exact : header.findIndex((cell) => plainName(cell) === plainName(name ?? column))
    if (at >= 0) places[column] = at
    else if (name !== undefined) return undefined
  }
  return places
}

/**
 * Where the documented columns stand in a header that names them, or, with synonyms, calls them something like it. No place is given
 * twice; a column's own name goes before any synonym.
 */
export const namedPlaces = (
  header: readonly string[],
  columns: readonly DocumentedColumn[],
  withSynonyms: boolean,
): ColumnPlaces => {
  const names = header.map(plainName)
  const taken = new Set<number>()
  const places: { [column: string]: number } = {}
  const take = (column: string, name: string): void => {
    if (column in places) return
    const at = names.findIndex((cell, i) => cell === plainName(name) && !taken.has(i))
    if (at < 0) return
    places[column] = at
    taken.add(at)
  }
  for (const { name } of columns) take(name, name)
  if (withSynonyms) for (const { name, synonyms = [] } of columns) for (const synonym of synonyms) take(name, synonym)
  return places
}

/** Required columns that have no place. */
export const missingColumns = (columns: readonly DocumentedColumn[], places: ColumnPlaces): readonly string[] =>
  columns.flatMap(({ name, isRequired, isRequiredWithout: other }) =>
    (isRequired || (other !== undefined && !(other in places))) && !(name in places) ? [name] : [],
  )

/** The columns that a header calls by their documented names, as a mapping. */
export const ownNames = (header: readonly string[], columns: readonly DocumentedColumn[]): ColumnMapping =>
  Object.fromEntries(
    Object.entries(namedPlaces(header, columns, false)).map(([name, at]) => [name, header[at] as string]),
  )
