import type { MapKind } from '../../core/contract/mapping.ts'

/** What the pages say of a kind of map; what it is for is told by the core. */
export interface MapKindWords {
  readonly kind: MapKind
  /** On its tab. */
  readonly label: string
  /** Where the page of the whole map is named: breadcrumb, headings. */
  readonly title: string
  /** Whose names stand in it, one and many. */
  readonly name: string
  readonly names: string
  /** What stands behind `MAP:`, and what stands in brackets behind that, where it is a word of its own. */
  readonly group: string
  readonly brackets?: string
  /** Each word in brackets is a hierarchy of its own. */
  readonly isTyped?: true
  /** How a block begins. */
  readonly heading: string
  /** How a line finds its names. */
  readonly rule: string
  /** What becomes of a name that no line takes and no DEFAULT catches: `counts as undef`, one and many. */
  readonly left: readonly [one: string, many: string]
  /** What it is like without any map, where that is something else. */
  readonly without?: string
  /** What a saved change does to a name, one and many. */
  readonly changes: readonly [one: string, many: string]
  readonly example: string
}
