import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh, runLictor } from './child.ts'
import type { StoredFacts } from './stored-facts.ts'
import { duration, inWords, timesOf } from './timing.ts'

/** The same bytes again, from the same path and under another name: nothing new, and soon told. */
export const repeatedImport = async (run: BenchRun): Promise<Row[]> => {
  const { log, database, run: first, facts } = await run.smallDatabase()
  run.options.say('Importing the same file again')
  const imports = async (fileOfRound: (round: number) => string) => {
    const times: number[] = []
    for (let round = 0; round < run.options.rounds; round++)
      times.push((await runLictor(['import', fileOfRound(round), '--db', database, '--zone', 'UTC'])).milliseconds)
    return timesOf(times)
  }
  const same = await imports(() => log.path)
  // A new copy for each round: the one before is known by its stat.
  const renamed = await imports((round) => {
    const copy = join(run.folder, `copy-${round}.log`)
    copyFileSync(log.path, copy)
    return copy
  })
  for (let round = 0; round < run.options.rounds; round++) rmSync(join(run.folder, `copy-${round}.log`))
  const after = await callFresh<StoredFacts>('stored-facts.ts', 'storedFacts', { database })
  const share = (best: number) => `${((best / first.milliseconds) * 100).toFixed(1)} %`
  const newFacts = after.lineFacts - facts.lineFacts
  return [
    {
      what: 'import of the same file again, share of the first import’s time',
      demanded: '< 10 %, no new fact',
      measured: `${share(same.best)}: ${inWords(same)} against ${duration(first.milliseconds)}; ${newFacts} new facts`,
      ok: same.best < first.milliseconds / 10 && newFacts === 0,
    },
    {
      what: 'import of a copy under another name',
      demanded: '–',
      measured: `${share(renamed.best)}: ${inWords(renamed)}`,
    },
  ]
}
