import type { Reader } from '../database/connection.ts'
import { dayColumns, type SourceDay } from '../database/day-table.ts'
import { columnsRead } from '../query/columns-read.ts'
import type { ReportSpec } from '../query/report-spec.ts'
import type { ScanDay } from '../query/scan-day.ts'
import type { PackedColumn } from '../segments/column.ts'
import type { WorkerClient } from '../workers/worker-calls.ts'

/** Bytes of columns asked for in one answer of the database: its copy is made on the main thread. */
const bytesPerRead = 2_500_000

/** Reads the days' columns in answers of bounded size and hands each to the worker that has least to do, for scans of one shape. */
export const scanDays = async (
  reader: Reader,
  workers: readonly WorkerClient[],
  ids: readonly number[],
  spec: ReportSpec,
  days: readonly SourceDay[],
  describe: (day: SourceDay) => Omit<ScanDay, 'columns'>,
): Promise<void> => {
  const relevant = days
    .map((day) => ({ day, head: describe(day) }))
    .filter(({ head }) => head.periods.some((period) => period >= 0))
  const load = workers.map(() => 0)
  const underWay = new Set<Promise<unknown>>()
  let failure: unknown
  let size = 4
  for (let at = 0; at < relevant.length; ) {
    if (failure) throw failure
    // What is read differs between whole days, days with stored hours of the report, and others.
    const first = (relevant[at] as (typeof relevant)[number]).head
    const next = relevant.slice(at, at + size)
    const other = next.findIndex(
      ({ head }) =>
        head.wholePeriod < 0 !== first.wholePeriod < 0 || (head.known === undefined) !== (first.known === undefined),
    )
    const some = other < 0 ? next : next.slice(0, other)
    at += some.length
    const wanted = columnsRead(spec, first)
    const columns = new Map<string, Map<number, { [name: string]: PackedColumn }>>()
    let bytes = 0
    for (const [kind, names] of Object.entries(wanted)) {
      const found = await dayColumns(
        reader,
        some.map(({ day }) => day.id),
        kind,
        names,
      )
      columns.set(kind, found)
      for (const set of found.values()) for (const { data } of Object.values(set)) bytes += data.byteLength
    }
    if (bytes < bytesPerRead / 2) size = Math.min(256, size * 2)
    else if (bytes > bytesPerRead) size = Math.max(1, size >> 1)
    const transfer: ArrayBuffer[] = []
    const scanned = some.map(({ day, head }): ScanDay => {
      const sets: { [kind: string]: { [name: string]: PackedColumn } } = {}
      for (const kind of Object.keys(wanted)) {
        const set = columns.get(kind)?.get(day.id)
        if (!set) continue
        sets[kind] = set
        for (const { data } of Object.values(set)) if (data.byteLength > 0) transfer.push(data.buffer as ArrayBuffer)
      }
      return { ...head, columns: sets }
    })
    const least = load.indexOf(Math.min(...load))
    load[least] = (load[least] as number) + bytes
    const worker = workers[least] as WorkerClient
    const work = worker
      .call('days', { ids, days: scanned }, { transfer })
      .catch((error) => {
        failure = error
      })
      .finally(() => {
        load[least] = (load[least] as number) - bytes
        underWay.delete(work)
      })
    underWay.add(work)
    if (underWay.size > workers.length * 2) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  if (failure) throw failure
}
