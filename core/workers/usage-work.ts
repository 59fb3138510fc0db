import { zoneClock } from '../aggregation/zone-clock.ts'
import type { SubjectContent } from '../facts/subject-dictionary.ts'
import { collectLogged, type LoggedDay, type LoggedSource, type LogNames } from '../usage/logged-usage.ts'
import { collectRows, type PackedRows } from '../usage/source-rows.ts'
import { usageOf } from '../usage/source-usage.ts'
import { createSubjectTable } from '../usage/subject-table.ts'
import { usageTypeById } from '../usage/types/usage-types.ts'
import type { SourceUsage } from '../usage/usage.ts'
import { usageReport } from '../usage/usage-report.ts'
import type { UsageSpec, UsageTable } from '../usage/usage-spec.ts'

/** A source whose rows come next. */
export interface UsageSource {
  readonly source: number
  readonly zone: string
  readonly queueSeconds: number
  /** The machine named for files that name none; empty: nobody did. */
  readonly machine: string
}

/** Reports about usage rows: rows are sent source by source, put together, and counted when all are there. */
export const createUsageWork = (log: LogNames) => {
  const subjects = createSubjectTable()
  const reports = new Map<number, { readonly usages: SourceUsage[]; end?: () => SourceUsage }>()
  let rows: ReturnType<typeof collectRows> | undefined
  let logged: ReturnType<typeof collectLogged> | undefined

  const reportOf = (id: number) => {
    const report = reports.get(id) ?? { usages: [] }
    reports.set(id, report)
    return report
  }
  const endSource = (id: number): void => {
    const report = reportOf(id)
    if (report.end) report.usages.push(report.end())
    report.end = undefined
  }

  return {
    /** How much of the stored subjects is known here. */
    usageKnown: () => subjects.stored,
    usageLearn: (content: SubjectContent) => {
      subjects.learn(content)
      return null
    },
    usageSource: ({ id, source }: { id: number; source: UsageSource }) => {
      endSource(id)
      const clock = zoneClock(source.zone)
      const collected = collectRows(clock)
      rows = collected
      reportOf(id).end = () => usageOf({ ...source, clock, rows: collected.take() }, subjects)
      return null
    },
    usageRows: ({ rows: packed }: { rows: readonly PackedRows[] }) => {
      rows?.add(packed)
      return null
    },
    usageLog: ({ id, source }: { id: number; source: LoggedSource }) => {
      endSource(id)
      const collected = collectLogged(source, log, subjects)
      logged = collected
      reportOf(id).end = collected.take
      return null
    },
    usageLogDays: ({ days }: { days: readonly LoggedDay[] }) => {
      for (const day of days) logged?.day(day)
      return null
    },
    usageFinish: ({ id, spec }: { id: number; spec: UsageSpec }): UsageTable => {
      endSource(id)
      const { usages } = reportOf(id)
      reports.delete(id)
      const type = usageTypeById(spec.type)
      if (!type) throw new Error(`Type ${spec.type} is not answered from usage rows.`)
      const notes = new Set<string>()
      const table = usageReport(type, usages, { spec, subjects, note: (message) => notes.add(message) })
      return { ...table, notes: [...new Set([...table.notes, ...notes])] }
    },
    usageDrop: ({ id }: { id: number }) => {
      reports.delete(id)
      return null
    },
  }
}

export type UsageWork = ReturnType<typeof createUsageWork>
