import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { countEvents, findEvents } from '../database/event-table.ts'
import { issueById } from '../database/issue-table.ts'
import { issueWords } from '../events/issue-catalogue.ts'
import { writeEventExport } from '../export/export-events.ts'
import type { CoreContext } from './core-context.ts'

type EventCalls = Pick<Api, Extract<keyof Api, `events.${string}`>>

const contentTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json' }

export const createEventsApi = ({ database, events, exports, exportsFolder }: CoreContext): EventCalls => ({
  'events.list': async ({ before, limit, ...filter }) =>
    database.snapshot(async (reader) => ({
      events: await findEvents(reader, filter, limit, before),
      total: await countEvents(reader, filter),
      unacknowledged: await countEvents(reader, { unacknowledged: true }),
    })),
  'events.issue': async ({ id }) => {
    const issue = await issueById(database, id)
    if (!issue) throw new ConsoleError('not-found', 'What was known of this issue is older than what is kept.')
    const { agent: _, ...row } = { ...issue, ...events.open(issue.agent).find((open) => open.id === id) }
    return { ...row, ...issueWords(issue.code) }
  },
  'events.acknowledge': async ({ ids, filter }) => {
    if (ids) return events.acknowledge({ ids })
    if (filter) return events.acknowledge({ filter })
    throw new ConsoleError('invalid', 'Say which events: by their ids, or by a filter. Nothing was acknowledged.')
  },
  'events.takeBack': async ({ at }) => {
    await events.takeBack(at)
    return null
  },
  'events.export': async ({ format, ...filter }) => {
    const id = randomUUID()
    const fileName = `Event log ${new Date().toISOString().slice(0, 10)}.${format}`
    const path = join(await exportsFolder(), `${id}.${format}`)
    const bytes = await database.snapshot((reader) =>
      writeEventExport(path, format, (before) => findEvents(reader, filter, 5000, before)),
    )
    exports.set(id, { path, fileName, contentType: contentTypes[format] })
    return { exportId: id, fileName, bytes }
  },
})
