import type { DaemonRun, RunEnding } from '../contract/sources.ts'
import type { Reader } from '../database/connection.ts'
import { dayColumns, type SourceDay } from '../database/day-table.ts'
import { RunEnd } from '../facts/derived-day.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'

/** What was seen of one vendor daemon; instants in seconds. */
export interface ObservedDaemon {
  readonly name: string
  /** In order of time. A run over midnight is one. */
  readonly runs: readonly { readonly start: number; readonly end: number; readonly ending?: RunEnding }[]
  readonly features: number
  readonly observedSeconds: number
  /** From the first to the last sign of life. */
  readonly spannedSeconds: number
}

const daysPerRead = 2000

const endings: { readonly [code: number]: RunEnding } = {
  [RunEnd.exit]: 'exit',
  [RunEnd.told]: 'told-by-manager',
  [RunEnd.managerExit]: 'manager-exit',
  [RunEnd.newStart]: 'new-start',
  [RunEnd.silence]: 'silence',
  [RunEnd.endOfLog]: 'end-of-log',
}

/** Runs and features of each vendor daemon of a source, by name. */
export const observeSource = async (reader: Reader, days: readonly SourceDay[]): Promise<ObservedDaemon[]> => {
  const names = await reader.all<{ id: number; text: string }>("SELECT id, text FROM name WHERE concept = 'daemon'")
  const runs = new Map<number, { start: number; end: number; ending?: RunEnding }[]>()
  const series = new Set<number>()
  for (let at = 0; at < days.length; at += daysPerRead) {
    const some = days.slice(at, at + daysPerRead)
    const ids = some.map(({ id }) => id)
    const ofRuns = await dayColumns(reader, ids, 'run', ['daemon', 'start', 'end', 'ending'])
    const ofSeries = await dayColumns(reader, ids, 'known', ['series'])
    for (const day of some) {
      const found = ofRuns.get(day.id)
      if (found) addRuns(runs, day, found)
      const known = ofSeries.get(day.id)
      if (known) for (const one of unpackColumn(known.series as PackedColumn)) series.add(one)
    }
  }
  const holders = await reader.all<{ daemon: number; features: number }>(
    'SELECT daemon, COUNT(DISTINCT feature) AS features FROM holder WHERE feature > 0 AND id IN (SELECT value FROM json_each(?)) GROUP BY daemon',
    [JSON.stringify([...series])],
  )
  return names
    .filter(({ id }) => runs.has(id))
    .map(({ id, text }): ObservedDaemon => {
      const list = runs.get(id) as ObservedDaemon['runs']
      const first = list[0]?.start ?? 0
      const last = list.reduce((most, { end }) => Math.max(most, end), first)
      return {
        name: text,
        runs: list,
        features: holders.find(({ daemon }) => daemon === id)?.features ?? 0,
        observedSeconds: list.reduce((sum, { start, end }) => sum + end - start, 0),
        spannedSeconds: last - first,
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const addRuns = (
  runs: Map<number, { start: number; end: number; ending?: RunEnding }[]>,
  { start: dayStart }: SourceDay,
  columns: { [name: string]: PackedColumn },
): void => {
  const daemon = unpackColumn(columns.daemon as PackedColumn)
  const starts = unpackColumn(columns.start as PackedColumn)
  const ends = unpackColumn(columns.end as PackedColumn)
  // Days derived before this was kept have none.
  const why = columns.ending ? unpackColumn(columns.ending) : undefined
  for (let i = 0; i < daemon.length; i++) {
    const start = dayStart + (starts[i] as number)
    const end = dayStart + (ends[i] as number)
    const ending = endings[why?.[i] ?? RunEnd.goesOn]
    const run = { start, end, ...(ending ? { ending } : {}) }
    const list = runs.get(daemon[i] as number)
    const last = list?.at(-1)
    // A run that did not end on the day before goes on.
    if (list && last?.end === start && last.ending === undefined) list[list.length - 1] = { ...run, start: last.start }
    else if (list) list.push(run)
    else runs.set(daemon[i] as number, [run])
  }
}

export const asRun = ({ start, end, ending }: ObservedDaemon['runs'][number]): DaemonRun => ({
  from: start * 1000,
  to: end * 1000,
  ...(ending ? { ending } : {}),
})

/**
 * Stretches for a time line, `limit` at most: where there are more runs, those with the shortest gaps between them are joined.
 * Epoch milliseconds.
 */
export const stretchesOf = (
  runs: ObservedDaemon['runs'],
  limit: number,
): { readonly from: number; readonly to: number; readonly joinedGaps: number }[] => {
  const gaps = runs
    .slice(1)
    .map(({ start }, i) => ({ after: i, length: start - (runs[i]?.end as number) }))
    .sort((a, b) => b.length - a.length || a.after - b.after)
  const kept = new Set(gaps.slice(0, limit - 1).flatMap(({ after, length }) => (length > 0 ? [after] : [])))
  const stretches: { from: number; to: number; joinedGaps: number }[] = []
  runs.forEach(({ start, end }, i) => {
    const last = stretches.at(-1)
    if (!last || kept.has(i - 1)) stretches.push({ from: start * 1000, to: end * 1000, joinedGaps: 0 })
    else {
      if (start * 1000 > last.to) last.joinedGaps++
      last.to = Math.max(last.to, end * 1000)
    }
  })
  return stretches
}
