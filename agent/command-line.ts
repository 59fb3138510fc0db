import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { readJoinToken } from '../core/agents/protocol/join-token.ts'
import { openAgentLog } from './agent-log.ts'
import { AgentProblem } from './agent-problem.ts'
import { ConsoleRefusal, ConsoleUnreachable } from './connection/console-refusal.ts'
import { dataFolderAt, usualDataFolder } from './data-folder.ts'
import { describeDoctor, examine } from './doctor.ts'
import { enrolAgent } from './enrol.ts'
import { runAgent } from './run.ts'
import { serviceFile, serviceKinds, usualServiceKind } from './service/service-file.ts'
import { describeStatus, lookAtStatus } from './status.ts'
import { installationVariable } from './update/installation.ts'
import { selfCheck } from './update/self-check.ts'
import { agentVersion } from './version.ts'

interface Streams {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

const console: Streams = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}

/** Runs one command. @returns the exit code: 0 done, 1 not done or something is wrong, 2 the command was not understood */
export const runCommandLine = async (args: readonly string[], { out, err }: Streams = console): Promise<number> => {
  let exitCode = 0
  const program = new Command('lictor-agent')
    .description('Collects on this machine what its console asks for, and reports it.')
    .version(agentVersion)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
  const data = () =>
    new Option('--data <folder>', 'where the agent keeps its identity, its spool and its log').default(
      usualDataFolder(),
    )

  program
    .command('enrol')
    .description('introduce this machine to a console')
    .addOption(
      new Option('--server <address>', "path of the console's local socket, or https://NAME:PORT")
        .env('LICTOR_SERVER')
        .makeOptionMandatory(),
    )
    // Installers put it into the environment: arguments can be read by everybody on the machine.
    .addOption(
      new Option('--token <token>', 'join token, as `lictor agents token` prints it; - reads it from the input')
        .env('LICTOR_TOKEN')
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--authority <hash>', "SHA-256 of the console's authority, which the token has to name").env(
        'LICTOR_CAHASH',
      ),
    )
    .addOption(data())
    .action(async (options: { server: string; token: string; authority?: string; data: string }) => {
      const token = options.token === '-' ? readFileSync(0, 'utf8') : options.token
      if (options.authority && readJoinToken(token)?.authority !== options.authority.toLowerCase())
        throw new AgentProblem(
          'The join token is for a console with another authority than the one that was named. Nothing was sent. Take both from the same console.',
        )
      const enrolment = await enrolAgent(dataFolderAt(options.data), options.server, token)
      const waits = enrolment.standing === 'pending' ? ' An admin has to approve it there.' : ''
      out(`Enrolled with ${enrolment.console} as ${enrolment.agent}.${waits}\n`)
    })

  program
    .command('run')
    .description('collect and report until told to end')
    .addOption(data())
    .option('--interval <seconds>', 'between two connections, instead of what the console says', seconds)
    .option('--once', 'look once, send what there is, and end', false)
    .action(async (options: { data: string; interval?: number; once: boolean }) => {
      const folder = dataFolderAt(options.data)
      const ending = new AbortController()
      // More than once: a service manager and the launcher may both say so.
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort())
      // The launcher holds the other end. Without it nobody would look after this process.
      if (process.env[installationVariable]) process.stdin.once('close', () => ending.abort()).resume()
      const log = openAgentLog(folder.log, options.once ? undefined : err)
      // Whatever runs it starts it again; what waits is on the disk.
      process.once('uncaughtException', (error) => {
        log('the agent ends because of this', new Error(error.stack))
        process.exit(1)
      })
      await runAgent(folder, {
        ...(options.interval === undefined ? {} : { interval: options.interval }),
        once: options.once,
        signal: ending.signal,
        log,
      })
    })

  program
    .command('self-check', { hidden: true })
    .addOption(data())
    .action(async (options: { data: string }) => out(`${await selfCheck(options.data)}\n`))

  program
    .command('status')
    .description('say how the agent of a data folder is')
    .addOption(data())
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (options: { data: string; format: string }) => {
      const status = await lookAtStatus(dataFolderAt(options.data))
      out(options.format === 'json' ? `${JSON.stringify(status, undefined, 1)}\n` : describeStatus(status, Date.now()))
      if (!status.isRunning) exitCode = 1
    })

  program
    .command('doctor')
    .description('look for what keeps the agent from its work')
    .addOption(data())
    .action(async (options: { data: string }) => {
      const findings = await examine(dataFolderAt(options.data))
      out(describeDoctor(findings))
      if (findings.some(({ state }) => state === 'fault')) exitCode = 1
    })

  program
    .command('service')
    .description('print the file that makes the agent a service of this machine')
    .addOption(data())
    .addOption(new Option('--kind <kind>').choices(serviceKinds).default(usualServiceKind()))
    .action((options: { data: string; kind: (typeof serviceKinds)[number] }) => {
      out(serviceFile(options.kind, dataFolderAt(options.data).path))
    })

  try {
    // As every earlier version calls the one that is to take its place.
    const [first, ...rest] = args
    await program.parseAsync(first === '--self-check' ? ['self-check', ...rest] : args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const isTold =
      error instanceof AgentProblem || error instanceof ConsoleUnreachable || error instanceof ConsoleRefusal
    err(`${isTold ? error.message : `This was not expected: ${error instanceof Error ? error.stack : error}`}\n`)
    return 1
  }
  return exitCode
}

const seconds = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0.1 && value <= 86_400))
    throw new InvalidArgumentError('Give seconds, from 0.1 to 86400.')
  return value
}
