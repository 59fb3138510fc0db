import type { CapacityEntry } from '../../core/contract/capacity.ts'
import { formatLocalIso } from '../formats.ts'
import type { GridColumn } from '../grid/grid-column.ts'
import { disagreement, originWords } from './capacity-words.ts'
import { expiryState, expiryText } from './expiry.ts'
import { type Peaks, peakDays, peakOf } from './licences-store.ts'

const listed = (values: readonly string[]): string | null => (values.length === 0 ? null : values.join(', '))

/** Hidden until somebody wants them. */
export const hiddenAtFirst: readonly string[] = ['since', 'serials', 'increments', 'expiring']

/** `today`: ISO date. */
export const licenceColumns = (peaks: Peaks | undefined, today: string): readonly GridColumn<CapacityEntry>[] => [
  { id: 'vendor-licence', title: 'Vendor licence', kind: 'text', value: (row) => row.shownName },
  { id: 'feature', title: 'Feature', kind: 'text', value: (row) => row.feature },
  {
    id: 'licences',
    title: 'Licences',
    help: 'How many there are: Max available licenses in reports. undef: nothing tells it.',
    kind: 'number',
    value: (row) => row.licences ?? 'undef',
  },
  {
    id: 'peak',
    title: 'Peak',
    help: peaks
      ? `Most in use at once, ${peaks.from} to ${peaks.to}`
      : `Most in use at once in the last ${peakDays} days of the data`,
    kind: 'number',
    value: (row) => peakOf(peaks, row)?.licences ?? null,
  },
  {
    id: 'utilisation',
    title: 'Peak use',
    unit: '%',
    help: 'The highest use in those days against the number of that moment: Max utilization of report 51',
    kind: 'number',
    decimals: 0,
    value: (row) => peakOf(peaks, row)?.utilisation ?? null,
    tone: (value) => (typeof value !== 'number' || value < 90 ? undefined : value >= 100 ? 'danger' : 'warning'),
  },
  {
    id: 'expires',
    title: 'Expires',
    help: 'Last day of the first licences to end. Without a date: permanent, or not stated.',
    kind: 'text',
    value: (row) => row.expires ?? null,
    show: (value) => (typeof value === 'string' ? expiryText(value, today) : '—'),
    tone: (value) => {
      if (typeof value !== 'string') return undefined
      const state = expiryState(value, today)
      return state === 'far' ? undefined : state === 'near' ? 'warning' : 'danger'
    },
  },
  {
    id: 'expiring',
    title: 'Go then',
    help: 'Licences that end on that day',
    kind: 'number',
    value: (row) => row.expiring ?? null,
  },
  {
    id: 'origin',
    title: 'Known from',
    help: 'A stronger source hides a weaker one: the log itself, then licence files, then typed values',
    kind: 'text',
    value: (row) => (row.origin ? originWords[row.origin] : null),
  },
  { id: 'detail', title: 'Where', kind: 'text', value: (row) => row.detail ?? null },
  {
    id: 'disagreement',
    title: 'Others say',
    help: 'What weaker sources say, where they say something else',
    kind: 'text',
    value: disagreement,
  },
  {
    id: 'since',
    title: 'Since',
    kind: 'time',
    value: (row) => row.since ?? null,
    show: (value) => (typeof value === 'string' ? formatLocalIso(value, 'date') : '—'),
  },
  { id: 'versions', title: 'Version', kind: 'text', value: (row) => listed(row.versions) },
  { id: 'serials', title: 'Serial number', kind: 'text', value: (row) => listed(row.serials) },
  {
    id: 'increments',
    title: 'Records',
    help: 'Records of licence files that are in force',
    kind: 'number',
    value: (row) => row.increments,
  },
]
