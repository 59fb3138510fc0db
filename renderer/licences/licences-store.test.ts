import { expect, test, vi } from 'vitest'
import type { CapacityEntry, TypedCapacity } from '../../core/contract/capacity.ts'
import type { ReportRequest, ReportSummary } from '../../core/contract/reports.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createLicencesStore, peakOf } from './licences-store.ts'

const entry: CapacityEntry = {
  server: 'lic1',
  daemon: 'acme',
  vendorLicence: 'lic1;acme',
  shownName: 'Acme',
  feature: 'draft',
  licences: 4,
  increments: 0,
  versions: [],
  serials: [],
  said: [],
  isTyped: false,
}
const typedOne: TypedCapacity = {
  id: 7,
  server: 'lic1',
  daemon: 'acme',
  feature: 'draft',
  at: '2026-01-01',
  licences: 4,
  note: '',
}

const setUp = () => {
  const asked: ReportRequest[] = []
  const typed = [typedOne, { ...typedOne, id: 8, feature: 'mesh' }]
  const core = createInProcessCore({
    'capacity.list': async () => [entry],
    'capacity.files': async () => [],
    'capacity.expiring': async () => [],
    'capacity.typed': async () => typed,
    'capacity.course': async ({ server, daemon, feature }) => ({
      vendorLicence: `${server};${daemon}`,
      feature,
      zone: 'UTC',
      inForce: [],
      steps: [],
    }),
    'capacity.remove': async ({ id }) =>
      typed.splice(
        typed.findIndex((it) => it.id === id),
        1,
      )[0]!,
    'reports.extent': async () => ({ from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z', zone: 'UTC' }),
    'reports.run': async (request) => {
      asked.push(request)
      const columns = ['Time', 'Vendor License', 'Feature', 'Max in use', 'Max utilization']
      return {
        resultId: 'r',
        request,
        columns: columns.map((name) => ({ name, role: 'classification', concept: name })),
        rowCount: 2,
        zone: 'UTC',
        notes: [],
        milliseconds: 1,
      } satisfies ReportSummary
    },
    'reports.rows': async () => [
      ['t', 't'],
      ['Acme', 'Acme'],
      ['draft', 'mesh'],
      [3, 2],
      [75, null],
    ],
  })
  return { core, asked, store: createLicencesStore(core.client) }
}

test('the peak is the one of report 51 in the last 30 days of the data, by the name that reports show', async () => {
  const { store, asked } = setUp()
  const stop = store.getState().watch(undefined)
  await vi.waitFor(() => expect(store.getState().peaks).toBeDefined())
  expect(asked[0]).toMatchObject({ type: 51, from: '2026-01-30', to: '2026-03-01', by: 'total' })
  const { peaks } = store.getState()
  expect(peakOf(peaks, entry)).toEqual({ licences: 3, utilisation: 75 })
  expect(peakOf(peaks, { ...entry, feature: 'mesh' })).toEqual({ licences: 2, utilisation: null })
  expect(peakOf(peaks, { ...entry, feature: 'cast' })).toBeUndefined()
  stop()
})

test('as of a day, the peak is of the days before it, and never of days after the data', async () => {
  const { store, asked } = setUp()
  store.getState().watch('2026-02-10')()
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]).toMatchObject({ from: '2026-01-12', to: '2026-02-11' })
})

test('the feature on show has its own typed values, and what is removed goes', async () => {
  const { store } = setUp()
  const stop = store.getState().watchFeature({ server: 'lic1', daemon: 'acme', feature: 'draft' })
  await vi.waitFor(() => expect(store.getState().typed).toEqual([typedOne]))
  expect(await store.getState().remove(7)).toEqual(typedOne)
  await vi.waitFor(() => expect(store.getState().typed).toEqual([]))
  stop()

  store.getState().watchFeature({ server: 'lic1', daemon: 'acme', feature: 'mesh' })
  expect(store.getState().course).toBeUndefined()
  await vi.waitFor(() => expect(store.getState().course?.feature).toBe('mesh'))
})
