import { createJsonDocuments } from '../documents/json-documents.ts'
import { dslsLine } from '../dsls-server-log/log-lines.ts'
import { createTraceEvents, type TraceState, traceRejections } from '../dsls-server-log/trace-events.ts'
import { type UsageReader, type UsageWriter, usageImporter } from '../usage-importer.ts'

/** A row is a line of the server's log: `"2025/09/06 01:14:26:627 I USGTRACING  Grant!!…"` */
const row = /"(?:\d{4}\/\d\d\/\d\d (?:[^"\\]|\\.)*)"/g
const zone = /"serverTimeZone"\s*:\s*"([^"]*)"/
const customer = /\bcustomer (\w+)\s*$|^(?:.*\bcommand issued from) (\w+)\s*$|!!\S+?!(\w+)!/

const createReader = (writer: UsageWriter, resume: unknown): UsageReader => {
  const events = createTraceEvents(writer, resume as TraceState | undefined)
  const documents = createJsonDocuments()
  let rows: { readonly text: string; readonly number: number }[] = []
  let zoneText = ''
  let last = 0

  /** The newest row stands first. */
  const readRows = (): void => {
    const isUtc = /^(?:UTC|GMT|Z|Etc\/UTC)?$/i.test(zoneText)
    if (!isUtc) writer.zone(zoneText)
    writer.clock(isUtc ? 'utc' : 'wall')
    const name = rows.map(({ text }) => customer.exec(text)?.slice(1).find(Boolean)).find(Boolean)
    if (name) events.setServer(name)
    for (const { text, number } of rows.toReversed()) {
      const line = dslsLine(text)
      if (line) events.line(line, number, text)
      else writer.reject('no-row', number, text)
    }
    rows = []
    zoneText = ''
  }

  return {
    line(text, number) {
      last = number
      const isInside = documents.isOpen || /[[{]/.test(text)
      if (!isInside) {
        if (text.trim() === '') writer.ignored('blank')
        else writer.reject('no-json', number, text)
        return
      }
      const found = text.match(row) ?? []
      for (const quoted of found) rows.push({ text: unquoted(quoted), number })
      zoneText = zone.exec(text)?.[1] ?? zoneText
      if (found.length === 0) writer.ignored('structure')
      if (documents.line(text) !== undefined) readRows()
    },
    flush: events.flush,
    finish() {
      if (documents.isOpen) {
        writer.reject('cut', last, documents.rest().slice(-200))
        readRows()
      }
      events.flush()
    },
    get settled() {
      return !documents.isOpen
    },
    save: events.save,
  }
}

const unquoted = (quoted: string): string => {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return quoted.slice(1, -1)
  }
}

export const dslsCloudLog = usageImporter({
  format: 'dsls-cloud-log',
  title: 'DSLS cloud log (JSON)',
  feeds: [89, 90, 91, 93, 94, 95, 102, 103, 107, 108, 109, 126, 127, 128],
  yieldsUsage: true,
  sourceName: 'DSLS cloud logs',
  longestLine: 16 * 1024 * 1024,
  detector: {
    format: 'dsls-cloud-log',
    title: 'DSLS cloud log (JSON)',
    score: (lines) => {
      const text = lines.slice(0, 200).join('\n')
      const isJson = /^\s*\{/.test(text)
      const rows = (text.match(row) ?? []).filter((one) => dslsLine(unquoted(one)) !== undefined).length
      return {
        score: isJson && rows > 0 ? 1 : 0,
        reason: `${rows} rows of its first lines are lines of a DSLS log`,
      }
    },
  },
  rejections: {
    ...traceRejections,
    'no-row': {
      title: 'A row that is no line of a log',
      explanation:
        'It begins with a date, but severity and category are missing. It was left out; the other rows are kept.',
    },
    'no-json': {
      title: 'Not JSON',
      explanation: 'The line belongs to no document of JSON. It was left out.',
    },
    cut: {
      title: 'The document is not complete',
      explanation: 'Its end is missing. The rows that are there were read; download it again to have them all.',
    },
  },
  createReader,
})
