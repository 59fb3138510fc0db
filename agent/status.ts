import type { DataFolder } from './data-folder.ts'
import { type Enrolment, readEnrolment } from './enrolment.ts'
import { tryRunLock } from './run-lock.ts'
import { type AgentStatus, readStatus } from './status-file.ts'
import { describeLastUpdate, lookAtUpdates, type UpdateStatus } from './update/update-status.ts'
import { agentVersion } from './version.ts'

/** Nothing of it is secret. */
export interface StatusReport {
  readonly data: string
  readonly isRunning: boolean
  /** Undefined: not enrolled. */
  readonly enrolment:
    | (Pick<Enrolment, 'agent' | 'server' | 'console'> & { readonly certificateUntil: number })
    | undefined
  /** Undefined: it has not run yet. */
  readonly last: AgentStatus | undefined
  readonly update: UpdateStatus
}

/** @throws AgentProblem when the folder cannot be read */
export const lookAtStatus = async (folder: DataFolder): Promise<StatusReport> => {
  const enrolled = await readEnrolment(folder)
  const lock = enrolled === undefined ? undefined : tryRunLock(folder)
  lock?.release()
  return {
    data: folder.path,
    isRunning: enrolled !== undefined && lock === undefined,
    enrolment: enrolled && {
      agent: enrolled.agent,
      server: enrolled.server,
      console: enrolled.console,
      certificateUntil: enrolled.credential.kind === 'certificate' ? enrolled.credential.notAfter : 0,
    },
    last: await readStatus(folder),
    update: await lookAtUpdates(folder, agentVersion),
  }
}

export const describeStatus = ({ data, isRunning, enrolment, last, update }: StatusReport, now: number): string => {
  const lines: [string, string][] = [['Data', data], ...installationLines(update)]
  if (enrolment === undefined) return table([...lines, ['Agent', 'not enrolled']])
  lines.push(
    ['Agent', enrolment.agent],
    ['Console', `${enrolment.console} at ${enrolment.server}`],
    ['Runs', isRunning ? 'yes' : 'no'],
  )
  if (last !== undefined)
    lines.push(
      ['Version', last.version],
      ['Standing', last.standing],
      ['Last connection', last.lastConnection === 0 ? 'never' : ago(last.lastConnection, now)],
      ['Interval', `${last.interval} s${last.isOwnInterval ? ', its own' : ''}`],
      ['Clock', clock(last.clockOffset)],
      ['Waiting', `${last.spool.waiting} records, ${(last.spool.bytes / 1_048_576).toFixed(1)} MB`],
      ...Object.entries(last.spool.dropped).map(([why, count]): [string, string] => ['Given up', `${count} (${why})`]),
      ...(last.servers.length > 0 ? [['Licence servers', last.servers.join(', ')] as [string, string]] : []),
      ...(last.lastProblem === '' ? [] : [['Problem', last.lastProblem] as [string, string]]),
      ...last.issues.map((issue): [string, string] => [
        'Issue',
        `${issue.code} (${issue.subject}), ${ago(issue.since, now)}: ${issue.detail}`,
      ]),
    )
  return table([...lines, ...updateLines(update)])
}

const installationLines = ({ root, current, previous }: UpdateStatus): [string, string][] =>
  root === undefined
    ? []
    : [['Installed', `in ${root}, version ${current}${previous === undefined ? '' : `, before that ${previous}`}`]]

const updateLines = ({ root, unable, last, probation }: UpdateStatus): [string, string][] => [
  ...(last === undefined ? [] : [['Last update', describeLastUpdate(last)] as [string, string]]),
  ...(probation === undefined
    ? []
    : [['Probation', `of version ${probation.version}; else ${probation.from} takes its place`] as [string, string]]),
  ...(root === undefined || unable === '' ? [] : [['Updates', unable] as [string, string]]),
]

const table = (lines: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...lines.map(([name]) => name.length)) + 2
  return lines.map(([name, value]) => `${name.padEnd(width)}${value}\n`).join('')
}

const clock = (offset: number): string => {
  const seconds = Math.round(Math.abs(offset) / 100) / 10
  if (seconds < 2) return "agrees with the console's"
  return `${seconds} s ${offset > 0 ? 'ahead of' : 'behind'} the console's`
}

const ago = (at: number, now: number): string => {
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  const [amount, unit] = seconds < 120 ? [seconds, 's'] : seconds < 7200 ? [seconds / 60, 'min'] : [seconds / 3600, 'h']
  return `${Math.round(Number(amount))} ${unit} ago`
}
