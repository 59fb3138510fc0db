import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandRun, callFresh, runLictor } from './child.ts'
import { generatorVersion, type WrittenLog } from './flexnet-log-generator.ts'
import type { StoredFacts } from './stored-facts.ts'

/** One line of the table. `ok` is absent where nothing is demanded. */
export interface Row {
  readonly what: string
  readonly demanded: string
  readonly measured: string
  readonly ok?: boolean
}

export interface BenchOptions {
  /** 1: the sizes the demands are about. */
  readonly scale: number
  /** How often each thing is timed. */
  readonly rounds: number
  /** Generated logs stay in the temp folder for the next run. */
  readonly keep: boolean
  say(text: string): void
}

export interface GeneratedInput extends WrittenLog {
  readonly path: string
}

/** A database that the command line made of an input. */
export interface ImportedInput {
  readonly log: GeneratedInput
  readonly database: string
  readonly run: CommandRun
  readonly facts: StoredFacts
}

/** What the measures share: a folder that is removed, the inputs made in it, and the databases made of them. */
export interface BenchRun {
  readonly options: BenchOptions
  readonly folder: string
  /** 5 million lines. */
  smallLog(): Promise<GeneratedInput>
  /** A year with 10 million checkouts. */
  largeLog(): Promise<GeneratedInput>
  /** Imports into a new file; the databases of earlier calls are removed with the run. */
  importNew(log: GeneratedInput): Promise<ImportedInput>
  largeDatabase(): Promise<ImportedInput>
  /** The fastest import of the small log so far. */
  smallDatabase(): Promise<ImportedInput>
  close(): void
}

export const createBenchRun = (options: BenchOptions): BenchRun => {
  const { scale, keep, say } = options
  // A part of the size is a part of the year, so that a day stays as busy as it is.
  const days = Math.max(2, Math.round(365 * scale))
  const folder = mkdtempSync(join(tmpdir(), 'lictor-bench-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)
  let databases = 0
  const logs = new Map<number, GeneratedInput>()
  /** Of the imports of each log the fastest, by its lines. */
  const fastest = new Map<number, ImportedInput>()

  const generate = async (lines: number, features: number): Promise<GeneratedInput> => {
    const known = logs.get(lines)
    if (known) return known
    const name = `lictor-bench-v${generatorVersion}-${lines}-lines-${features}-features.log`
    const path = join(keep ? tmpdir() : folder, name)
    say(`${existsSync(`${path}.json`) ? 'Using' : 'Writing'} a log of ${lines.toLocaleString('en-US')} lines`)
    const written = await callFresh<WrittenLog>('generate-input.ts', 'generateInput', { path, lines, features, days })
    const log = { ...written, path }
    logs.set(lines, log)
    return log
  }
  const importNew = async (log: GeneratedInput): Promise<ImportedInput> => {
    const database = join(folder, `${++databases}.db`)
    const run = await runLictor(['import', log.path, '--db', database, '--zone', 'UTC'])
    const facts = await callFresh<StoredFacts>('stored-facts.ts', 'storedFacts', { database })
    const imported = { log, database, run, facts }
    const known = fastest.get(log.lines)
    if (!known || run.milliseconds < known.run.milliseconds) fastest.set(log.lines, imported)
    return imported
  }
  const databaseOf = async (log: GeneratedInput): Promise<ImportedInput> => {
    const known = fastest.get(log.lines)
    if (known) return known
    say(`Importing ${log.lines.toLocaleString('en-US')} lines`)
    return importNew(log)
  }

  const run: BenchRun = {
    options,
    folder,
    smallLog: () => generate(Math.round(5_000_000 * scale), 120),
    // Denials and dates take a few lines: somewhat more than two for each checkout.
    largeLog: () => generate(Math.round(20_900_000 * scale), 340),
    importNew,
    largeDatabase: async () => databaseOf(await run.largeLog()),
    smallDatabase: async () => databaseOf(await run.smallLog()),
    close: () => {
      process.off('exit', removeFolder)
      removeFolder()
    },
  }
  return run
}
