import { autodeskUsage } from './autodesk-usage/autodesk-usage.ts'
import { browserHistory } from './browser-history/browser-history.ts'
import { codemeterListing } from './codemeter-listing/codemeter-listing.ts'
import { codemeterLog } from './codemeter-log/codemeter-log.ts'
import { dslsCloudLog } from './dsls-cloud-log/dsls-cloud-log.ts'
import { dslsServerLog } from './dsls-server-log/dsls-server-log.ts'
import { dslsUsage } from './dsls-usage/dsls-usage.ts'
import { flexnetDebugLog } from './flexnet-debug-log/flexnet-debug-log.ts'
import { flexnetLicenceFile } from './flexnet-licence-file/flexnet-licence-file.ts'
import type { AnyImporter } from './importer.ts'
import { licenceEventsCsv } from './licence-events-csv/licence-events-csv.ts'
import { licenceEventsJsonl } from './licence-events-jsonl/licence-events-jsonl.ts'
import { lmstat } from './lmstat/lmstat.ts'
import { lmxLmxendutil } from './lmx-lmxendutil/lmx-lmxendutil.ts'
import { lsDynaQrun } from './ls-dyna-qrun/ls-dyna-qrun.ts'
import { lum } from './lum/lum.ts'
import { moduleRecords } from './module-records/module-records.ts'
import { olicense } from './olicense/olicense.ts'
import { processAccounting } from './process-accounting/process-accounting.ts'
import { processRecords } from './process-records/process-records.ts'
import { rlmDebugLog } from './rlm-debug-log/rlm-debug-log.ts'
import { rlmReportLog } from './rlm-report-log/rlm-report-log.ts'
import { rlmstat } from './rlmstat/rlmstat.ts'
import { sentinelLsmon } from './sentinel-lsmon/sentinel-lsmon.ts'
import { sentinelUsageLog } from './sentinel-usage-log/sentinel-usage-log.ts'
import { squidLog } from './squid-log/squid-log.ts'
import { sysmon } from './sysmon/sysmon.ts'
import { urlRecords } from './url-records/url-records.ts'
import { vRayStatus } from './v-ray-status/v-ray-status.ts'
import { vectorListing } from './vector-listing/vector-listing.ts'
import { w3cLog } from './w3c-log/w3c-log.ts'
import { wibukeyListing } from './wibukey-listing/wibukey-listing.ts'
import { windowsSecurityLog } from './windows-security-log/windows-security-log.ts'

/** Every input format, in the order in which detection prefers them. A new one is a folder and a line here. */
export const importers: readonly AnyImporter[] = [
  flexnetDebugLog,
  flexnetLicenceFile,
  squidLog,
  licenceEventsCsv,
  licenceEventsJsonl,
  autodeskUsage,
  lmstat,
  rlmReportLog,
  rlmstat,
  rlmDebugLog,
  dslsUsage,
  dslsServerLog,
  dslsCloudLog,
  sentinelLsmon,
  sentinelUsageLog,
  vRayStatus,
  processRecords,
  moduleRecords,
  urlRecords,
  windowsSecurityLog,
  sysmon,
  processAccounting,
  w3cLog,
  lmxLmxendutil,
  browserHistory,
  lsDynaQrun,
  lum,
  olicense,
  codemeterLog,
  codemeterListing,
  wibukeyListing,
  vectorListing,
]

export const importerByFormat = (format: string): AnyImporter | undefined =>
  importers.find((importer) => importer.format === format)
