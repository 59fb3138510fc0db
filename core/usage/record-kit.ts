import type { CellTable } from '../query/cell-table.ts'
import type { GrowingSums } from './cell-sums.ts'
import type { RecordColumns } from './record-columns.ts'
import type { UsageHours } from './usage-hours.ts'

/** What all ways of counting write into. */
export interface RecordKit {
  readonly hours: UsageHours
  readonly columns: RecordColumns
  /** Rows of the answer: by period, group of keys and shape. */
  readonly cells: CellTable
  readonly sums: GrowingSums
}
