import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import type { EventFile, EventHandler, EventReceiver } from './windows-event.ts'
import { readEventCsv } from './windows-event-csv.ts'
import { readEventXml } from './windows-event-xml.ts'

/**
 * Reads an exported event log: XML where the first line that says something begins with `<`, else CSV. Exports do not grow, and their
 * order is either way round, so that nothing is settled before the end.
 */
export const createWindowsEvents = (writer: UsageWriter, handler: EventHandler): UsageReader => {
  let file: EventFile | undefined
  const receive: EventReceiver = (event, firstLine, text) => {
    if (event.provider !== '' && !handler.provider.test(event.provider))
      return writer.ignored('event of another program')
    const verdict = Number.isNaN(event.id) ? { rejected: 'torn-event' } : handler.take(event)
    if ('used' in verdict) writer.used(verdict.used)
    else if ('ignored' in verdict) writer.ignored(verdict.ignored)
    else writer.reject(verdict.rejected, firstLine, text)
  }
  return {
    settled: false,
    line(text, lineNumber) {
      if (!file) {
        // `#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord` stands above the header of Windows PowerShell's CSV.
        if (text.trim() === '' || text.startsWith('#TYPE')) return writer.ignored('line above the events')
        file = /^\s*(?:-\s*)?</.test(text) ? readEventXml(writer, receive) : readEventCsv(writer, receive)
      }
      file.line(text, lineNumber)
    },
    finish() {
      file?.finish()
      handler.finish()
    },
    save: () => undefined,
  }
}
