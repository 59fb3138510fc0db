import type { ReportSpec } from './report-spec.ts'
import type { ScanDay } from './scan-day.ts'
import { holdingKinds } from './scan-holdings.ts'
import { isAllSeries } from './series-groups.ts'

type ColumnsRead = { readonly [kind: string]: readonly string[] }

/** Which columns of a day a report reads, by kind: no more than its way through the day needs. */
export const columnsRead = (spec: ReportSpec, day: Pick<ScanDay, 'wholePeriod' | 'known'>): ColumnsRead => {
  const sweep = { run: ['daemon', 'start', 'end'], capacity: ['time', 'series', 'licences'] }
  switch (spec.engine) {
    case 'levels':
      if (day.known) return { use: ['time', 'holder', 'change'], ...sweep }
      return day.wholePeriod < 0
        ? { level: ['hour', 'series', 'level', 'capacity', 'seconds'] }
        : { dayLevel: ['series', 'level', 'capacity', 'seconds', 'records'] }
    case 'queue-levels':
      if (day.known) return { queue: ['time', 'holder', 'change'], ...sweep }
      return {
        ...(day.wholePeriod < 0
          ? { level: ['hour', 'series', 'capacity', 'seconds'] }
          : { observed: ['series', 'capacity', 'seconds', 'hours'] }),
        queueLevel: ['hour', 'series', 'level', 'capacity', 'seconds'],
      }
    case 'holders':
      return day.wholePeriod < 0 ? { use: ['time', 'holder', 'change'] } : holdings(spec)
    case 'groups':
      return { use: ['time', 'holder', 'change'] }
    case 'queue-holders':
      return { queue: ['time', 'holder', 'change'] }
    case 'events':
      return { use: ['time', 'kind', 'holder', 'detail'], verdict: ['row', 'source', 'daemon'] }
  }
}

const holdings = (spec: ReportSpec): ColumnsRead => {
  const { user, host, shared } = holdingKinds(spec.columns)
  const columns = [
    ...(isAllSeries(spec) ? [] : ['series']),
    ...(user ? ['user'] : []),
    ...(host ? ['host'] : []),
    'seconds',
    'maximum',
    'hours',
  ]
  return shared ? { holding: [...columns, 'whole'], [shared]: columns } : { holding: columns }
}
