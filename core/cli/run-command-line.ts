import { join } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { ConsoleError } from '../contract/errors.ts'
import { resolutions } from '../contract/reports.ts'
import { dataFolder } from '../data-folder.ts'
import { version } from '../version.ts'
import { type ConsoleIo, ExitStatus, say } from './console-io.ts'

/** Runs one command of the command line, loading only what that command needs (semantics page, "Checking it from outside"). @returns the exit status */
export const runCommandLine = async (args: readonly string[], io: ConsoleIo): Promise<ExitStatus> => {
  let status: ExitStatus = ExitStatus.well
  const program = new Command('lictor')
    .description('Who uses which licence, who was refused and why: from licence-server logs, on this machine.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .showHelpAfterError('(add --help for the options and examples)')
  const databaseOption = () =>
    new Option('--db <file>', 'the database file').default(
      join(dataFolder(), 'lictor.db'),
      "in the platform's data folder",
    )
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

  program
    .command('import')
    .description('import logs; a file that was imported before adds only what is new')
    .argument('<path...>', 'log files, plain, gzip or zip')
    .addOption(databaseOption())
    .option('--zone <iana>', 'time zone of the log, for example Europe/Berlin')
    .option('--server <name>', 'name of the licence server, where the log does not say it or says it wrong')
    .option('--format <name>', 'format of the files, where it is not recognised')
    .option('--start-date <date>', 'date of the first line (YYYY-MM-DD), for a log without any date')
    .addHelpText(
      'after',
      '\nExamples:\n  lictor import lmgrd.log lmgrd.log.1.gz --db licences.db\n  lictor import old.log --zone America/New_York --server lic1 --start-date 2019-03-01',
    )
    .action(async (paths, options) => {
      const { importCommand } = await import('./import-command.ts')
      status = await importCommand(paths, options, io)
    })
  program
    .command('report')
    .description('print a report: without --group-by the hourly records themselves')
    .argument('<id>', 'number of the data type; `lictor types` lists them')
    .addOption(databaseOption())
    .option('--zone <iana>', 'time zone of dates and of the Time column')
    .option('--from <t>', 'ISO date or instant, included')
    .option('--to <t>', 'ISO date or instant, not included')
    .addOption(new Option('--by <resolution>', 'period of a row').choices([...resolutions]))
    .option('--group-by <names>', 'classifications, separated by commas; empty for none')
    .option('--where <name=value>', 'only these; the same name again: any of them; * and ? stand for anything', collect)
    .addOption(new Option('--format <format>', 'how to print').choices(['csv', 'json']).default('csv'))
    .addHelpText(
      'after',
      '\nExamples:\n  lictor report 51 --group-by Feature --by day --db licences.db\n  lictor report 84 --group-by "User name" --where "Feature=solver*" --from 2024-03-01 --to 2024-04-01\n  lictor report 52 --format json',
    )
    .action(async (id, options) => {
      const { reportCommand } = await import('./report-command.ts')
      status = await reportCommand(id, options, io)
    })
  program
    .command('types')
    .description('list the 70 data types and what feeds them')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { typesCommand } = await import('./types-command.ts')
      status = await typesCommand(options, io)
    })
  program
    .command('sources')
    .description('list the licence servers whose logs were imported')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { sourcesCommand } = await import('./sources-command.ts')
      status = await sourcesCommand(options, io)
    })
  program
    .command('verify')
    .description('check that the database file is whole')
    .addOption(databaseOption())
    .action(async (options) => {
      const { verifyCommand } = await import('./verify-command.ts')
      status = await verifyCommand(options, io)
    })
  program
    .command('serve')
    .description('serve the console to a browser of this machine')
    .addOption(databaseOption())
    .option('--port <n>', 'port on 127.0.0.1; any free one unless given')
    .option('--no-open', 'print the address only')
    .addHelpText('after', '\nExample:\n  lictor serve --db licences.db --no-open')
    .action(async (options) => {
      const { serveCommand } = await import('./serve-command.ts')
      status = await serveCommand(options, io)
    })

  try {
    await program.parseAsync([...args], { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.well : ExitStatus.usage
    if (error instanceof ConsoleError) {
      say(io, error.message)
      return error.code === 'invalid' || error.code === 'not-found' || error.code === 'refused'
        ? ExitStatus.usage
        : ExitStatus.rejected
    }
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return ExitStatus.well
    say(io, `Lictor stopped because of a fault of its own: ${(error as Error).stack ?? error}`)
    return ExitStatus.rejected
  }
}
