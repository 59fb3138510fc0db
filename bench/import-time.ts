import type { BenchRun, ImportedInput, Row } from './bench-run.ts'
import { callFresh } from './child.ts'
import { alternate, inWords, megabytes, ratio } from './timing.ts'

interface PlainRun {
  readonly milliseconds: number
  readonly cpuSeconds: number
}

/** Import of a log by the command line into a new file, until everything is stored and derived, against a plain loop over the same file. */
export const importTime = async (run: BenchRun): Promise<Row[]> => {
  const log = await run.smallLog()
  run.options.say('Importing it, in turn with the plain loop')
  const imports: ImportedInput[] = []
  let plainCpu = Number.POSITIVE_INFINITY
  const { plain, whole } = await alternate(run.options.rounds, {
    plain: async () => {
      const { milliseconds, cpuSeconds } = await callFresh<PlainRun>('plain-loop.ts', 'runPlainLoop', log)
      plainCpu = Math.min(plainCpu, cpuSeconds)
      return milliseconds
    },
    whole: async () => {
      const imported = await run.importNew(log)
      imports.push(imported)
      return imported.run.milliseconds
    },
  })
  const { facts } = imports.at(-1) as ImportedInput
  const [a, b, c] = [50, 51, 84].map((type) => facts.elapsed[type] as number) as [number, number, number]
  const agree = Math.abs(a - b) < 0.01 && Math.abs(b - c) < 0.01
  const peak = Math.max(...imports.map(({ run: { peakBytes } }) => peakBytes ?? Number.NaN))
  const cpu = Math.min(...imports.map(({ run: { cpuSeconds } }) => cpuSeconds ?? Number.NaN))
  const lines = log.lines.toLocaleString('en-US')
  return [
    {
      what: `import of ${lines} lines (${megabytes(log.bytes)}) against the plain loop`,
      demanded: '≤ 1.3 ×',
      measured: `${ratio(whole.best / plain.best)}: ${inWords(whole)} against ${inWords(plain)}; processor time ${cpu.toFixed(1)} s against ${plainCpu.toFixed(1)} s`,
      ok: whole.best <= 1.3 * plain.best,
    },
    {
      what: 'types that answer after it; licence hours of 50, 51 and 84 agree',
      demanded: '13; yes',
      measured: `${facts.answered.length}; ${agree ? 'yes' : `no: ${a}, ${b}, ${c}`}`,
      ok: facts.answered.length === 13 && agree,
    },
    memoryRow(`peak memory of that import`, peak),
  ]
}

/** Four times as much to read must not take more memory. */
export const importMemory = async (run: BenchRun): Promise<Row[]> => {
  const { log, run: command, facts } = await run.largeDatabase()
  const lines = log.lines.toLocaleString('en-US')
  const seconds = command.milliseconds / 1000
  return [
    memoryRow(`peak memory of an import of ${lines} lines`, command.peakBytes ?? Number.NaN),
    {
      what: `import of ${lines} lines (${megabytes(log.bytes)}, ${log.checkouts.toLocaleString('en-US')} checkouts)`,
      demanded: '–',
      measured: `${seconds.toFixed(1)} s, ${Math.round(log.lines / seconds).toLocaleString('en-US')} lines/s; database ${megabytes(facts.bytes)}`,
    },
  ]
}

const memoryRow = (what: string, bytes: number): Row => ({
  what,
  demanded: '< 500 MB',
  measured: Number.isNaN(bytes) ? 'this system does not tell' : megabytes(bytes),
  ...(Number.isNaN(bytes) ? {} : { ok: bytes < 500e6 }),
})
