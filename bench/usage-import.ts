import { join } from 'node:path'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh, runLictor } from './child.ts'
import { alternate, inWords, megabytes, ratio } from './timing.ts'
import type { UsageInput } from './usage-generators.ts'

const inputs: readonly {
  readonly input: UsageInput
  readonly name: string
  readonly what: string
  readonly lines: number
}[] = [
  { input: 'lmstat', name: 'polls.txt', what: 'lmstat looks', lines: 2_000_000 },
  { input: 'processes', name: 'processes.jsonl', what: 'process records', lines: 1_000_000 },
  { input: 'squid', name: 'access.log', what: 'a Squid access log', lines: 2_000_000 },
  { input: 'rlm', name: 'server.rlog', what: 'an RLM report log', lines: 2_000_000 },
]

/** Import of each high-volume format by the command line into a new file, against a plain regex loop over the same file. */
export const usageImport = async (run: BenchRun): Promise<Row[]> => {
  const rows: Row[] = []
  for (const { input, name, what, lines: wanted } of inputs) {
    const path = join(run.folder, name)
    const size = { path, input, lines: Math.max(2000, Math.round(wanted * run.options.scale)) }
    run.options.say(`Writing ${what}: ${size.lines.toLocaleString('en-US')} lines`)
    const { lines, bytes } = await callFresh<{ lines: number; bytes: number }>(
      'usage-generators.ts',
      'writeUsageInput',
      size,
    )
    run.options.say('Importing it, in turn with the plain loop')
    let peak = 0
    let round = 0
    const { plain, whole } = await alternate(run.options.rounds, {
      plain: async () =>
        (await callFresh<{ milliseconds: number }>('usage-plain-loop.ts', 'runUsagePlainLoop', size)).milliseconds,
      whole: async () => {
        const database = join(run.folder, `${input}-${++round}.db`)
        const { milliseconds, peakBytes } = await runLictor(['import', path, '--db', database, '--zone', 'UTC'])
        peak = Math.max(peak, peakBytes ?? 0)
        return milliseconds
      },
    })
    rows.push({
      what: `import of ${what}, ${lines.toLocaleString('en-US')} lines (${megabytes(bytes)}), against a plain loop; peak memory`,
      demanded: '≤ 2 ×; < 500 MB',
      measured: `${ratio(whole.best / plain.best)}: ${inWords(whole)} against ${inWords(plain)}; ${megabytes(peak)}`,
      ok: whole.best <= 2 * plain.best && peak < 500e6,
    })
  }
  return rows
}
