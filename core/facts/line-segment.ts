import type { PackedSet } from '../segments/column-set.ts'
import type { FactColumn, OtherColumn } from './line-fact.ts'

/** Consecutive lines of one file that fall on one local day. */
export interface LineSegment {
  readonly piece: number
  /** Days since 1970 of the local day; a line that goes back over midnight stays with the line before, at a negative time. */
  readonly day: number
  readonly firstLine: number
  readonly lastLine: number
  /** Wall seconds since that midnight: of the first line, the latest and the earliest. */
  readonly firstTime: number
  readonly lastTime: number
  readonly earliestTime: number
  /** The first line begins a start block of the licence manager. */
  readonly beginsBlock: boolean
  readonly facts: PackedSet<FactColumn>
  readonly others: PackedSet<OtherColumn>
}
