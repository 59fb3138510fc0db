import { type UsageReader, type UsageWriter, usageImporter } from '../usage-importer.ts'
import { dslsLine, isDslsLine } from './log-lines.ts'
import { createTraceEvents, type TraceState, traceRejections } from './trace-events.ts'

const createReader = (writer: UsageWriter, resume: unknown): UsageReader => {
  const events = createTraceEvents(writer, resume as TraceState | undefined)
  return {
    line(text, number) {
      if (text.trim() === '') return writer.ignored('blank')
      const line = dslsLine(text)
      if (!line) return writer.reject('no-prefix', number, text)
      events.line(line, number, text)
    },
    flush: events.flush,
    finish: events.flush,
    save: events.save,
  }
}

export const dslsServerLog = usageImporter({
  format: 'dsls-server-log',
  title: 'DSLS server log',
  feeds: [89, 90, 91, 93, 94, 95, 102, 103, 107, 108, 109, 126, 127, 128],
  yieldsUsage: true,
  sourceName: 'DSLS logs',
  detector: {
    format: 'dsls-server-log',
    title: 'DSLS server log',
    score: (lines) => {
      const filled = lines.filter((text) => text.trim() !== '')
      const shaped = filled.filter(isDslsLine).length
      const share = filled.length === 0 ? 0 : shaped / filled.length
      return {
        score: share < 0.5 ? share : Math.min(1, 0.6 + share * 0.4),
        reason: `${shaped} of the first ${filled.length} lines have the date, the severity and the category of a DSLS log`,
      }
    },
  },
  rejections: {
    ...traceRejections,
    'no-prefix': {
      title: 'No date, severity and category at the start',
      explanation: 'The line continues the one above, or another program wrote it. It holds no use of a licence.',
    },
  },
  createReader,
})
