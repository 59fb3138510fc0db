import type { Reader } from '../database/connection.ts'
import { currentMap } from '../database/map-table.ts'
import { parseMap } from '../mapping/map-text.ts'
import { noGroup } from '../mapping/resolve-names.ts'
import type { MapTexts, SpecColumn } from '../query/report-spec.ts'

/** The saved maps that a report's columns need; a draft stands in for the saved one. */
export const mapsOfReport = async (
  reader: Reader,
  columns: readonly SpecColumn[],
  drafts: MapTexts,
): Promise<MapTexts> => {
  const needs = (origin: 'user-group' | 'host-group') => columns.some((column) => column.origin === origin)
  const user = needs('user-group')
    ? (drafts.user ?? (await currentMap(reader, 'license-user-mapping'))?.text)
    : undefined
  const host = needs('host-group')
    ? (drafts.host ?? (await currentMap(reader, 'license-host-mapping'))?.text)
    : undefined
  return { ...(user === undefined ? {} : { user }), ...(host === undefined ? {} : { host }) }
}

/** Groups that the saved map can put a name of this concept into, `undef` among them. */
export const groupNames = async (reader: Reader, concept: 'user-group' | 'host-group'): Promise<string[]> => {
  const kind = concept === 'user-group' ? 'license-user-mapping' : 'license-host-mapping'
  const { groups, defaults } = parseMap((await currentMap(reader, kind))?.text ?? '')
  return [...new Set([...groups.map(({ name }) => name), ...defaults.map(({ group }) => group), noGroup])]
}
