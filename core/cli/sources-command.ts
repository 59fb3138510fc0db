import { listSources, sourceDetail } from '../api/sources-api.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Source, SourceDetail } from '../contract/sources.ts'
import { openDatabase } from '../database/connection.ts'
import { readMigrations } from '../database/migrate.ts'
import { isZone } from '../imports/zone-names.ts'
import { taskEnded, withCalls } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'

export const sourcesCommand = async (
  { db, format }: { readonly db: string; readonly format: 'text' | 'json' },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const database = await openDatabase(db, { readOnly: true, newestVersion: (await readMigrations()).length })
  try {
    const sources = await listSources(database, false)
    const details = await Promise.all(sources.map(({ id }) => sourceDetail(database, id, false)))
    if (format === 'json') {
      await write(
        io,
        `${JSON.stringify(
          details.map(({ source, ...rest }) => ({ ...source, ...rest })),
          null,
          2,
        )}\n`,
      )
    } else for (const detail of details) await write(io, textOf(detail))
    return ExitStatus.well
  } finally {
    await database.close()
  }
}

const textOf = ({ source, daemons }: SourceDetail): string => {
  const { server, format, hasRuns, zone, zoneOrigin, firstAt, lastAt, files, lines, observedHours, coverage } = source
  return [
    server,
    `  read from       ${format}`,
    `  time zone       ${zone} (${zoneOrigin})`,
    `  period          ${firstAt ?? '–'} to ${lastAt ?? '–'}`,
    `  files, lines    ${files}, ${lines}`,
    ...(hasRuns
      ? [
          `  observed hours  ${observedHours.toFixed(2)}${coverage === undefined ? '' : `, coverage ${(coverage * 100).toFixed(1)} %`}`,
        ]
      : []),
    ...daemons.map(
      (daemon) =>
        `  vendor daemon   ${daemon.name}: ${daemon.runCount} ${daemon.runCount === 1 ? 'run' : 'runs'}, ${daemon.features} features, ${daemon.observedHours.toFixed(2)} hours, ${daemon.firstAt ?? '–'} to ${daemon.lastAt ?? '–'}${daemon.coverage === undefined ? '' : `, coverage ${(daemon.coverage * 100).toFixed(1)} %`}${daemon.shownName === daemon.vendorLicence ? '' : `, shown as ${daemon.shownName}`}`,
    ),
    '',
  ].join('\n')
}

/** The one source of that name, else of that number. @throws ConsoleError `invalid` */
const sourceNamed = (sources: readonly Source[], name: string): Source => {
  const found = sources.filter(({ server }) => server.toLowerCase() === name.toLowerCase())
  const [source, ...others] = found.length > 0 ? found : sources.filter(({ id }) => String(id) === name)
  if (!source)
    throw new ConsoleError(
      'invalid',
      `There is no source ${name}. There are: ${sources.map(({ server }) => server).join(', ') || 'none'}.`,
    )
  if (others.length > 0)
    throw new ConsoleError(
      'invalid',
      `Several sources are named ${name}. Give the number of one: ${found.map(({ id, daemons }) => `${id} (${daemons.join(', ')})`).join(', ')}.`,
    )
  return source
}

export interface ChangeSourcesOptions {
  readonly db: string
  /** `SERVER=ZONE`. */
  readonly setZone?: string
  /** `server;daemon=NAME`. */
  readonly rename?: string
}

/** @throws ConsoleError `invalid` */
export const changeSourcesCommand = async (
  { db, setZone, rename }: ChangeSourcesOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const zoneOf = setZone === undefined ? undefined : pairOf(setZone, '--set-zone', 'SERVER=ZONE')
  const nameOf = rename === undefined ? undefined : pairOf(rename, '--rename', 'server;daemon=NAME')
  if (zoneOf && zoneOf[1] !== 'log' && !isZone(zoneOf[1]))
    throw new ConsoleError('invalid', `${zoneOf[1]} is not a time zone. Use an IANA name such as Europe/Berlin or UTC.`)
  return withCalls(db, io, async (call) => {
    if (nameOf) {
      const [vendorLicence, shownName] = nameOf
      await call('sources.renameVendorLicence', { vendorLicence, shownName: shownName === '' ? null : shownName })
      say(io, `${vendorLicence} is shown ${shownName === '' ? 'under its own name' : `as ${shownName}`}.`)
    }
    if (!zoneOf) return ExitStatus.well
    const source = sourceNamed(await call('sources.list', {}), zoneOf[0])
    const zone = zoneOf[1] === 'log' ? null : zoneOf[1]
    const { taskId } = await call('sources.setZone', { id: source.id, zone })
    if (taskId === undefined) {
      say(io, `${source.server} was in ${zone} already.`)
      return ExitStatus.well
    }
    const ended = await taskEnded(call, taskId, io)
    say(io, ended?.detail ?? '')
    return ended?.state === 'finished' ? ExitStatus.well : ExitStatus.rejected
  })
}

const pairOf = (text: string, option: string, form: string): [string, string] => {
  const equals = text.indexOf('=')
  if (equals < 1) throw new ConsoleError('invalid', `${option} ${text} is not of the form ${form}.`)
  return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()]
}
