import { dayColumns, daysWithin, replaceVerdicts, type SourceDay, sourceDays } from '../database/day-table.ts'
import { logSources } from '../database/source-table.ts'
import type { PackedColumn } from '../segments/column.ts'
import type { PackedSet } from '../segments/column-set.ts'
import type { UseOfDay, VerdictCall } from '../workers/derive-worker.ts'
import { digest } from './day-plan.ts'
import type { ImportContext } from './import-context.ts'

/**
 * Step two of the derivation: denials that a checkout of another source, or of a neighbouring day, makes false. A day of the only
 * source whose denials lie away from midnight was settled when it was derived.
 */
export const refreshVerdicts = async (context: ImportContext): Promise<void> => {
  const { database, deriveWorker } = context
  const sources = await logSources(database)
  const { denialBefore, denialAfter } = context.derivation()
  for (const source of sources) {
    for (const day of await sourceDays(database, source.id)) {
      const isOwn = sources.length === 1 && day.edgeDenials === 0 && day.verdictFingerprint === ''
      if (day.denials === 0 || isOwn) continue
      const around = await daysWithin(database, day.start - denialAfter, day.start + day.length + denialBefore + 1, {
        withPast: true,
      })
      const fingerprint = digest(
        JSON.stringify([
          denialBefore,
          denialAfter,
          around.map(({ source: of, day: at, fingerprint: f }) => [of, at, f]),
        ]),
      )
      if (day.verdictFingerprint === fingerprint) continue
      const granted = await Promise.all(around.map((other) => useOf(context, other)))
      const own = granted[around.findIndex(({ id }) => id === day.id)]
      const columns = own
        ? await deriveWorker.call<PackedSet>('verdicts', {
            day: own,
            granted: granted.filter((other) => other !== undefined),
            before: denialBefore,
            after: denialAfter,
          } satisfies VerdictCall)
        : {}
      await database.transaction((tx) => replaceVerdicts(tx, [{ sourceDay: day.id, fingerprint, columns }]))
    }
  }
}

const useOf = async ({ database }: ImportContext, day: SourceDay): Promise<UseOfDay | undefined> => {
  const columns = (await dayColumns(database, [day.id], 'use', ['time', 'kind', 'holder'])).get(day.id)
  if (!columns) return undefined
  const { time, kind, holder } = columns as { time: PackedColumn; kind: PackedColumn; holder: PackedColumn }
  return { source: day.source, start: day.start, columns: { time, kind, holder } }
}
