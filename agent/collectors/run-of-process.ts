import type { WatchedApplication } from '../../core/agents/protocol/configuration.ts'
import type { MachineFacts } from '../../core/agents/protocol/messages.ts'
import type { ProcessRecord } from '../../core/agents/protocol/records.ts'
import type { SeenProcess } from '../collector.ts'

const systems = { windows: 'Windows', linux: 'Linux', macos: 'macOS' } as const

export const applicationNames = (applications: readonly WatchedApplication[]): ReadonlyMap<number, string> =>
  new Map(applications.map(({ id, name }) => [id, name]))

/**
 * What records of processes and of their modules have in common, in the order in which they are written (core/importers/process-records).
 * A process that is a session of several custom applications is told as one of the first. What is not known is left out.
 * Times: of the process, unless others are given (of one of its modules).
 */
export const runOf = (
  process: SeenProcess,
  machine: MachineFacts,
  names: ReadonlyMap<number, string>,
  { start, end }: { readonly start: number; readonly end?: number } = process,
): Omit<ProcessRecord, 'record'> => {
  const application = process.applications.map((id) => names.get(id)).find((name) => name !== undefined)
  return {
    start,
    ...(end === undefined ? {} : { end }),
    pid: process.pid,
    host: machine.host,
    ...filled('domain', process.domain),
    ...filled('user', process.user),
    system: systems[machine.system],
    ...filled('architecture', process.architecture),
    ...filled('executable', process.executable),
    ...filled('path', process.path.length > 4096 ? '' : process.path),
    ...filled('application', application ?? ''),
    ...filled('version', process.version),
  }
}

/** Texts of a record have at most 1,000 characters; only a path may be longer. */
const filled = <K extends string>(name: K, text: string): { readonly [P in K]?: string } =>
  text === '' ? {} : ({ [name]: name === 'path' ? text : text.slice(0, 1000) } as { readonly [P in K]?: string })
