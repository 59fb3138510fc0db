import type { MapKind } from '../../core/contract/mapping.ts'
import type { ReportColumn } from '../../core/contract/reports.ts'
import type { ReportRow } from './report-rows.ts'

/** A map that would give names where a report has none. */
export interface MissingMap {
  readonly message: string
  readonly kind: MapKind
}

const undef = 'undef'
const maps: { readonly [concept: string]: { readonly nothing: string } & MissingMap } = {
  'user-group': { nothing: undef, kind: 'license-user-mapping', message: 'No user here is in a group of the map.' },
  'host-group': { nothing: undef, kind: 'license-host-mapping', message: 'No host here is in a group of the map.' },
  group: { nothing: undef, kind: 'user-to-groups.map', message: 'No user here is in a group of the map.' },
  'typed-host-group': { nothing: undef, kind: 'host-to-groups.map', message: 'No host here is in a group of the map.' },
  'web-application': {
    nothing: 'UNMAPPED',
    kind: 'web-domain.map',
    message: 'No address here belongs to an application of the map.',
  },
}

/** The map that is missing, or that fits no row: every row has the word for "none" in a column that a map fills. */
export const missingMap = (columns: readonly ReportColumn[], rows: readonly ReportRow[]): MissingMap | undefined => {
  if (rows.length === 0) return undefined
  for (const [at, { role, concept }] of columns.entries()) {
    const map = role === 'classification' ? maps[concept] : undefined
    if (map && rows.every(({ cells }) => cells[at] === map.nothing)) return { message: map.message, kind: map.kind }
  }
  return undefined
}
