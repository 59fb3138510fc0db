import { join } from 'node:path'
import { Argument, Command, CommanderError, Option } from 'commander'
import { ConsoleError } from '../contract/errors.ts'
import { comparisons, resolutions } from '../contract/reports.ts'
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
    .description('import logs and licence files; a file that was imported before adds only what is new')
    .argument('<path...>', 'log and licence files, plain, gzip or zip')
    .addOption(databaseOption())
    .option('--zone <iana>', 'time zone of the log, for example Europe/Berlin')
    .option('--server <name>', 'name of the licence server, where the log does not say it or says it wrong')
    .option('--format <name>', 'format of the files, where it is not recognised')
    .option('--start-date <date>', 'date of the first line (YYYY-MM-DD), for a log without any date')
    .option('--columns <pairs>', 'which column of a table is which, as name=header,...; with --format')
    .addHelpText(
      'after',
      '\nExamples:\n  lictor import lmgrd.log lmgrd.log.1.gz --db licences.db\n  lictor import old.log --zone America/New_York --server lic1 --start-date 2019-03-01\n  lictor import use.csv --format licence-events-csv --columns "time=Date,event=Action,feature=Product"',
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
    .addOption(new Option('--compare <period>', 'with the period just before, or a year ago').choices([...comparisons]))
    .addOption(new Option('--format <format>', 'how to print').choices(['csv', 'json']).default('csv'))
    .addHelpText(
      'after',
      '\nExamples:\n  lictor report 51 --group-by Feature --by day --db licences.db\n  lictor report 84 --group-by "User name" --where "Feature=solver*" --from 2024-03-01 --to 2024-04-01\n  lictor report 52 --format json',
    )
    .action(async (id, options) => {
      const { reportCommand } = await import('./report-command.ts')
      status = await reportCommand(id, options, io)
    })
  const maps = program.command('map').description('maps of users, machines, programs, web pages and licences')
  maps
    .command('import')
    .description('read map files; each replaces the map of its kind, which its name or --kind tells')
    .argument(
      '<file...>',
      'license-user-mapping, application.map, featureset.map, price-list.map, …: `lictor map list` names them all',
    )
    .addOption(databaseOption())
    .option('--kind <kind>', 'which map it is, where the name of the file does not tell')
    .addHelpText(
      'after',
      '\nExamples:\n  lictor map import license-user-mapping --db licences.db\n  lictor map import teams.txt --kind license-user-mapping --db licences.db',
    )
    .action(async (paths, options) => {
      const { mapImportCommand } = await import('./map-command.ts')
      status = await mapImportCommand(paths, options, io)
    })
  maps
    .command('list')
    .description('list the maps of a database')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { mapListCommand } = await import('./map-command.ts')
      status = await mapListCommand(options, io)
    })
  maps
    .command('show')
    .description('print a map as it was saved')
    .argument('<kind>', 'for example license-user-mapping')
    .addOption(databaseOption())
    .action(async (kind, options) => {
      const { mapShowCommand } = await import('./map-command.ts')
      status = await mapShowCommand(kind, options, io)
    })
  const capacity = program.command('capacity').description('how many licences there are, and from when on')
  capacity
    .command('list')
    .description('print every feature with its number of licences and where that comes from')
    .addOption(databaseOption())
    .option('--at <t>', 'ISO date or instant; now unless given')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { capacityListCommand } = await import('./capacity-command.ts')
      status = await capacityListCommand(options, io)
    })
  capacity
    .command('set')
    .description('type in a number of licences; logs and licence files that state one go first')
    .argument('<licence>', 'server;daemon')
    .argument('<feature>', 'name of the feature')
    .argument('<count>', 'a number, uncounted, or unknown to end what was typed in before')
    .addOption(databaseOption())
    .requiredOption('--from <date>', 'first day, or date and time, on the clock of the server')
    .option('--note <text>', 'where the number comes from')
    .addHelpText(
      'after',
      '\nExample:\n  lictor capacity set "lic1;acmed" acme_cad 25 --from 2024-03-04 --db licences.db',
    )
    .action(async (licence, feature, count, options) => {
      const { capacitySetCommand } = await import('./capacity-command.ts')
      status = await capacitySetCommand(licence, feature, count, options, io)
    })
  capacity
    .command('remove')
    .description('remove a number that was typed in')
    .argument('<licence>', 'server;daemon')
    .argument('<feature>', 'name of the feature')
    .addOption(databaseOption())
    .requiredOption('--from <date>', 'its first day, or date and time')
    .action(async (licence, feature, options) => {
      const { capacityRemoveCommand } = await import('./capacity-command.ts')
      status = await capacityRemoveCommand(licence, feature, options, io)
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
    .description('list the licence servers whose logs were imported, with time zone, vendor daemons and coverage')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option(
      '--set-zone <server=zone>',
      'read the lines of a server on the clock of this zone; `log`: what its log says',
    )
    .option('--rename <licence=name>', 'show a vendor licence (server;daemon) under this name; empty: its own')
    .addHelpText(
      'after',
      '\nExamples:\n  lictor sources --db licences.db\n  lictor sources --set-zone lic1=Europe/Berlin\n  lictor sources --rename "lic1;acme=Acme Munich"',
    )
    .action(async (options) => {
      const { changeSourcesCommand, sourcesCommand } = await import('./sources-command.ts')
      const isChange = options.setZone !== undefined || options.rename !== undefined
      status = await (isChange ? changeSourcesCommand(options, io) : sourcesCommand(options, io))
    })
  const setting = program.command('settings').description('read and change settings')
  setting
    .command('list')
    .description('print all settings with what each does')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { settingsList } = await import('./settings-command.ts')
      status = await settingsList(options, io)
    })
  setting
    .command('get')
    .description('print the value of a setting')
    .argument('<name>', 'for example reportZone')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (name, options) => {
      const { settingsGet } = await import('./settings-command.ts')
      status = await settingsGet(name, options, io)
    })
  setting
    .command('set')
    .description('change a setting; waits until days that depend on it are derived anew')
    .argument('<name>', 'for example primeTime')
    .argument('<value>', 'a text, a number or JSON; @FILE takes what the file holds')
    .addOption(databaseOption())
    .addHelpText(
      'after',
      '\nExamples:\n  lictor settings set reportZone Europe/Berlin\n  lictor settings set primeTime @calendar.json\n  lictor settings set primeTime null',
    )
    .action(async (name, value, options) => {
      const { settingsSet } = await import('./settings-command.ts')
      status = await settingsSet(name, value, options, io)
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
    .command('backup')
    .description('write a checked copy of the database, also while it is in use')
    .argument('<file>', 'the backup; an older one of that name is replaced when the new one is whole')
    .addOption(databaseOption())
    .addHelpText('after', '\nExample:\n  lictor backup /mnt/backup/licences.db --db licences.db')
    .action(async (file, options) => {
      const { backupCommand } = await import('./backup-command.ts')
      status = await backupCommand(file, options, io)
    })
  program
    .command('restore')
    .description('put a backup in the place of the database; what stands there is moved aside')
    .argument('<file>', 'the backup')
    .addOption(databaseOption())
    .addHelpText('after', '\nExample:\n  lictor restore /mnt/backup/licences.db --db licences.db')
    .action(async (file, options) => {
      const { restoreCommand } = await import('./backup-command.ts')
      status = await restoreCommand(file, options, io)
    })
  program
    .command('watch')
    .description('import what is written to folders and files, as it grows, until it is stopped')
    .argument('[path...]', 'folders or files; they stay watched. Without any: those that are watched already')
    .addOption(databaseOption())
    .option('--pattern <names>', 'file names in a folder, with * and ?, separated by commas')
    .option('--subfolders', 'files in folders below it too')
    .option('--every <seconds>', 'how often to look; 30 unless given')
    .option('--zone <iana>', 'time zone of the logs, for example Europe/Berlin')
    .option('--server <name>', 'name of the licence server, where the logs do not say it or say it wrong')
    .option('--format <name>', 'format of the files, where it is not recognised')
    .addHelpText('after', '\nExample:\n  lictor watch /var/log/flexlm --pattern "lmgrd*" --db licences.db')
    .action(async (paths, options) => {
      const { watchCommand } = await import('./watch-command.ts')
      status = await watchCommand(paths, options, io)
    })
  const agents = program.command('agents').description('programs on other machines that report what runs there')
  agents
    .command('token')
    .description('print a join token, with which agents enrol')
    .addOption(databaseOption())
    .option('--uses <n>', 'how many agents it is for; 1 unless given')
    .option('--expires <time>', 'how long it can be used: 90m, 24h, 7d; 24h unless given')
    .option('--note <text>', 'what it is for')
    .addHelpText('after', '\nExample:\n  lictor agents token --uses 50 --expires 7d --db licences.db')
    .action(async (options) => {
      const { agentTokenCommand } = await import('./agents-command.ts')
      status = await agentTokenCommand(options, io)
    })
  agents
    .command('list')
    .description('list the agents with their state, errors and warnings')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { agentListCommand } = await import('./agents-command.ts')
      status = await agentListCommand(options, io)
    })
  agents
    .command('installers')
    .description('list the installers of the agent that came with this console, each looked at anew')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { installersCommand } = await import('./installers-command.ts')
      status = await installersCommand(options, io)
    })
  agents
    .command('update')
    .description('bring agents up to the version that came with this console, at most 20 at the same moment')
    .argument('[agents...]', 'ids, names or hosts')
    .addOption(databaseOption())
    .option('--all', 'all that are older')
    .option('--wait', 'until the last one is done, or they were stopped')
    .addHelpText('after', '\nExample:\n  lictor agents update --all --wait --db licences.db')
    .action(async (names, options) => {
      const { agentUpdateCommand } = await import('./updates-command.ts')
      status = await agentUpdateCommand(names, options, io)
    })
  agents
    .command('updates')
    .description('list the last update of each agent')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { agentUpdatesCommand } = await import('./updates-command.ts')
      status = await agentUpdatesCommand(options, io)
    })
  agents
    .command('batches')
    .description('list the batches of updates, the latest first')
    .addOption(databaseOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { updateBatchesCommand } = await import('./agents-batches-command.ts')
      status = await updateBatchesCommand(options, io)
    })
  for (const [decision, description] of [
    ['pause', 'offer no more updates of a batch; what agents have begun they bring to its end'],
    ['resume', 'go on with a batch that was paused, or stopped because of failures'],
    ['cancel', 'give up what of a batch has not begun'],
  ] as const)
    agents
      .command(decision)
      .description(description)
      .argument('<batch>', 'its number, as `lictor agents batches` prints it')
      .addOption(databaseOption())
      .action(async (batch, options) => {
        const { decideBatchCommand } = await import('./agents-batches-command.ts')
        status = await decideBatchCommand(decision, batch, options, io)
      })
  agents
    .command('auto-update')
    .description('update agents by themselves when a newer one came with the console')
    .addArgument(new Argument('<state>', 'from now on').choices(['on', 'off']))
    .addOption(databaseOption())
    .action(async (state, options) => {
      const { autoUpdateCommand } = await import('./updates-command.ts')
      status = await autoUpdateCommand(state, options, io)
    })
  program
    .command('serve')
    .description('serve the console to a browser of this machine')
    .addOption(databaseOption())
    .option('--port <n>', 'port on 127.0.0.1; any free one unless given')
    .option('--agent-socket <path>', 'where agents of this machine connect; a path of its own unless given')
    .option('--agent-port <n>', 'let agents of other machines connect at this port (0: any free one)')
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
