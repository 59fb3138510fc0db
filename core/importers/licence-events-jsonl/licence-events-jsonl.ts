import { plainName } from '../tables/documented-columns.ts'
import { licenceEventColumns } from '../tables/licence-event-columns.ts'
import { createLicenceEvents, type LicenceEventsState, licenceEventRejections } from '../tables/licence-event-rows.ts'
import { type UsageReader, usageImporter } from '../usage-importer.ts'

/** `applicationVersion` and `application version` are one name. */
const columnOf = new Map(licenceEventColumns.map(({ name }) => [plainName(name), name]))
const knownKeys = new Map<string, string | undefined>()

/** The fields of `{"time":"2024-03-04T09:15:00Z","event":"out",…}` by documented name; undefined for what is no object of plain values. */
const fieldsOf = (text: string): { readonly [column: string]: string } | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const fields: { [column: string]: string } = {}
  for (const [key, field] of Object.entries(value)) {
    if (!knownKeys.has(key)) {
      if (knownKeys.size > 1000) knownKeys.clear()
      knownKeys.set(key, columnOf.get(plainName(key)))
    }
    const column = knownKeys.get(key)
    if (column === undefined || field === null) continue
    if (typeof field === 'object') return undefined
    fields[column] = String(field).trim()
  }
  return fields
}

const isEvent = (text: string): boolean => {
  const fields = fieldsOf(text)
  if (!fields || !('time' in fields)) return false
  return 'feature' in fields ? 'event' in fields || 'end' in fields : 'event' in fields && 'server' in fields
}

export const licenceEventsJsonl = usageImporter({
  format: 'licence-events-jsonl',
  title: 'Licence events (JSON Lines)',
  yieldsUsage: true,
  sourceName: 'Licence events',
  feeds: [89, 90, 91, 93, 94, 95, 102, 103, 107, 108, 109, 126, 127, 128],
  detector: {
    format: 'licence-events-jsonl',
    title: 'Licence events (JSON Lines)',
    score: (lines) => {
      const first = lines.filter((line) => line.trim() !== '').slice(0, 40)
      const events = first.filter(isEvent).length
      const share = first.length === 0 ? 0 : events / first.length
      const reason = `${events} of its first ${first.length} lines are JSON objects with a time and an event`
      return { score: share * 0.85, reason }
    },
  },
  rejections: {
    'not-json': {
      title: 'Not an object of plain values',
      explanation:
        'Each line must be one JSON object whose values are texts, numbers, true, false or null. The line was left out; those around it are kept.',
    },
    ...licenceEventRejections,
  },
  createReader(writer, resume): UsageReader {
    const events = createLicenceEvents(writer, resume as LicenceEventsState | undefined)
    return {
      line(text, lineNumber) {
        if (text.trim() === '') return writer.ignored('blank')
        const fields = fieldsOf(text)
        const reason = fields ? events.event((column) => fields[column] ?? '') : 'not-json'
        if (reason) writer.reject(reason, lineNumber, text)
      },
      flush: events.flush,
      save: events.save,
    }
  },
})
