import { UseKind } from '../facts/derived-day.ts'
import type { LineDetail } from '../facts/line-fact.ts'
import { createCellTable } from './cell-table.ts'
import { type EventText, eventText } from './event-kinds.ts'
import type { NameLists } from './name-lists.ts'
import { createMatch, vendorLicenceNames } from './report-spec.ts'
import { type ScanDay, type ScanKit, unpacked, wholeHour } from './scan-day.ts'

export interface EventScan {
  scan(day: ScanDay): void
  eventExtra(text: EventText): number
  readonly events: readonly EventText[]
}

/** Event types: a day's events in time order, counted by cell; a record is one combination of all classifications within an hour. */
export const createEventScan = (
  { spec, holders, keys, measures, cellAt }: ScanKit,
  names: NameLists,
  details: readonly LineDetail[],
): EventScan => {
  const events: EventText[] = []
  const eventNumbers = new Map<string, number>()
  /** Distinct record extras, and the (coarser) cell extra of each; -1: filtered out. */
  const recordNumbers = new Map<string, number>()
  const cellOfRecord: number[] = []
  /** Records of events without a verdict, by kind and detail. */
  const plainRecords = new Map<number, number>()
  const ownColumns = spec.columns.filter(({ origin }) => typeof origin === 'string' && isEventOrigin(origin))
  const ownFilters = ownColumns
    .filter(({ filter }) => filter.length > 0)
    .map(({ origin, filter }) => ({ origin: origin as keyof EventText, match: createMatch(filter) }))
  const licenceName = vendorLicenceNames(spec)

  const eventExtra = (text: EventText): number => {
    const key = JSON.stringify(
      ownColumns.filter(({ grouped }) => grouped).map(({ origin }) => text[origin as keyof EventText]),
    )
    let number = eventNumbers.get(key)
    if (number === undefined) {
      number = events.length
      eventNumbers.set(key, number)
      events.push(text)
    }
    return number
  }
  const recordOf = (
    kind: number,
    detail: number,
    granted?: { source: number; daemon: number; local: boolean },
  ): number => {
    const plain = granted ? -1 : detail * 32 + kind
    const before = plain < 0 ? undefined : plainRecords.get(plain)
    if (before !== undefined) return before
    const { reason, codes, version } = details[detail] ?? { reason: '', codes: '', version: '' }
    const text = eventText({
      type: spec.type,
      kind,
      reason,
      codes,
      version,
      ...(granted
        ? {
            grantedBy: {
              vendorLicence: licenceName(granted.source, names.daemon[granted.daemon] as string),
              local: granted.local,
            },
          }
        : {}),
    })
    let record = -1
    if (text && ownFilters.every(({ origin, match }) => match(text[origin]))) {
      const key = JSON.stringify(ownColumns.map(({ origin }) => text[origin as keyof EventText]))
      const known = recordNumbers.get(key)
      if (known === undefined) {
        record = cellOfRecord.length
        recordNumbers.set(key, record)
        cellOfRecord.push(eventExtra(text))
      } else record = known
    }
    if (plain >= 0) plainRecords.set(plain, record)
    return record
  }

  /** Records seen in the hour `current` of a source: it goes on where an hour of the report spans the source's midnight. */
  let seen = createCellTable(hashed)
  let current = -1
  let currentSource = -1

  const scanEvents = ({ source, length, hours, hourIds, periods, columns }: ScanDay): void => {
    const time = unpacked(columns, 'use', 'time')
    const kind = unpacked(columns, 'use', 'kind')
    const holder = unpacked(columns, 'use', 'holder')
    const detail = unpacked(columns, 'use', 'detail')
    const verdicts = {
      row: unpacked(columns, 'verdict', 'row'),
      source: unpacked(columns, 'verdict', 'source'),
      daemon: unpacked(columns, 'verdict', 'daemon'),
    }
    const groups = keys.series.groupOf(source)
    const { keyOfHolder, seriesOfKey, restOfKey } = keys.records()
    const even = hours.length === 24 && length === 86400
    let verdict = 0
    for (let i = 0; i < time.length; i++) {
      const k = kind[i] as number
      const isGranted = verdicts.row[verdict] === i
      const granted = isGranted
        ? {
            source: (verdicts.source[verdict] as number) || source,
            daemon: verdicts.daemon[verdict] as number,
            local: false,
          }
        : undefined
      if (isGranted) verdict++
      if (k === UseKind.carry || k === UseKind.adjust) continue
      const key = keyOfHolder[holder[i] as number] as number
      if (key < 0) continue
      if (granted) granted.local = granted.source === source && granted.daemon === holders.daemon[holder[i] as number]
      const group = groups[seriesOfKey[key] as number] as number
      if (group < 0) continue
      const at = time[i] as number
      let hour = even ? Math.min(23, (at / 3600) | 0) : hours.length - 1
      if (!even) while ((hours[hour] as number) > at) hour--
      const period = periods[hour] as number
      if (period < 0) continue
      const record = recordOf(k, detail[i] as number, granted)
      if (record < 0) continue
      const id = hourIds[hour] as number
      const whole = wholeHour(id)
      if (whole !== current || source !== currentSource) {
        current = whole
        currentSource = source
        seen = createCellTable(hashed)
      }
      const before = seen.size
      seen.at(id - whole, key, record, 0)
      const cell = cellAt(period, group, restOfKey[key] as number, cellOfRecord[record] as number)
      measures.events[cell] = (measures.events[cell] as number) + 1
      if (seen.size > before) measures.records[cell] = (measures.records[cell] as number) + 1
    }
  }

  return { events, eventExtra, scan: scanEvents }
}

/** Combinations are numbered as they come up. */
const hashed = { periods: 1, series: 1, rests: 1, hasExtra: true }

const isEventOrigin = (origin: string): boolean =>
  origin === 'event-type' ||
  origin === 'event-subtype' ||
  origin === 'details' ||
  origin === 'forward-vendor-licence' ||
  origin === 'feature-version'
