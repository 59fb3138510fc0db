import { Writable } from 'node:stream'
import { reportCommand } from '../core/cli/report-command.ts'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh, runLictor } from './child.ts'
import { alternate, inWords, timesOf } from './timing.ts'

/** From nothing to the use per feature of the last thirty days, printed. */
export const firstReport = async (run: BenchRun): Promise<Row[]> => {
  const { database, facts } = await run.largeDatabase()
  run.options.say('First report of a fresh process')
  const from = new Date(Date.parse(`${facts.lastDate}T00:00:00Z`) - 29 * 86400_000).toISOString().slice(0, 10)
  const inside: number[] = []
  const { process: whole } = await alternate(run.options.rounds, {
    inside: async () => {
      inside.push(await callFresh<number>('first-report.ts', 'openAndReport', { database, from }))
      return inside.at(-1) as number
    },
    process: async () =>
      (await runLictor(['report', '51', '--group-by', 'Feature', '--from', from, '--db', database])).milliseconds,
  })
  return [
    {
      what: `first report after opening that database: 51 by feature of the last 30 days, printed, since the process began`,
      demanded: '< 1 s',
      measured: inWords(timesOf(inside)),
      ok: timesOf(inside).best < 1000,
    },
    {
      what: 'the same as `lictor report`, from start to exit',
      demanded: '< 1 s',
      measured: inWords(whole),
      ok: whole.best < 1000,
    },
  ]
}

/** @returns milliseconds since the process began, loading of the program included */
export const openAndReport = async ({ database, from }: { readonly database: string; readonly from: string }) => {
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })
  const io = { stdout: nowhere(), stderr: nowhere() }
  await reportCommand('51', { db: database, groupBy: 'Feature', from, format: 'csv' }, io)
  return performance.now()
}
