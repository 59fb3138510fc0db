import { openForReading } from '../core/cli/open-for-reading.ts'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh, startChild } from './child.ts'
import { reportOf } from './stored-facts.ts'
import { alternate, inWords, ratio } from './timing.ts'

interface Answer {
  readonly milliseconds: number
  readonly rows: number
  readonly records: number
  /** Licence seconds. */
  readonly elapsed: number
}

const shapes = { feature: 'by feature', 'day-feature': 'by day × feature' } as const
type Shape = keyof typeof shapes

/** Type 51 over 10 million stored level records: from the database file just opened, against the same rows in DuckDB and in SQLite. */
export const levelGrouping = async (run: BenchRun): Promise<Row[]> => {
  const { database, facts } = await run.largeDatabase()
  const records = facts.levelRecords.toLocaleString('en-US')
  run.options.say(`Loading ${records} level records into DuckDB and SQLite`)
  const duckdb = startChild('level-rows-duckdb.ts')
  const sqlite = startChild('level-rows-sqlite.ts')
  try {
    await duckdb.call('load', { database })
    await sqlite.call('load', { database, table: `${database}.rows` })
    const rows: Row[] = []
    for (const shape of Object.keys(shapes) as Shape[]) {
      run.options.say(`Grouping them ${shapes[shape]}`)
      const answers: { [name: string]: Answer } = {}
      const timed = (name: string, answer: () => Promise<Answer>) => async () => {
        answers[name] = await answer()
        return answers[name].milliseconds
      }
      const { ours, duck, lite } = await alternate(run.options.rounds, {
        ours: timed('ours', () => callFresh<Answer>('level-grouping.ts', 'groupLevels', { database, shape })),
        duck: timed('duck', () => duckdb.call<Answer>('group', { shape })),
        lite: timed('lite', () => sqlite.call<Answer>('group', { shape })),
      })
      const same =
        agree(answers.ours as Answer, answers.duck as Answer) && agree(answers.ours as Answer, answers.lite as Answer)
      if (!same) throw new Error(`The answers ${shapes[shape]} differ: ${JSON.stringify(answers)}`)
      const what = `${records} level records ${shapes[shape]} (${answers.ours?.rows.toLocaleString('en-US')} rows)`
      rows.push(
        {
          what: `${what} against DuckDB in memory`,
          demanded: '≤ 4 ×',
          measured: `${ratio(ours.best / duck.best)}: ${inWords(ours)} against ${inWords(duck)}`,
          ok: ours.best <= 4 * duck.best,
        },
        {
          what: `${what} against SQLite rows`,
          demanded: '≥ 15 × faster',
          measured: `${ratio(lite.best / ours.best)} faster: against ${inWords(lite)}`,
          ok: lite.best >= 15 * ours.best,
        },
      )
    }
    return rows
  } finally {
    await duckdb.close()
    await sqlite.close()
  }
}

const agree = (a: Answer, b: Answer): boolean =>
  a.rows === b.rows && a.records === b.records && Math.abs(a.elapsed - b.elapsed) < 1

/** From a database just opened, its reading threads started: nothing of it has been read before by this process. */
export const groupLevels = async ({ database, shape }: { readonly database: string; readonly shape: Shape }) => {
  const core = await openForReading(database)
  try {
    await core.scans.workers()
    const began = performance.now()
    const { table } = await reportOf(core, {
      type: 51,
      by: shape === 'feature' ? 'total' : 'day',
      groupBy: ['Feature'],
    })
    const milliseconds = performance.now() - began
    return {
      milliseconds,
      rows: table.rows,
      records: table.measures['record-count']?.reduce((a, b) => a + b, 0) ?? 0,
      elapsed: (table.measures.elapsed?.reduce((a, b) => a + b, 0) ?? 0) * 3600,
    } satisfies Answer
  } finally {
    await core.close()
  }
}
