import type { PackedColumn } from '../segments/column.ts'
import type { PackedSet } from '../segments/column-set.ts'
import type { Transaction, Value } from './connection.ts'

export interface ColumnRow {
  readonly kind: string
  readonly name: string
  readonly rows: number
  readonly minimum: number
  readonly maximum: number
  readonly width: number
  readonly data: Buffer
}

/** Columns of one kind that belong to one segment or day. */
export interface KindOfColumns {
  readonly owner: number
  readonly kind: string
  readonly columns: PackedSet
}

/** All columns of several segments in few statements: many small ones cost more than the bytes. */
export const insertColumns = async (
  tx: Transaction,
  table: 'line_column' | 'day_column' | 'usage_column',
  sets: readonly KindOfColumns[],
): Promise<void> => {
  const rows = sets.flatMap(({ owner, kind, columns }) =>
    Object.entries(columns).map(([name, column]): Value[] => [
      owner,
      kind,
      name,
      column.rows,
      column.minimum,
      column.maximum,
      column.width,
      column.data,
    ]),
  )
  for (let from = 0; from < rows.length; from += 50) {
    const some = rows.slice(from, from + 50)
    await tx.run(`INSERT INTO ${table} VALUES ${some.map(() => '(?,?,?,?,?,?,?,?)').join(',')}`, some.flat())
  }
}

export const asPackedColumn = ({
  rows,
  minimum,
  maximum,
  width,
  data,
}: Omit<ColumnRow, 'kind' | 'name'>): PackedColumn => ({
  rows,
  minimum,
  maximum,
  width,
  data,
})
