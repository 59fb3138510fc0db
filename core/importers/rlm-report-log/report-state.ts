import type { SavedCheckout } from './open-checkouts.ts'
import type { PoolsState } from './product-pools.ts'

/** Everything that is needed to read on from a line: plain JSON. */
export interface ReportState {
  readonly server: string
  readonly daemon: string
  readonly isInHeader: boolean
  readonly version: number
  /** The file states all that is in use at its start, so nothing from before counts. */
  readonly isComplete: boolean
  readonly now: number | null
  readonly observed: readonly number[]
  readonly pools: PoolsState
  readonly open: readonly SavedCheckout[]
  /** Handle and attributes of who waits. */
  readonly waiting: readonly (readonly [string, readonly string[]])[]
}
