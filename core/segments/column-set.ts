import { type PackedColumn, packColumn } from './column.ts'
import { type GrowingColumn, growingColumn } from './growing-column.ts'

/** Several columns of equal length, by name. */
export type ColumnSet<Name extends string> = { readonly [K in Name]: GrowingColumn }
export type PackedSet<Name extends string = string> = { readonly [K in Name]: PackedColumn }

export const columnSet = <Name extends string>(names: readonly Name[], capacity?: number): ColumnSet<Name> =>
  Object.fromEntries(names.map((name) => [name, growingColumn(capacity)])) as ColumnSet<Name>

/** Packs rows `from` to `to` of each column. */
export const packRows = <Name extends string>(set: ColumnSet<Name>, from: number, to: number): PackedSet<Name> => {
  const packed: Partial<Record<Name, PackedColumn>> = {}
  for (const name of Object.keys(set) as Name[])
    packed[name] = packColumn(set[name].values.subarray(from, to), to - from)
  return packed as PackedSet<Name>
}

export const clear = (set: ColumnSet<string>): void => {
  for (const column of Object.values(set)) column.length = 0
}

/** The buffers of a packed set, for a transfer list. */
export const buffersOf = (set: PackedSet): ArrayBuffer[] =>
  Object.values(set).flatMap((column) => (column.data.byteLength > 0 ? [column.data.buffer as ArrayBuffer] : []))
