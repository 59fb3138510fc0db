import { openForReading } from '../core/cli/open-for-reading.ts'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh, startChild } from './child.ts'
import { reportOf } from './stored-facts.ts'
import { alternate, inWords, ratio } from './timing.ts'

/** Elapsed seconds of each name, and what it took. */
interface Answer {
  readonly milliseconds: number
  readonly rows: number
  readonly records: number
  readonly elapsed: number
}

const reports = [
  { type: 84, by: 'User name', key: 'user' },
  { type: 50, by: 'Host', key: 'host' },
] as const

/** The per-key types are grouped from the checkouts when asked, exact maxima included; DuckDB only sums ready-made hourly records. */
export const keyGrouping = async (run: BenchRun): Promise<Row[]> => {
  const { log, database } = await run.largeDatabase()
  run.options.say('Loading the hourly records of each key into DuckDB')
  const duckdb = startChild('hour-records-duckdb.ts')
  try {
    await duckdb.call('load', { database })
    const rows: Row[] = []
    for (const { type, by, key } of reports) {
      run.options.say(`Grouping type ${type} by ${by}`)
      const answers: { [name: string]: Answer } = {}
      const timed = (name: string, answer: () => Promise<Answer>) => async () => {
        answers[name] = await answer()
        return answers[name].milliseconds
      }
      const { ours, duck } = await alternate(run.options.rounds, {
        ours: timed('ours', () => callFresh<Answer>('key-grouping.ts', 'groupKeys', { database, type, by })),
        duck: timed('duck', () => duckdb.call<Answer>('group', { key })),
      })
      const { ours: mine, duck: theirs } = answers as { ours: Answer; duck: Answer }
      if (mine.rows !== theirs.rows || mine.records !== theirs.records || Math.abs(mine.elapsed - theirs.elapsed) > 1)
        throw new Error(`The answers of type ${type} differ: ${JSON.stringify(answers)}`)
      rows.push({
        what: `${type} by ${key} over a year with ${log.checkouts.toLocaleString('en-US')} checkouts, exact maxima included (${mine.rows.toLocaleString('en-US')} rows), against DuckDB summing ${mine.records.toLocaleString('en-US')} hourly records`,
        demanded: '≤ 10 ×',
        measured: `${ratio(ours.best / duck.best)}: ${inWords(ours)} against ${inWords(duck)}`,
        ok: ours.best <= 10 * duck.best,
      })
    }
    return rows
  } finally {
    await duckdb.close()
  }
}

export const groupKeys = async ({
  database,
  type,
  by,
}: {
  readonly database: string
  readonly type: number
  readonly by: string
}): Promise<Answer> => {
  const core = await openForReading(database)
  try {
    await core.scans.workers()
    const began = performance.now()
    const { table } = await reportOf(core, { type, by: 'total', groupBy: [by] })
    const milliseconds = performance.now() - began
    const sum = (concept: string) => table.measures[concept]?.reduce((a, b) => a + b, 0) ?? 0
    return { milliseconds, rows: table.rows, records: sum('record-count'), elapsed: sum('elapsed') * 3600 }
  } finally {
    await core.close()
  }
}
