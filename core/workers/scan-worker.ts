import { type DictionaryContent, nameConcepts } from '../facts/dictionary.ts'
import { appendHolders, createHolderTable } from '../facts/holder-table.ts'
import type { LineDetail } from '../facts/line-fact.ts'
import { finishReport, type ObservedPeriods } from '../query/finish-report.ts'
import { absorb, buffersOfPart, partOf, type ScanPart } from '../query/merge-scans.ts'
import type { ReportSpec } from '../query/report-spec.ts'
import { createScan, type Scan } from '../query/scan.ts'
import type { ScanDay } from '../query/scan-day.ts'
import { createMapWork } from './map-work.ts'
import type { UsageWork } from './usage-work.ts'
import { serveCalls, withTransfer } from './worker-calls.ts'

const holders = createHolderTable()
const names = { daemon: [''], feature: [''], user: [''], host: [''] }
const details: LineDetail[] = [{ reason: '', codes: '', version: '', tail: '' }]
const scans = new Map<number, Scan>()
let usageWork: Promise<UsageWork> | undefined
/** Reports about licence logs need nothing of it, so it is loaded with the first that does. */
const usage = (): Promise<UsageWork> => {
  usageWork ??= import('./usage-work.ts').then(({ createUsageWork }) => createUsageWork({ holders, names, details }))
  return usageWork
}
const maps = createMapWork(names)

const scanOf = (id: number): Scan => {
  const scan = scans.get(id)
  if (!scan) throw new Error('This report is not being scanned.')
  return scan
}

serveCalls({
  addDictionary: (content: DictionaryContent) => {
    for (const concept of nameConcepts) for (const text of content.names[concept]) names[concept].push(text)
    for (const [reason, codes, version, tail] of content.details) details.push({ reason, codes, version, tail })
    appendHolders(holders, content.holders)
    return null
  },
  begin: ({ id, spec }: { id: number; spec: ReportSpec }) => {
    scans.set(id, createScan(spec, { holders, names, details }))
    return null
  },
  days: ({ ids, days }: { ids: readonly number[]; days: readonly ScanDay[] }) => {
    const scanned = ids.map(scanOf)
    for (const day of days) for (const scan of scanned) scan.day(day)
    return null
  },
  take: ({ id }: { id: number }) => {
    const scan = scanOf(id)
    scan.end()
    const part = partOf(scan)
    scans.delete(id)
    return withTransfer(part, buffersOfPart(part))
  },
  absorb: ({ id, part }: { id: number; part: ScanPart }) => {
    absorb(scanOf(id), part)
    return null
  },
  finish: ({ id, observed }: { id: number; observed: ObservedPeriods }) => {
    const scan = scanOf(id)
    scan.end()
    const result = finishReport(scan, holders, observed)
    scans.delete(id)
    return withTransfer(result, [
      result.periods.buffer as ArrayBuffer,
      ...result.columns.map(({ codes }) => codes.buffer as ArrayBuffer),
      ...Object.values(result.measures).map(({ buffer }) => buffer as ArrayBuffer),
    ])
  },
  drop: ({ id }: { id: number }) => {
    scans.delete(id)
    return null
  },
  usageKnown: async () => (await usage()).usageKnown(),
  usageLearn: async (params: Parameters<UsageWork['usageLearn']>[0]) => (await usage()).usageLearn(params),
  usageSource: async (params: Parameters<UsageWork['usageSource']>[0]) => (await usage()).usageSource(params),
  usageRows: async (params: Parameters<UsageWork['usageRows']>[0]) => (await usage()).usageRows(params),
  usageLog: async (params: Parameters<UsageWork['usageLog']>[0]) => (await usage()).usageLog(params),
  usageLogDays: async (params: Parameters<UsageWork['usageLogDays']>[0]) => (await usage()).usageLogDays(params),
  usageFinish: async (params: Parameters<UsageWork['usageFinish']>[0]) => (await usage()).usageFinish(params),
  usageDrop: async (params: Parameters<UsageWork['usageDrop']>[0]) => (await usage()).usageDrop(params),
  knowNames: maps.know,
  checkMap: maps.check,
  compareMaps: maps.compare,
})
