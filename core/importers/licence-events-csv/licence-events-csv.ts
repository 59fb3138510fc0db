import { createCsvTable, headerLine, layoutOf, type TableLayout, tableRejections } from '../tables/csv-table.ts'
import { licenceEventColumns } from '../tables/licence-event-columns.ts'
import { createLicenceEvents, type LicenceEventsState, licenceEventRejections } from '../tables/licence-event-rows.ts'
import { type UsageReader, usageImporter } from '../usage-importer.ts'

const format = { columns: licenceEventColumns }

interface State {
  /** Null: the header was read and does not tell enough. */
  readonly layout?: TableLayout | null
  readonly events: LicenceEventsState
}

export const licenceEventsCsv = usageImporter({
  format: 'licence-events-csv',
  title: 'Licence events (CSV)',
  yieldsUsage: true,
  sourceName: 'Licence events',
  feeds: [89, 90, 91, 93, 94, 95, 102, 103, 107, 108, 109, 126, 127, 128],
  columns: licenceEventColumns,
  detector: {
    format: 'licence-events-csv',
    title: 'Licence events (CSV)',
    score: (lines) => {
      const header = headerLine(lines)
      const layout = header === undefined ? undefined : layoutOf(header, format)
      return layout
        ? { score: 0.9, reason: `its header names ${Object.keys(layout.places).join(', ')}` }
        : { score: 0, reason: 'its first line does not name time, event and feature' }
    },
  },
  rejections: { ...tableRejections, ...licenceEventRejections },
  createReader(writer, resume, _startDay, columns): UsageReader {
    const state = resume as State | undefined
    const events = createLicenceEvents(writer, state?.events)
    const table = createCsvTable(format, columns, state?.layout, {
      row(fields, { places, delimiter, isDayFirst }, lineNumber) {
        const of = (column: string): string => {
          const at = places[column]
          return at === undefined ? '' : (fields[at] as string).trim()
        }
        const reason = events.event(of, isDayFirst)
        if (reason) writer.reject(reason, lineNumber, fields.join(delimiter))
      },
      ignored: writer.ignored,
      reject: writer.reject,
    })
    return {
      line: table.line,
      flush: events.flush,
      finish: table.finish,
      get settled() {
        return table.settled
      },
      save: (): State => ({ layout: table.layout, events: events.save() }),
    }
  },
})
