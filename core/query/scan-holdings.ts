import { WholeKey } from '../facts/derived-day.ts'
import { type ScanDay, type ScanKit, unpacked } from './scan-day.ts'

/** Where a type's keys of a whole day stand: in `holding`, where one bit may tell whole keys, and in rows of keys that several holders share. */
export const holdingKinds = (columns: readonly { readonly origin: unknown }[]) => {
  const user = columns.some(({ origin }) => origin === 'user')
  const host = columns.some(({ origin }) => origin === 'host')
  if (user && host) return { user, host, whole: 0, shared: undefined }
  return user
    ? { user, host, whole: WholeKey.ofUser, shared: 'userHolding' as const }
    : { user, host, whole: WholeKey.ofHost, shared: 'hostHolding' as const }
}

/** Per-key types over whole days: adds up what each key held, as stored. Nothing has to be swept. */
export const createHoldingScan = ({ spec, keys, measures, cellAt }: ScanKit): ((day: ScanDay) => void) => {
  const { user: keepsUser, host: keepsHost, whole: bit, shared } = holdingKinds(spec.columns)
  const { series, rests } = keys
  /** Cell by rest group, where series do not matter, for the period `periodOfCells`; -1: not looked up yet. */
  const cells = new Int32Array(series.isWhole ? rests.groups : 0)
  let periodOfCells = -1
  let source = -1
  let groups: Int32Array = new Int32Array(0)

  const addRows = (day: ScanDay, period: number, kind: 'holding' | 'userHolding' | 'hostHolding'): void => {
    const { columns } = day
    const seriesOf = series.isWhole ? undefined : unpacked(columns, kind, 'series')
    const user = keepsUser ? unpacked(columns, kind, 'user') : undefined
    const host = keepsHost ? unpacked(columns, kind, 'host') : undefined
    const whole = kind === 'holding' && bit > 0 ? unpacked(columns, kind, 'whole') : undefined
    const seconds = unpacked(columns, kind, 'seconds')
    const peak = unpacked(columns, kind, 'maximum')
    const hours = unpacked(columns, kind, 'hours')
    const restOfName = user && host ? undefined : user ? rests.ofUser : rests.ofHost
    const name = (user ?? host) as Int32Array
    let { elapsed, maximum, records } = measures
    for (let i = 0; i < seconds.length; i++) {
      if (whole && ((whole[i] as number) & bit) === 0) continue
      const rest = restOfName
        ? (restOfName[name[i] as number] as number)
        : rests.of((user as Int32Array)[i] as number, (host as Int32Array)[i] as number)
      if (rest < 0) continue
      let cell: number
      if (seriesOf) {
        const group = groups[seriesOf[i] as number] as number
        if (group < 0) continue
        cell = cellAt(period, group, rest, 0)
        if (measures.elapsed !== elapsed) ({ elapsed, maximum, records } = measures)
      } else {
        cell = cells[rest] as number
        if (cell < 0) {
          cell = cellAt(period, 0, rest, 0)
          cells[rest] = cell
          if (measures.elapsed !== elapsed) ({ elapsed, maximum, records } = measures)
        }
      }
      elapsed[cell] = (elapsed[cell] as number) + (seconds[i] as number)
      records[cell] = (records[cell] as number) + (hours[i] as number)
      if ((peak[i] as number) > (maximum[cell] as number)) maximum[cell] = peak[i] as number
    }
  }

  return (day) => {
    const period = day.wholePeriod
    if (day.source !== source) {
      source = day.source
      groups = series.isWhole ? groups : series.groupOfSeries(source)
    }
    if (period !== periodOfCells) {
      periodOfCells = period
      cells.fill(-1)
    }
    addRows(day, period, 'holding')
    if (shared) addRows(day, period, shared)
  }
}
