import { listSources } from '../api/sources-api.ts'
import { openDatabase } from '../database/connection.ts'
import { type ConsoleIo, ExitStatus, write } from './console-io.ts'

export const sourcesCommand = async (
  { db, format }: { readonly db: string; readonly format: 'text' | 'json' },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const database = await openDatabase(db, { readOnly: true })
  try {
    const sources = await listSources(database, false)
    if (format === 'json') await write(io, `${JSON.stringify(sources, null, 2)}\n`)
    else {
      for (const { server, daemons, zone, zoneOrigin, firstAt, lastAt, files, lines, observedHours } of sources) {
        await write(
          io,
          `${server}\n  vendor daemons  ${daemons.join(', ')}\n  time zone       ${zone} (${zoneOrigin})\n  period          ${firstAt ?? '–'} to ${lastAt ?? '–'}\n  files, lines    ${files}, ${lines}\n  observed hours  ${observedHours.toFixed(2)}\n`,
        )
      }
    }
    return ExitStatus.well
  } finally {
    await database.close()
  }
}
