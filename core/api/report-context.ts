import type { PrimeTimeCalendar } from '../contract/application.ts'
import type { Database } from '../database/connection.ts'
import type { DictionaryMirror } from '../imports/dictionary-mirror.ts'
import { machineZone } from '../imports/zone-names.ts'
import type { ScanPool } from '../workers/scan-pool.ts'
import type { CoreContext } from './core-context.ts'

export interface ReportContext {
  readonly database: Database
  readonly dictionary: DictionaryMirror
  readonly scans: ScanPool
  readonly customerId: string
  /** Which hours are prime time. */
  readonly calendar: PrimeTimeCalendar | null
  /** Zone of reports where the request names none; empty: the only source's, else the machine's. */
  readonly reportZone: string
  readonly machineZone: string
  /** Seconds around a denial in which a checkout makes it false. */
  readonly denialBefore: number
  readonly denialAfter: number
  /** Seconds after which a wait in the queue is taken for given up. */
  readonly queueSeconds: number
  /** Days are being derived right now. */
  readonly busy: boolean
}

/** What a report needs of the core at this moment. */
export const reportContext = ({
  database,
  dictionary,
  scans,
  settings,
  imports,
}: Pick<CoreContext, 'database' | 'dictionary' | 'scans' | 'settings'> & {
  readonly imports: Pick<CoreContext['imports'], 'busy'>
}): ReportContext => ({
  database,
  dictionary,
  scans,
  customerId: settings.current.customerId,
  calendar: settings.current.primeTime,
  reportZone: settings.current.reportZone,
  machineZone: machineZone(),
  denialBefore: settings.current.denialBefore,
  denialAfter: settings.current.denialAfter,
  queueSeconds: Math.round(settings.current.queueHours * 3600),
  busy: imports.busy,
})
