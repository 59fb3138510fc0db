import { zoneClock } from '../aggregation/zone-clock.ts'
import type { Api } from '../contract/contract.ts'
import type { Source } from '../contract/sources.ts'
import type { Reader } from '../database/connection.ts'
import { dayColumns, sourceDays } from '../database/day-table.ts'
import { committedFiles } from '../database/file-table.ts'
import { allSources } from '../database/source-table.ts'
import { isoInZone } from '../query/periods.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'
import type { CoreContext } from './core-context.ts'

/** Every source with what feeds it and what was seen of it. */
export const listSources = async (reader: Reader, isBusy: boolean): Promise<Source[]> => {
  const files = await committedFiles(reader)
  const sources = await allSources(reader)
  return Promise.all(
    sources.map(async ({ id, server, zone, zone_origin }): Promise<Source> => {
      const own = files.filter(({ source }) => source === id)
      const days = await sourceDays(reader, id)
      const extent = await reader.get<{ first: number | null; last: number | null }>(
        `SELECT MIN(day * 86400 + first_time) AS first, MAX(day * 86400 + last_time) AS last FROM line_segment
         WHERE file IN (SELECT value FROM json_each(?))`,
        [JSON.stringify(own.map(({ id: file }) => file))],
      )
      const runs = await dayColumns(
        reader,
        days.map(({ id: day }) => day),
        'run',
        ['start', 'end'],
      )
      let observed = 0
      for (const { start, end } of runs.values()) {
        const starts = unpackColumn(start as PackedColumn)
        unpackColumn(end as PackedColumn).forEach((to, i) => {
          observed += to - (starts[i] as number)
        })
      }
      const clock = zoneClock(zone)
      const at = (wall: number | null | undefined) =>
        wall == null ? undefined : isoInZone(zone, clock.instantOf(wall, undefined))
      const firstAt = at(extent?.first)
      const lastAt = at(extent?.last)
      return {
        id,
        server,
        daemons: [...new Set(own.flatMap(({ daemons }) => JSON.parse(daemons) as string[]))].sort(),
        zone,
        zoneOrigin: zone_origin,
        ...(firstAt ? { firstAt } : {}),
        ...(lastAt ? { lastAt } : {}),
        files: own.length,
        lines: own.reduce((sum, { lines }) => sum + lines, 0),
        days: days.length,
        staleDays: isBusy ? days.filter(({ fingerprint }) => fingerprint === '').length : 0,
        observedHours: observed / 3600,
      }
    }),
  )
}

export const createSourcesApi = ({ database, imports }: CoreContext): Pick<Api, 'sources.list'> => ({
  'sources.list': async () => listSources(database, imports.busy),
})
