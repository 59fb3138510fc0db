import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { agentFleet } from './agent-fleet.ts'
import { agentIngest } from './agent-ingest.ts'
import { type BenchRun, createBenchRun, type Row } from './bench-run.ts'
import { eventLoopDelay } from './event-loop-delay.ts'
import { firstReport } from './first-report.ts'
import { importMemory, importTime } from './import-time.ts'
import { keyGrouping } from './key-grouping.ts'
import { levelGrouping } from './level-grouping.ts'
import { mapPreview } from './map-preview.ts'
import { repeatedImport } from './repeated-import.ts'
import { duration, megabytes } from './timing.ts'
import { usageImport } from './usage-import.ts'

const measures: { readonly [name: string]: (run: BenchRun) => Promise<Row[]> } = {
  import: importTime,
  delay: eventLoopDelay,
  again: repeatedImport,
  memory: importMemory,
  levels: levelGrouping,
  keys: keyGrouping,
  first: firstReport,
  preview: mapPreview,
  usage: usageImport,
  ingest: agentIngest,
  fleet: agentFleet,
}

const usage = `npm run bench -- [--quick] [--keep] [${Object.keys(measures).join('|')}]...

  --quick      a tenth of the size; the demands are not checked
  --scale N    that part of the size
  --rounds N   how often each thing is timed; three times when left out
  --keep       generated logs stay in the temp folder for the next run
`

interface Streams {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

/** Runs the measures and prints one table. @returns the exit status: 1 when a demand is missed */
export const benchmark = async (args: readonly string[], { stdout, stderr }: Streams): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      scale: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const scale = values.scale ? Number(values.scale) : values.quick ? 0.1 : 1
  const wanted = positionals.length > 0 ? positionals : Object.keys(measures)
  if (
    values.help ||
    !(scale > 0) ||
    !(Number(values.rounds) >= 1) ||
    wanted.some((name) => !Object.hasOwn(measures, name))
  ) {
    stderr.write(usage)
    return values.help ? 0 : 2
  }
  const began = performance.now()
  const say = (text: string) => stderr.write(`[${duration(performance.now() - began)}] ${text}\n`)
  const rounds = Number(values.rounds)
  const run = createBenchRun({ scale, rounds, keep: values.keep, say })
  const rows: Row[] = []
  let failed = false
  try {
    for (const name of wanted) {
      try {
        rows.push(...((await measures[name]?.(run)) ?? []))
      } catch (error) {
        failed = true
        say(`${name} failed: ${(error as Error).stack}`)
      }
    }
  } finally {
    run.close()
  }
  stdout.write(`${table(rows, scale === 1)}\n${machine()}\n`)
  return failed || (scale === 1 && rows.some(({ ok }) => ok === false)) ? 1 : 0
}

const table = (rows: readonly Row[], checked: boolean): string =>
  [
    '| what | demanded | measured | ok |',
    '|---|---|---|---|',
    ...rows.map(
      ({ what, demanded, measured, ok }) =>
        `| ${what} | ${demanded} | ${measured} | ${!checked || ok === undefined ? '' : ok ? 'yes' : 'no'} |`,
    ),
    '',
  ].join('\n')

const machine = (): string =>
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${megabytes(totalmem())} memory, ` +
  `Node ${process.version} on ${process.platform} ${process.arch}; load ${loadavg()[0]?.toFixed(1)} at the end. ` +
  'Times are the best of the rounds, each in turn with what it is compared with.'
