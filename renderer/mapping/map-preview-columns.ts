import type { MapPreview, MapPreviewRow } from '../../core/contract/mapping.ts'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { count, formatNumber } from '../formats.ts'
import type { CellValue, GridColumn } from '../grid/grid-column.ts'

const changeWords: { readonly [C in MapPreviewRow['change']]: string } = {
  changed: 'Changes',
  added: 'New',
  removed: 'Goes',
}

/** The measurements of a preview, by their labels. */
export const measuresOf = ({ columns }: Pick<MapPreview, 'columns'>): readonly string[] =>
  columns.filter(({ role }) => role === 'measurement').map(({ name }) => name)

const usualMeasures = ['elapsed time', 'events', 'max in use', 'license cost', 'elastic usage', 'running time']

/** The measure one looks at first: what was used, if that is what changes, else what does; else whatever comes first. */
export const usualMeasure = ({
  columns,
  rows,
}: Pick<MapPreview, 'columns'> & { readonly rows: readonly Pick<MapPreviewRow, 'before' | 'after'>[] }):
  | string
  | undefined => {
  const measures = measuresOf({ columns })
  const known = usualMeasures.flatMap((usual) => measures.filter((name) => name.toLowerCase() === usual))
  const changes = (name: string) => rows.some((row) => differenceOf(row, measures.indexOf(name)) !== 0)
  return known.find(changes) ?? known[0] ?? measures[0]
}

/**
 * What comes on top of before. A row that is not there stands for nothing used; a measure that does not apply (`null`) has no
 * difference.
 */
export const differenceOf = (row: Pick<MapPreviewRow, 'before' | 'after'>, at: number): number | null => {
  const before = row.before ? (row.before[at] ?? null) : 0
  const after = row.after ? (row.after[at] ?? null) : 0
  return before === null || after === null ? null : after - before
}

/** `+1.25`, `−3`: the sign is always there, so that nobody reads a colour. */
export const withSign = (text: string, value: number): string => (value > 0 ? `+${text}` : text.replace(/^-/, '−'))

const decimalsOfUnit: { readonly [unit: string]: number } = { Hours: 2, Percentage: 1, Seconds: 0, Number: 0 }
const shortUnits: { readonly [unit: string]: string } = { Hours: 'h', Percentage: '%', Seconds: 's' }

/** Group by group: one measure before, after, and the difference. */
export const previewColumns = (
  { columns }: Pick<MapPreview, 'columns'>,
  measure: string,
  type: DataTypeInfo | undefined,
): readonly GridColumn<MapPreviewRow>[] => {
  // The whole period is one row: its beginning says nothing that the choice of the period does not.
  const named = columns.filter(({ role }) => role !== 'measurement')
  const at = measuresOf({ columns }).indexOf(measure)
  const unit = type?.measurements.find(({ name }) => name === measure)?.unit ?? ''
  const decimals = measure.startsWith('Avg') ? 2 : (decimalsOfUnit[unit] ?? 0)
  const number = { kind: 'number', unit: shortUnits[unit], decimals } as const
  const difference = (value: CellValue) =>
    typeof value === 'number' ? withSign(formatNumber(value, decimals), value) : '—'
  return [
    ...named.flatMap(({ name, role }, place): readonly GridColumn<MapPreviewRow>[] =>
      role === 'time' ? [] : [{ id: name, title: name, kind: 'text', value: (row) => row.names[place] ?? null }],
    ),
    { id: 'before', title: 'Before', ...number, value: (row) => row.before?.[at] ?? null },
    { id: 'after', title: 'After', ...number, value: (row) => row.after?.[at] ?? null },
    { id: 'difference', title: 'Difference', ...number, value: (row) => differenceOf(row, at), show: difference },
    { id: 'change', title: 'Row', kind: 'text', value: (row) => changeWords[row.change] },
  ]
}

/** `2 rows of this report change, 1 is new, 1 goes`; nothing where it stays as it is. */
export const rowWords = ({ changed, added, removed }: Pick<MapPreview, 'changed' | 'added' | 'removed'>): string => {
  const verbs: readonly (readonly [number, one: string, many: string])[] = [
    [changed, 'changes', 'change'],
    [added, 'is new', 'are new'],
    [removed, 'goes', 'go'],
  ]
  return verbs
    .filter(([n]) => n > 0)
    .map(([n, one, many], at) => `${at === 0 ? count(n, 'row') : formatNumber(n)} ${n === 1 ? one : many}`)
    .join(', ')
}

export interface Move {
  readonly name: string
  readonly from: string
  readonly to: string
}

export const moveColumns: readonly GridColumn<Move>[] = [
  { id: 'name', title: 'Name', kind: 'text', value: (row) => row.name },
  { id: 'from', title: 'From', kind: 'text', value: (row) => row.from },
  { id: 'to', title: 'To', kind: 'text', value: (row) => row.to },
]
