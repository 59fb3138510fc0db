import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { agentConfiguration } from '../core/agents/protocol/configuration.ts'
import { clockTolerance } from '../core/agents/protocol/limits.ts'
import { systemReason } from './agent-problem.ts'
import { openConnection } from './connection/console-connection.ts'
import { sayHello } from './connection/prove-console.ts'
import { readServerAddress } from './connection/server-address.ts'
import type { DataFolder } from './data-folder.ts'
import { type Enrolment, readEnrolment } from './enrolment.ts'
import { lackingTools } from './harvesting/lacking-tools.ts'
import { lookAtStatus } from './status.ts'
import { readStored } from './stored-json.ts'
import { describeLastUpdate, type UpdateStatus } from './update/update-status.ts'

export interface Finding {
  readonly state: 'fine' | 'warning' | 'fault'
  readonly what: string
}

const leastFree = 256 * 1_048_576
const soon = 30 * 86_400_000

/** Looks at everything that the agent needs; changes nothing, and says nothing that is secret. */
export const examine = async (folder: DataFolder): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  const say = (state: Finding['state'], what: string) => void findings.push({ state, what })
  try {
    await access(folder.path, constants.R_OK | constants.W_OK)
    say('fine', `The data folder ${folder.path} can be written to.`)
  } catch (error) {
    say(
      'fault',
      `The data folder ${folder.path} cannot be used (${systemReason(error)}). Name the right one with --data.`,
    )
    return findings
  }
  const { bavail, bsize } = await statfs(folder.path)
  if (bavail * bsize < leastFree)
    say('warning', `Its disk has ${Math.round((bavail * bsize) / 1_048_576)} MB left; the spool may not find room.`)

  const enrolment = await readEnrolment(folder).catch((error: unknown) => {
    say('fault', error instanceof Error ? error.message : String(error))
    return undefined
  })
  if (enrolment === undefined) {
    if (findings.every(({ state }) => state !== 'fault')) say('fault', 'It is not enrolled. Run `lictor-agent enrol`.')
    return findings
  }
  await examineConsole(enrolment, say)
  await examineRun(folder, say)
  await examineHarvesting(folder, say)
  return findings
}

type Say = (state: Finding['state'], what: string) => void

const examineConsole = async ({ agent, server, credential }: Enrolment, say: Say): Promise<void> => {
  let connection: Awaited<ReturnType<typeof openConnection>> | undefined
  try {
    connection = await openConnection(
      readServerAddress(server),
      credential.kind === 'certificate' ? credential : undefined,
    )
    const { answer, isProved } = await sayHello(
      connection,
      agent,
      credential.kind === 'secret' ? credential.secret : undefined,
    )
    say('fine', `The console ${answer.console} answers at ${server}.`)
    if (credential.kind === 'secret' && !isProved)
      say('fault', 'It does not know this agent, or is another console. Enrol the agent again if it was removed there.')
    if (credential.kind === 'certificate') {
      const left = credential.notAfter - answer.time
      const until = new Date(credential.notAfter).toISOString().slice(0, 10)
      if (left < 0) say('fault', `The agent's certificate expired on ${until}. Enrol it again.`)
      else say(left < soon ? 'warning' : 'fine', `The agent's certificate holds until ${until}.`)
    }
    const offset = Date.now() - answer.time
    if (Math.abs(offset) > clockTolerance)
      say('warning', `The clocks of this machine and the console are ${Math.round(Math.abs(offset) / 1000)} s apart.`)
    else say('fine', "The clock agrees with the console's.")
  } catch (error) {
    say('fault', error instanceof Error ? error.message : String(error))
  } finally {
    connection?.close()
  }
}

const examineRun = async (folder: DataFolder, say: Say): Promise<void> => {
  const { isRunning, last, update } = await lookAtStatus(folder)
  say(
    isRunning ? 'fine' : 'warning',
    isRunning ? 'The agent runs.' : 'The agent does not run. `lictor-agent run` starts it.',
  )
  examineUpdates(update, say)
  if (last === undefined) return
  if (last.lastProblem !== '') say('warning', `Its last attempt to connect failed: ${last.lastProblem}`)
  if (last.standing !== 'approved')
    say('warning', `The console says: ${last.standing}. Look at it there under Agents; what is collected waits.`)
  const given = Object.values(last.spool.dropped).reduce((sum, count) => sum + count, 0)
  if (given > 0) say('warning', `${given} records were given up so far.`)
  for (const { code, subject, detail } of last.issues) say('warning', `${code} (${subject}): ${detail}`)
}

const examineUpdates = ({ root, unable, last, probation }: UpdateStatus, say: Say): void => {
  if (root === undefined) say('fine', 'It is not an installed agent, so the console does not update it.')
  else if (unable === '') say('fine', `It is installed in ${root}; the console can update it.`)
  else say('warning', `The console cannot update it: ${unable}`)
  if (last?.stage === 'failed' || last?.stage === 'rolledBack')
    say('warning', `The last update ${describeLastUpdate(last)}`)
  if (probation !== undefined)
    say('warning', `Version ${probation.version} has not proved itself yet; else ${probation.from} takes its place.`)
}

const examineHarvesting = async (folder: DataFolder, say: Say): Promise<void> => {
  // What cannot be read is told by the agent itself, which then works with what is usual.
  const told = await readStored(folder.configuration, agentConfiguration).catch(() => undefined)
  const harvested = told?.applications.filter(({ harvesting }) => harvesting?.enabled).length ?? 0
  if (told === undefined || harvested === 0) return
  const lacking = lackingTools(told)
  for (const what of lacking) say('warning', `Harvesting of ${what}`)
  if (lacking.length === 0) say('fine', 'Harvesting finds the tools that it needs.')
}

export const describeDoctor = (findings: readonly Finding[]): string =>
  findings.map(({ state, what }) => `${state.padEnd(9)}${what}\n`).join('')
