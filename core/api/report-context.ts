import { machineZone } from '../imports/zone-names.ts'
import type { CoreContext } from './core-context.ts'
import type { ReportContext } from './run-report.ts'

/** What a report needs of the core at this moment. */
export const reportContext = ({ database, dictionary, scans, settings, imports }: CoreContext): ReportContext => ({
  database,
  dictionary,
  scans,
  customerId: settings.current.customerId,
  calendar: settings.current.primeTime,
  reportZone: settings.current.reportZone,
  machineZone: machineZone(),
  busy: imports.busy,
})
