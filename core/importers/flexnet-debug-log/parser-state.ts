import type { SavedLists } from './feature-lists.ts'
import type { DatingState } from './line-dating.ts'
import type { TallyState } from './line-tally.ts'
import type { BuilderState } from './segment-builder.ts'

/** What a checkpoint keeps of the parser: plain JSON. */
export interface ParserState {
  readonly dating: DatingState
  readonly builder: BuilderState
  readonly tally: TallyState
  readonly listing: SavedLists
}
