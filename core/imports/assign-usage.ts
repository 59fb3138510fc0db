import { type FileRow, updateFile, usageFiles } from '../database/file-table.ts'
import { allSources, deleteSource, insertSource } from '../database/source-table.ts'
import { importerByFormat } from '../importers/registry.ts'
import type { ImportContext } from './import-context.ts'
import { machineZone } from './zone-names.ts'

/** What a file of usage rows is filed under: the server it tells of, else what its format is called. */
const serverOf = ({ server, format }: FileRow): string => {
  if (server !== '') return server
  const importer = importerByFormat(format)
  return (importer && 'sourceName' in importer ? importer.sourceName : undefined) ?? importer?.title ?? format
}

/**
 * Puts files of usage rows into sources: all of one format that tell of one server are one, whatever order they come in. A source whose
 * last file is gone goes too.
 */
export const assignUsage = async ({ database }: ImportContext): Promise<void> => {
  const known = (await allSources(database)).filter(({ format }) => format !== '')
  const fed = new Set<number>()
  for (const file of await usageFiles(database)) {
    const server = serverOf(file)
    let source = known.find((one) => one.format === file.format && one.server.toLowerCase() === server.toLowerCase())
    if (!source || source.id !== file.source) {
      const zone = file.zone === '' ? machineZone() : file.zone
      const made = source ?? {
        id: 0,
        server,
        format: file.format,
        zone,
        zone_origin: file.zone === '' ? 'of this machine' : file.zone_origin,
      }
      const id = await database.transaction(async (tx) => {
        const of = made.id > 0 ? made.id : await insertSource(tx, made)
        await updateFile(tx, file.id, { source: of })
        return of
      })
      source = { ...made, id }
      if (made.id === 0) known.push(source)
    }
    fed.add(source.id)
  }
  for (const { id } of known) if (!fed.has(id)) await database.transaction((tx) => deleteSource(tx, id))
}
