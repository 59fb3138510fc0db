import { basename, resolve } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import { type MapImported, type MapKind, mapKinds } from '../contract/mapping.ts'
import { openDatabase } from '../database/connection.ts'
import { currentMap } from '../database/map-table.ts'
import { mapKindOf } from '../mapping/map-kinds.ts'
import { readMap } from '../mapping/read-map.ts'
import { withCalls } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'

export interface MapImportOptions {
  readonly db: string
  readonly kind?: string
}

/** Malformed lines told one by one. */
const malformedTold = 20

export const mapImportCommand = async (
  paths: readonly string[],
  { db, kind: givenKind }: MapImportOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const kind = givenKind === undefined ? undefined : kindNamed(givenKind)
  const nameless = paths.find((path) => kind === undefined && mapKindOf(basename(path)) === undefined)
  if (nameless !== undefined)
    throw new ConsoleError(
      'invalid',
      `The name of ${nameless} does not tell which map it is. Say it with --kind: ${mapKinds.join(', ')}. Nothing was saved.`,
    )
  const params = { files: paths.map((path) => ({ path: resolve(path) })), ...(kind ? { kind } : {}) }
  const imported = await withCalls(db, io, (call) => call('maps.import', params), {
    creates: true,
    sent: 'the map is sent there',
  })
  return tell(imported, io)
}

const tell = (imported: readonly MapImported[], io: ConsoleIo): ExitStatus => {
  for (const { fileName, outcome, malformed, malformedCount } of imported) {
    say(io, `${fileName}: ${outcome}`)
    for (const { message } of malformed.slice(0, malformedTold)) say(io, `  ${message}`)
    if (malformedCount > malformedTold)
      say(io, `  ${(malformedCount - malformedTold).toLocaleString('en-US')} more lines have no effect either.`)
  }
  const isWell = imported.every(({ state, malformedCount }) => state !== 'refused' && malformedCount === 0)
  return isWell ? ExitStatus.well : ExitStatus.rejected
}

const kindNamed = (name: string): MapKind => {
  const kind = mapKindOf(name)
  if (kind) return kind
  throw new ConsoleError('invalid', `There is no map named ${name}. There are: ${mapKinds.join(', ')}.`)
}

/** The maps that are saved, one a line; or all of it as JSON. */
export const mapListCommand = async (
  { db, format }: { readonly db: string; readonly format: 'text' | 'json' },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const database = await openDatabase(db, { readOnly: true })
  try {
    const maps = await Promise.all(
      mapKinds.map(async (kind) => {
        const row = await currentMap(database, kind)
        const { groups, entries } = readMap(kind, row?.text ?? '')
        return {
          kind,
          revision: row?.revision ?? 0,
          ...(row ? { savedAt: new Date(row.saved_at).toISOString(), origin: row.origin } : {}),
          groups: groups.length,
          members: entries.length,
        }
      }),
    )
    if (format === 'json') await write(io, `${JSON.stringify(maps, null, 2)}\n`)
    else
      for (const { kind, revision, origin, groups, members } of maps)
        await write(
          io,
          revision === 0
            ? `${kind}  none\n`
            : `${kind}  revision ${revision} (${origin}), ${counted(groups, 'group')}, ${counted(members, 'member')}\n`,
        )
    return ExitStatus.well
  } finally {
    await database.close()
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** Prints a saved map as it was saved. */
export const mapShowCommand = async (
  name: string,
  { db }: { readonly db: string },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const kind = kindNamed(name)
  const database = await openDatabase(db, { readOnly: true })
  try {
    const row = await currentMap(database, kind)
    if (!row) {
      say(io, `There is no ${kind} in this database.`)
      return ExitStatus.rejected
    }
    await write(io, row.text.endsWith('\n') || row.text === '' ? row.text : `${row.text}\n`)
    return ExitStatus.well
  } finally {
    await database.close()
  }
}
